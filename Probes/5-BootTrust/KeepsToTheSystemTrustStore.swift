import CaseReading
import Casework
import CertificateChains
package import ProbeKit

/// Asks whether a root that somebody added overrides the system's trust store during enrolment.
///
/// Needs: a device's log with its trust evaluations, or its trust settings.    Source: field guide FG-5.2; names from SecTrust.h (AE
/// 6.5).
/// Rules: 1. a trust evaluation that names the user or admin trust-settings domain and a
///           recoverable failure: injected.
///        2. both in two lines of one device within two seconds: the same.
///        3. a trust setting of its own for the root of a known inspection product: injected.
///        4. trust evaluations or trust settings without these: sound.  5. neither: cannot tell.
///        A recoverable failure alone is a matter of `L5-TRUST-FAILURE`; the system domain is Apple's own.
package struct KeepsToTheSystemTrustStore: Probe {
    package static let card = ProbeCard(
        "boot-trust.system-trust-store", layer: .bootTrust,
        asks: "Does an added root override the system trust store during enrolment?",
        needs: [Need(Supply(.deviceLog), Supply(.deviceCommands), how: HowToGet.deviceLog)],
        raises: [injectedRoot])

    package init() {}

    package func examine(_ facts: BootTrustFacts) -> Conclusion {
        let evaluated = facts.logs.filter { $0.lines.contains(where: TrustLine.speaksOfTrust) }
        let settings = facts.commands.filter { if case .trustSettings = $0.output { true } else { false } }
        let products = settings.filter { !TrustLine.products(in: $0).isEmpty }
        guard !evaluated.isEmpty || !settings.isEmpty else {  // rule 5
            return .cannotTell(
                because: "no device log holds a line of trustd or securityd", supply: HowToGet.deviceLog)
        }
        let affected = AffectedDevices(
            evaluated.compactMap { log in
                TrustLine.injection(in: log.lines).map { AffectedDevices.Entry(log: log, line: $0) }
            })
        var claims: [Claim] = []
        if !affected.isEmpty { claims.append(Self.claim(affected, of: evaluated.count)) }
        if !products.isEmpty { claims.append(Self.claim(products)) }
        return .found(
            claims,
            orSound:
                "no added root overrides trust on \((evaluated.count + settings.count).counted("device"))")
    }

    /// Roots of inspection products that a trust setting of the device's own lets in.
    private static func claim(_ commands: [DeviceCommand]) -> Claim {
        let ordinals = commands.compactMap(\.device)
        let names = Set(commands.flatMap { TrustLine.products(in: $0) }).sorted()
        let device = commands.first.map { $0.serial ?? $0.citation.file } ?? "?"
        let words = commands.count == 1 ? "device \(device)" : commands.count.counted("device")
        return Claim(
            "L5-INJECTED-ROOT", brief: "an added root is trusted on \(words)",
            detail:
                "The trust settings of \(words) let in a root of \(names.joined(separator: ", ")), which ends TLS on "
                + "the way.",
            subject: commands.count == 1 ? Subject(.device, device) : .fleet, count: commands.count,
            devices: ordinals.isEmpty ? nil : DeviceSet(ordinals), extent: .standing(since: nil),
            values: ["products": .list(names.map { .text($0) })],
            evidence: commands.prefix(AffectedDevices.cited).map(\.citation),
            against: ["the setting shows that the root is trusted, not that it overrode an evaluation"])
    }

    private static func claim(_ affected: AffectedDevices, of evaluated: Int) -> Claim {
        let domains = Set(affected.entries.compactMap { TrustLine.domain(in: $0.line) }).sorted()
        let strangers = affected.entries.count { $0.log.isMac == false }
        var against: [String] = []
        if strangers > 0 {
            against.append(
                "\(strangers.grouped) of the \(affected.count.counted("device")) under no macOS, where trust-settings domains do not exist: check where those lines come from"
            )
        }
        return Claim(
            "L5-INJECTED-ROOT", brief: "an added root overrides trust on \(affected.words)",
            detail:
                "\(affected.count.grouped) of \(evaluated.counted("device")) with trust evaluations fell back on a trust "
                + "setting of the \(domains.joined(separator: " and ")) domain after a recoverable failure.",
            subject: affected.subject, count: affected.count, devices: affected.devices,
            extent: affected.extent("overridden trust evaluation"),
            values: [
                "devicesWithTrustEvaluations": .count(evaluated), "domains": .list(domains.map { .text($0) }),
            ],
            evidence: affected.evidence, against: against)
    }
}

/// What a trust evaluation says in a log line.
enum TrustLine {
    /// Lines of one evaluation follow one another within this.
    ///
    /// Source: ours.
    static let sameEvaluation = Interval.seconds(2)

    static let domains = [
        (marker: "ksectrustsettingsdomainuser", name: "user"),
        (marker: "ksectrustsettingsdomainadmin", name: "admin"),
    ]

    static func speaksOfTrust(_ line: DeviceLogLine) -> Bool {
        if line.process == "trustd" || line.process == "securityd" { return true }
        if line.subsystem == "com.apple.securityd" || line.subsystem == "com.apple.trustd" { return true }
        return ["SecTrust", "Trust evaluate failure", "trust evaluation", "trustd"].contains {
            line.text.contains($0)
        }
    }

    /// `user` or `admin`, where the line names one.
    static func domain(in line: DeviceLogLine) -> String? {
        let text = line.text.lowercased()
        return domains.first { text.contains($0.marker) }?.name
    }

