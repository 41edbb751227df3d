import Casework

/// Walks a configuration profile for the values that rules ask for.
///
/// Source: FG-7.1.
struct ProfileWalk {
    /// The deepest nesting; profiles in use stay below ten.
    private static let maximumDepth = 64

    private var identifier: String?
    private var displayName: String?
    private var payloadTypes: [String] = []
    private var fingerprints: [Fingerprint] = []
    private var isSupervised: Bool?
    private var pushTopics: [String] = []
    /// The last key of each open dictionary; `nil` for an array.
    private var open: [String?] = []
    private var isDictionary = false

    /// Reads a plain XML profile.
    ///
    /// Throws: `RecordFault` with what it is instead.
    init(_ bytes: [UInt8]) throws(RecordFault) {
        if bytes.first == 0x30 || bytes.starts(with: "-----BEGIN".utf8) {
            throw RecordFault(
                "a CMS-signed profile is read by a later version; "
                    + "take the signature off: openssl smime -verify -noverify -inform DER -in FILE")
        }
        guard !bytes.starts(with: "bplist".utf8) else {
            throw RecordFault(
                "a binary property list is read by a later version; convert it: plutil -convert xml1 FILE")
        }
        var events = PropertyListEvents(bytes)
        while let event = try events.next() { try take(event) }
        guard isDictionary, open.isEmpty else {
            throw RecordFault("no XML property list: expected one dictionary, closed")
        }
    }

    /// What the profile says, as a fact.
    func facts(citing citation: Citation) -> ConfigurationProfile {
        var profile = ConfigurationProfile(
            identifier: identifier, displayName: displayName, payloadTypes: payloadTypes,
            supervisionFingerprints: fingerprints, isSupervised: isSupervised, citation: citation)
        profile.pushTopics = pushTopics
        return profile
    }

    private mutating func take(_ event: PropertyListEvents.Event) throws(RecordFault) {
        switch event {
        case .openDictionary, .openArray:
            if open.isEmpty { isDictionary = event == .openDictionary }
            open.append(event == .openDictionary ? "" : nil)
            guard open.count <= Self.maximumDepth else {
                throw RecordFault("property list nested more than \(Self.maximumDepth) levels deep")
            }
        case .closeDictionary, .closeArray:
            guard let closed = open.popLast(), (closed != nil) == (event == .closeDictionary) else {
                throw RecordFault("no XML property list: elements are not nested")
            }
        case .key(let key):
            guard open.last != nil else {
                throw RecordFault("no XML property list: a key outside of a dictionary")
            }
            open[open.count - 1] = key
        case .text(let text): take(text)
        case .data(let hex):
            if key == "SupervisionIdentityFingerprint", let print = Fingerprint(hex) {
                fingerprints.append(print)
            }
        case .flag(let flag): if key == "IsSupervised" { isSupervised = flag }
        case .other: break
        }
    }

    /// The key that the next value belongs to.
    private var key: String? { open.last.flatMap { $0 } }

    private mutating func take(_ text: String) {
        switch key {
        case "PayloadType": payloadTypes.append(text)
        case "SupervisionIdentityFingerprint":
            if let print = Fingerprint(text) { fingerprints.append(print) }
        // Other payloads have a key of this name too: an MDM topic tells itself by its prefix.
        case "Topic" where text.hasPrefix("com.apple.mgmt."): pushTopics.append(text)
        case "PayloadIdentifier" where open.count == 1: identifier = text
        case "PayloadDisplayName" where open.count == 1: displayName = text
        default: break
        }
    }
}
