import Casework

/// A host that enrolment needs, and what for.
///
/// Source: Apple 101555, "Use Apple products on enterprise networks"; a star in the published name is filled with
/// a host that answers to it.
struct AppleHost: Sendable {
    enum Service: String, Sendable {
        case tls, http, ntp
    }

    let name: String
    let port: Int
    let service: Service
    let role: HostRole
    /// What fails without it, in a few words.
    let purpose: String
    /// Whether the published list says that a proxy may stand before it; `nil` where it says nothing.
    let supportsProxy: Bool?
    /// Who calls it: devices, the MDM server, or both.
    let caller: Caller

    enum Caller: String, Sendable {
        case device, server, both
    }

    init(
        _ name: String, _ role: HostRole, _ purpose: String, port: Int = 443, _ service: Service = .tls,
        proxy: Bool? = nil, from caller: Caller = .device
    ) {
        self.name = name
        self.port = port
        self.service = service
        self.role = role
        self.purpose = purpose
        supportsProxy = proxy
        self.caller = caller
    }

    static let all: [AppleHost] = [
        AppleHost(
            "mdmenrollment.apple.com", .adeService, "the MDM's own calls of the ADE service", proxy: true,
            from: .server),
        AppleHost("iprofiles.apple.com", .cloudConfig, "gives the device its enrolment profile", proxy: true),
        AppleHost("deviceenrollment.apple.com", .cloudConfig, "provisional enrolment"),
        AppleHost("albert.apple.com", .activation, "activation", proxy: true),
        AppleHost("gs.apple.com", .activation, "activation and personalisation", proxy: true),
        AppleHost("tbsc.apple.com", .activation, "activation", proxy: true),
        AppleHost("humb.apple.com", .attestation, "device attestation", proxy: true),
        AppleHost("static.ips.apple.com", .activation, "setup", proxy: true),
        AppleHost("static.ips.apple.com", .activation, "setup", port: 80, .http, proxy: true),
        AppleHost("sq-device.apple.com", .activation, "eSIM activation"),
        AppleHost("captive.apple.com", .activation, "captive-portal check", proxy: true),
        AppleHost("captive.apple.com", .activation, "captive-portal check", port: 80, .http, proxy: true),
        AppleHost("deviceservices-external.apple.com", .activation, "Activation Lock", from: .both),
        AppleHost(
            "gdmf.apple.com", .other, "update catalogue, for a required system version", proxy: true,
            from: .both),
        AppleHost("mesu.apple.com", .other, "update catalogue"),
        AppleHost("identity.apple.com", .apns, "APNs certificate portal", proxy: true, from: .server),
        AppleHost("init.push.apple.com", .apns, "tells the device where push is"),
        AppleHost("1-courier.push.apple.com", .apns, "push, to the device", port: 5223),
        AppleHost("1-courier.push.apple.com", .apns, "push, to the device, when 5223 is closed"),
        AppleHost("api.push.apple.com", .apns, "push, from the MDM server", from: .server),
        AppleHost("api.push.apple.com", .apns, "push, from the MDM server", port: 2197, from: .server),
        AppleHost("vpp.itunes.apple.com", .other, "apps and books", proxy: true, from: .server),
        AppleHost("setup.icloud.com", .other, "managed accounts on Shared iPad"),
        AppleHost("gsa.apple.com", .other, "Apple Account sign-in", proxy: true),
        AppleHost("idmsa.apple.com", .other, "sign-in to the portal", proxy: true, from: .both),
        AppleHost("appleid.cdn-apple.com", .other, "pages of the sign-in", proxy: true, from: .both),
        AppleHost("business.apple.com", .other, "Apple Business Manager", from: .server),
        AppleHost("school.apple.com", .other, "Apple School Manager", from: .server),
        AppleHost("account.apple.com", .other, "tokens for the API", from: .server),
        AppleHost("api-business.apple.com", .other, "Apple Business Manager API", from: .server),
        AppleHost("api-school.apple.com", .other, "Apple School Manager API", from: .server),
        AppleHost("axm-adm-enroll.apple.com", .mdm, "Apple's built-in MDM: enrolment"),
        AppleHost("axm-adm-mdm.apple.com", .mdm, "Apple's built-in MDM"),
        AppleHost("axm-adm-scep.apple.com", .mdm, "Apple's built-in MDM: certificates"),
        AppleHost("axm-app.apple.com", .other, "the Apple Business app"),
        AppleHost("axm-servicediscovery.apple.com", .other, "account-driven enrolment"),
        AppleHost("ocsp.apple.com", .revocation, "revocation", port: 80, .http),
        AppleHost("ocsp2.apple.com", .revocation, "revocation"),
        AppleHost("crl.apple.com", .revocation, "revocation", port: 80, .http),
        AppleHost("certs.apple.com", .revocation, "intermediate certificates", port: 80, .http),
        AppleHost("certs.apple.com", .revocation, "intermediate certificates"),
        AppleHost("valid.apple.com", .revocation, "revocation", proxy: true),
        AppleHost("ocsp.digicert.com", .revocation, "revocation", port: 80, .http),
        AppleHost("crl3.digicert.com", .revocation, "revocation", port: 80, .http),
        AppleHost("crl4.digicert.com", .revocation, "revocation", port: 80, .http),
        AppleHost("ocsp.entrust.net", .revocation, "revocation", port: 80, .http),
        AppleHost("crl.entrust.net", .revocation, "revocation", port: 80, .http),
        AppleHost("time.apple.com", .time, "the clock", port: 123, .ntp),
        AppleHost("time-ios.apple.com", .time, "the clock", port: 123, .ntp),
        AppleHost("time-macos.apple.com", .time, "the clock", port: 123, .ntp),
    ]
}