    /// Names of inspection products whose root a setting trusts.
    static func products(in command: DeviceCommand) -> [String] {
        guard case .trustSettings(let certificates) = command.output else { return [] }
        return certificates.compactMap { certificate in
            let isDenied = certificate.results.contains { $0.hasSuffix("Deny") }
            let name = certificate.name.replacing("\\", with: "").replacing(",", with: "")
            let product = isDenied ? nil : InspectionProduct.recognise(issuerTexts: ["CN=\(name)"])
            return product.flatMap { $0.confidence > .low ? $0.name : nil }
        }
    }

    static func isRecoverableFailure(_ line: DeviceLogLine) -> Bool {
        line.text.lowercased().contains("recoverabletrustfailure")
    }

    /// The first line that names the domain of an overridden evaluation.
    static func injection(in lines: [DeviceLogLine]) -> DeviceLogLine? {
        var lastFailure: Instant?
        var lastDomain: (at: Instant, line: DeviceLogLine)?
        for line in lines {
            let (named, failed) = (domain(in: line) != nil, isRecoverableFailure(line))
            if named, failed { return line }  // rule 1
            guard let at = line.at else { continue }
            if named {  // rule 2, in either order
                if let failure = lastFailure, at.since(failure) <= sameEvaluation { return line }
                lastDomain = (at, line)
            }
            if failed {
                if let earlier = lastDomain, at.since(earlier.at) <= sameEvaluation { return earlier.line }
                lastFailure = at
            }
        }
        return nil
    }
}

extension KeepsToTheSystemTrustStore {
    static let injectedRoot = FindingCard(
        "L5-INJECTED-ROOT", "An added root overrides the system trust store during enrolment",
        severity: .critical, basis: .fieldGuide("FG-5.2"),
        meaning: """
            A trust evaluation that ends in a recoverable failure and then consults the user's or the
            administrator's trust settings means that a root which is not Apple's was put on the device,
            usually by an inspection product. Hosts that Apple pins fail all the same; others now trust the
            product. The reading is the field guide's. The names are published for macOS alone: on an iPhone
            or iPad look for "Trust evaluate failure" of trustd instead.
            """,
        explains: [Edge("L5-TRUST-FAILURE", basis: .fieldGuide("FG-5.2"), ceiling: .medium)],
        settle: Check(
            "List the added trust settings on the Mac and compare the root with the one that the network path presents.",
            command: "security dump-trust-settings; security dump-trust-settings -d"),
        remedy: Remedy(
            .network,
            "Exempt Apple's enrolment hosts from TLS inspection, then remove the root from the image or profile.",
            steps: [
                "Exempt *.apple.com from TLS inspection, passing connections through by SNI without terminating them.",
                "Find what installed the root: an image, a certificate payload, an endpoint agent.",
                "Remove it from devices that are not yet enrolled; erase them if it came with the image.",
                "Never turn certificate checks off: a device that accepts any chain can be enrolled by anybody.",
                "Rebooting or regenerating the server token changes nothing here.",
            ],
            commands: ["security dump-trust-settings", "security dump-trust-settings -d"],
            references: ["field guide FG-5.2, FG-9.8, FG-0.5", "Apple 101555"]))
}

extension KeepsToTheSystemTrustStore {
    package static let workedCases: [WorkedCase<BootTrustFacts>] = [
        WorkedCase("no device log", BootTrustFacts(), .cannotTell),
        WorkedCase("a log that never evaluates trust", .logging([.said("MCX: starting")]), .cannotTell),
        WorkedCase(
            "an evaluation that succeeds", .logging([.trustd("SecTrustEvaluateWithError: proceed")]), .sound),
        WorkedCase(
            "a user-domain root", .logging([.trustd(sampleInjection), .trustd(sampleInjection, of: 1)]),
            .raises(["L5-INJECTED-ROOT": 2])),
        WorkedCase(
            "two lines of one evaluation",
            .logging([
                .trustd("kSecTrustResultRecoverableTrustFailure", second: 10),
                .trustd("consulting kSecTrustSettingsDomainAdmin", second: 11),
            ]), .raises(["L5-INJECTED-ROOT": 1])),
        WorkedCase(
            "a failure and a domain a minute apart are two evaluations",
            .logging([
                .trustd("kSecTrustResultRecoverableTrustFailure", second: 10),
                .trustd("consulting kSecTrustSettingsDomainAdmin", second: 70),
            ]), .sound),
        WorkedCase(
            "a setting of its own for an inspection product",
            .commanding(
                .trustSettings([
                    .init(name: "Zscaler Root CA", results: ["kSecTrustSettingsResultTrustRoot"])
                ])), .raises(["L5-INJECTED-ROOT": 1])),
        WorkedCase(
            "settings for a developer's root, and one that denies",
            .commanding(
                .trustSettings([
                    .init(name: "mkcert development CA", results: []),
                    .init(name: "Zscaler Root CA", results: ["kSecTrustSettingsResultDeny"]),
                ])), .sound),
        WorkedCase("no settings at all", .commanding(.trustSettings([])), .sound),
        WorkedCase(
            "the system domain is Apple's own",
            .logging([.trustd("kSecTrustSettingsDomainSystem kSecTrustResultRecoverableTrustFailure")]),
            .sound),
    ]

    private static let sampleInjection =
        "SecTrustEvaluateWithError: kSecTrustResultRecoverableTrustFailure (kSecTrustSettingsDomainUser)"
}
