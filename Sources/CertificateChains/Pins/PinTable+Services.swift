extension PinTable {
    /// All other services: they show that a gateway inspects Apple's hosts, and no enrolment needs them.
    static let services: [PinPolicy] = [
        PinPolicy(
            "MMCS",
            [
                .appleServer(.one("27.11.2", test: "27.11.1")),
                .appleOperated(.withoutEVRoot, .one("27.11.2", test: "27.11.1")),
            ],
            [
                (
                    "icloud.com",
                    """
                    ^p[0-9]{0,3}-content$|^p[0-9]{0,3}-content-|^p[0-9]{0,3}-ckdatabase$|\
                    ^p[0-9]{0,3}-ckdatabase-|^p[0-9]{0,3}-ckshare$|^p[0-9]{0,3}-ckshare-|\
                    ^p[0-9]{0,3}-ckdevice$|^p[0-9]{0,3}-ckdevice-|^p[0-9]{0,3}-ckcoderouter$|\
                    ^p[0-9]{0,3}-ckcoderouter-|^gateway|^p[0-9]{0,3}-keyvalueservice$|\
                    ^p[0-9]{0,3}-keyvalueservice-|^keyvalueservice|^p[0-9]{0,3}-pairingws$|\
                    ^p[0-9]{0,3}-pairingws-|^pairingws|^metrics|^.*quota$|^.*contacts$|\
                    ^.*caldav$
                    """
                ),
                (
                    "icloud.com.cn",
                    """
                    ^p[0-9]{0,3}-content$|^p[0-9]{0,3}-content-|^p[0-9]{0,3}-ckdatabase$|\
                    ^p[0-9]{0,3}-ckdatabase-|^p[0-9]{0,3}-ckshare$|^p[0-9]{0,3}-ckshare-|\
                    ^p[0-9]{0,3}-ckdevice$|^p[0-9]{0,3}-ckdevice-|^p[0-9]{0,3}-ckcoderouter$|\
                    ^p[0-9]{0,3}-ckcoderouter-|^gateway|^p[0-9]{0,3}-keyvalueservice$|\
                    ^p[0-9]{0,3}-keyvalueservice-|^keyvalueservice|^p[0-9]{0,3}-pairingws$|\
                    ^p[0-9]{0,3}-pairingws-|^pairingws|^metrics|^.*quota$
                    """
                ), ("apple-cloudkit.com", "^api$"),
            ]),
        PinPolicy(
            "AppleStudies",
            [.appleServer(.one("27.23"))],
            [
                ("apple-studies.com", "^ingest$"), ("stg.apple-studies.com", "^ingest$"),
                ("teams.apple-studies.com", ".*"), ("ais-test.apple-studies.com", "^ingest$"),
                ("stg.ais-test.apple-studies.com", "^ingest$"), ("apple-programs.com", "^ingest$"),
                ("stg.apple-programs.com", "^ingest$"), ("teams.apple-programs.com", ".*"),
                ("ais-test.apple-programs.com", "^ingest$"), ("stg.ais-test.apple-programs.com", "^ingest$"),
                ("main.teststudies.apple.com", "^ingest$"), ("qa.teststudies.apple.com", "^ingest$"),
                ("release.teststudies.apple.com", "^ingest$"), ("carry.studies.apple.com", "^ingest$"),
                ("validation.studies.apple.com", "^ingest$"), ("research.studies.apple.com", "^ingest$"),
            ]),
        PinPolicy(
            "Escrow",
            [
                .appleServer(.one("27.7.2", test: "27.7.1")),
                .appleOperated(.withoutEVRoot, .one("27.7.2", test: "27.7.1")),
            ],
            [
                ("icloud.com", "^p[0-9]{0,3}-escrowproxy|^escrowproxy"),
                ("icloud.com.cn", "^p[0-9]{0,3}-escrowproxy|^escrowproxy"),
            ]),
        PinPolicy(
            "D&U",
            [
                .appleServer(.one("27.17.2", test: "27.17.1")),
                .appleOperated(.withoutEVRoot, .one("27.17.2", test: "27.17.1")),
            ],
            [("corp.apple.com", "^iphonesubmissions"), ("apple.com", "^iphonesubmissions$")]),
        PinPolicy(
            "HealthProvider",
            [.appleServer(.one("27.19"))],
            [("health.apple.com", "^provider-")]),
        PinPolicy(
            "Playgrounds",
            [.appleServer(.one("27.26"))],
            [("apple.com", "^playgrounds-cdn$|^playgrounds-assets-cdn$")]),
        PinPolicy(
            "AIDC",
            [.appleServer(.one("27.25"))],
            [("apple.com", "^aidc$|^aidc-uat$|^aidc-nwk$|^aidc-nc$")]),
        PinPolicy(
            "Aerials",
            [.appleServer(.one("27.27"))],
            [("apple.com", "^sylvan$")]),
        PinPolicy(
            "S911",
            [.appleServer(.one("27.30"))],
            [("cdn-apple.com", "^meridian-test$|^meridian$")]),
        PinPolicy(
            "SiriClientFlow",
            [.appleServer(.one("27.31"))],
            [("apple.com", "^clientflow$")]),
        PinPolicy(
            "FMiP",
            [.appleServer(.one("27.6.2", test: "27.6.1"))],
            [
                (
                    "icloud.com",
                    """
                    fmipalservice$|^p[0-9]{0,3}-fmip$|^fmip$|^cadmium$|^p[0-9]{0,3}-fmipmobile$|\
                    ^fmipmobile$
                    """
                ), ("icloud.com.cn", "^p[0-9]{0,3}-fmip$|^fmip$|^cadmium$"),
            ]),
        PinPolicy(
            "AMP",
            [
                .extendedValidation, .appleServer(.one("27.50.2", test: "27.50.1")),
                .appleOperated(.all, .one("27.50.2", test: "27.50.1")),
            ],
            [
                ("apple.com", "^xp$|^www$|^itunes$|^apps$|^payments$"), ("re", "^appsto$"),
                ("books.apple.com", "^api$|^amp-api$"), ("phobos.apple.com", ".*"), ("mzstatic.com", ".*"),
                ("itunes.com", ".*"), ("apps.apple.com", "^api|^amp-api|^amp-account"),
                ("music.apple.com", "^api$|^amp-api(?!-carry)"), ("videos.apple.com", "^amp-api$"),
                ("podcasts.apple.com", "^amp-api$"), ("fitness.apple.com", "^amp-api$"),
                ("shazam.apple.com", "^api$|^amp-api$"), ("media.apple.com", "^amp-api$"),
                ("sandbox.apple.com", "^amp-api$"), ("itunes.apple.com", "^sf-api-token-service$"),
            ]),
        PinPolicy(
            "Siri",
            [
                .extendedValidation, .appleServer(.one("27.51.2", test: "27.51.1")),
                .appleOperated(.all, .one("27.51.2", test: "27.51.1")),
            ],
            [
                ("apple.com", "^guzzoni$|^dejavu$|^sequoia$|^swallow$"),
                ("siri.apple.com", "^carry$|^seed$|^(carry|seed)-(dejavu|sequoia|swallow)$"),
            ]),
        PinPolicy(
            "dodML",
            [.appleServer(.one("27.34", test: "27.34"))],
            [("siri.apple.com", "^fides$|^fides-(staging|carry)$")]),
        PinPolicy(
            "ShazamKit",
            [.appleServer(.one("27.52", test: "27.52"))],
            [("shazam.com", "^api-sk$")]),
        PinPolicy(
            "InstructionalContent",
            [.appleServer(.one("27.54", test: "27.54"))],
            [("apple.com", "^ipcdn$|^ipcdn-uat$")]),
        PinPolicy(
            "HealthR&D",
            [
                .appleServer(.one("27.41.2", test: "27.41.1")),
                .appleOperated(.withoutEVRoot, .one("27.41.2", test: "27.41.1")),
            ],
            [("cdn-apple.com", "^covid19-static$")]),
        PinPolicy(
            "PBA",
            [.appleServer(.one("27.55", test: "27.55"))],
            [
                ("apple.com", "^pba$|^pba0$|^ma-pba-prod$|^pr-pba-prod$|^msc-pba-prod$"),
                ("corp.apple.com", "^pba0-test$"), ("rno.apple.com", "^idem-pba-test$"),
            ]),
        PinPolicy(
            "ApplePay",
            [
                .extendedValidation, .appleServer(.one("27.72.2", test: "27.72.1")),
                .appleOperated(.all, .one("27.72.2", test: "27.72.1")),
                .appleServer(.one("27.57", test: "27.57")),
            ],
            [
                ("apple.com", "^csig(-pv(-cert)?|-st|-mr|-cert)?$"),
                (
                    "apple.com",
                    """
                    ^(cn-|)(crt-smp-device|smp-device|smp-device-content|smp-paymentservices|\
                    apple-pay-gateway)$
                    """
                ), ("apple.com", "^(sh-|tj-|nc-|pr-|cn-crt-|stg-|crt-)?pod[0-9]{0,3}-smp-device(-dr)?$"),
                ("apple.com", "^odin-signals$"), ("apple.com", "^fpservices-(cert|prod).*$"),
                ("apple.com", "^wallet$"),
                ("apple.com", "^(smp|nc-stg-smp|nc-crt.*|nc-pod.*|pr-pod.*)-device-asset-ccs$"),
                ("apple.com", "^cstat$"), ("cdn-apple.com", "^cstat$"),
                ("apple.com", "^aacservices-(us|eu|jp)$"),
            ]),
        PinPolicy(
            "CoreLocationTiles",
            [.appleServer(.one("27.56", test: "27.56"))],
            [("apple.com", "^cl[1-5](-cn)?$")]),
        PinPolicy(
            "SocialFramework",
            [
                .extendedValidation, .appleServer(.one("27.73.2", test: "27.73.1")),
                .appleOperated(.all, .one("27.73.2", test: "27.73.1")),
            ],
            [("apple.com", "^gil$")]),
        PinPolicy(
            "Potluck",
            [.appleServer(.one("27.61", test: "27.61"))],
            [("itunes.apple.com", "^music-colistening$")]),
        PinPolicy(
            "BiomeMapReduce",
            [.appleServer(.one("27.62", test: "27.62"))],
            [("apple.com", "^biome-mapreduce$")]),
        PinPolicy(
            "CloudSubscriptionFeatures",
            [.appleServer(.one("27.60", test: "27.60"))],
            [("icloud.com", "^.*acsegateway$")]),
        PinPolicy(
            "PaymentCardReader",
            [.appleServer(.one("27.63", test: "27.63"))],
            [("apple.com", "^pos-device(-cert)?(-qa[0-9]{0,2})?$")]),
        PinPolicy(
            "Shazam",
            [
                .appleServer(.one("27.43.2", test: "27.43.1")),
                .appleOperated(.withoutEVRoot, .one("27.43.2", test: "27.43.1")),
            ],
            [("shazam.com", "^kit(-cdn)?$")]),
        PinPolicy(
            "Cabana",
            [.appleServer(.one("27.64", test: "27.64"))],
            [("cdn-apple.com", "^cabana-(config|server)?$")]),
        PinPolicy(
            "Ontology",
            [.appleServer(.one("27.65", test: "27.65"))],
            [("health.apple.com", "^ontology.*$")]),
        PinPolicy(
            "WeatherKit",
            [
                .appleServer(.one("27.46.2", test: "27.46.1")),
                .appleOperated(.withoutEVRoot, .one("27.46.2", test: "27.46.1")),
            ],
            [("apple.com", "^(staging-)?weather-data$")]),
        PinPolicy(
            "WPS",
            [.appleServer(.one("27.66", test: "27.66"))],
            [
                ("apple.com", "^wps$|^(apse|euc|use|usw)[1-9]-wps-prod$"),
                ("corp.apple.com", "^remote-list-api-dev$"),
            ]),
        PinPolicy(
            "PresentID",
            [.appleServer(.one("27.67"))],
            [("apay.apple.com", "^idv-cert[0-9]$"), ("apple.com", "^idv-prod[0-9]$")]),
        PinPolicy(
            "GameCenter",
            [.appleServer(.one("27.68"))],
            [("gc.apple.com", "^profile$")]),
        PinPolicy(
            "MFi",
            [
                .appleServer(.one("27.45.2", test: "27.45.1")),
                .appleOperated(.all, .one("27.45.2", test: "27.45.1")),
            ],
            [
                (
                    "apple.com",
                    """
                    ^selfcert$|^auth-assistant$|^mficertificationhub$|\
                    ^mficarplaycertificationportal$|^flipper$|^speechtest2$|^toolsupdater$
                    """
                )
            ]),
    ]
}
