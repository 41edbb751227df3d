/// What Apple pins some of its hosts to: any one of the alternatives is enough.
struct PinPolicy: Sendable, Hashable {
    /// Hosts by a pattern for the first label and everything behind it.
    struct Hosts: Sendable, Hashable {
        var suffix: String
        var label: LabelPattern
    }

    /// The name that Apple gives it.
    var name: String
    var alternatives: [PinRule]
    var hosts: [Hosts]
    /// Apple's flag of that name; nothing here depends on it.
    var isTransparent: Bool

    init(
        _ name: String, _ alternatives: [PinRule], _ hosts: [(String, String)], isTransparent: Bool = false
    ) {
        self.name = name
        self.alternatives = alternatives
        self.hosts = hosts.map { Hosts(suffix: $0.0, label: LabelPattern($0.1)) }
        self.isTransparent = isTransparent
    }
}

/// One way to satisfy a policy.
///
/// Source: Apple's Security 61901, `SecPolicyServer.c`. The devices also ask for revocation by any method,
/// which a presented chain cannot answer.
enum PinRule: Sendable, Hashable {
    /// Three certificates: an Apple root, an intermediate with the marker of Apple's servers, a marked leaf.
    case appleServer(PinMark)
    /// Three certificates: a public root, an intermediate of Apple Inc. in the US, a marked leaf.
    case appleOperated(PublicAnchors, PinMark)
    /// A leaf of Apple Inc. with extended validation under one of DigiCert's roots.
    case extendedValidation
}

/// What marks the leaf, by what stands behind ``AppleMarker/arc``.
struct PinMark: Sendable, Hashable {
    /// Any one of these, as an extension without content.
    var markers: [String]
    /// Whether the text of the service marker may name it instead.
    var mayBeNamed: Bool
    /// The marker of Apple's test servers, which devices in the field do not take.
    var test: String?

    static func one(_ marker: String, test: String? = nil) -> PinMark {
        PinMark(markers: [marker], mayBeNamed: true, test: test)
    }

    static func bare(_ markers: [String]) -> PinMark {
        PinMark(markers: markers, mayBeNamed: false, test: nil)
    }

    func isOn(_ leaf: CertificateFacts) -> Bool {
        if markers.contains(where: { leaf.appleMarkers[$0] == .null }) { return true }
        guard mayBeNamed, case .text(let named)? = leaf.appleMarkers[AppleMarker.service] else {
            return false
        }
        return markers.contains { AppleMarker.arc + $0 == named }
    }

    var text: String { markers.map { AppleMarker.arc + $0 }.joined(separator: " or ") }
}

/// The public roots that a rule admits, by their SHA-256.
enum PublicAnchors: Sendable, Hashable, CaseIterable {
    case all, withoutEVRoot, extendedValidation

    var fingerprints: Set<String> {
        switch self {
        case .all: Set(Self.names.keys)
        case .withoutEVRoot: Set(Self.names.keys).subtracting([Self.evRoot])
        case .extendedValidation: Self.digiCert
        }
    }

    private static let evRoot = "7431e5f4c3c1ce4690774f0b61e05440883ba9a01ed00ba6abd7806ed3b118cf"
    private static let digiCert: Set = [
        evRoot, "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f",
        "31ad6648f8104138c738f39ea4320133393e3a18cc02296ef97c2ac9ef6731d0",
    ]
    private static let names = [
        evRoot: "DigiCert High Assurance EV Root CA",
        "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f": "DigiCert Global Root G2",
        "31ad6648f8104138c738f39ea4320133393e3a18cc02296ef97c2ac9ef6731d0": "DigiCert Global Root G3",
        "d7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4": "AAA Certificate Services",
        "1793927a0614549789adce2f8f34f7f0b66d0f3ae3a3b84d21ec15dbba4fadc7": "COMODO ECC",
        "e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2": "USERTrust RSA",
    ]
}
