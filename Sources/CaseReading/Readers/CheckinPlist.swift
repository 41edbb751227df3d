import Casework

/// A device's message to the check-in endpoint: an XML property list.
///
/// Source: Apple's MDM protocol, check-in messages; AE 5.5.
struct CheckinPlist {
    let kind: CheckinMessage
    private(set) var udid: String?
    private(set) var serial: String?
    private(set) var topic: String?
    private(set) var awaitsConfiguration: Bool?

    /// The largest message that is looked into: a `TokenUpdate` with its unlock token stays below it.
    private static let maximumBytes = 64 << 10

    /// Reads the message of a kind; what cannot be read is only not known.
    init(kind: CheckinMessage, base64: String?) {
        self.kind = kind
        guard kind != .other, let base64, base64.utf8.count <= Self.maximumBytes * 4 / 3,
            let bytes = Base64.bytes(base64)
        else { return }
        _ = read(bytes)
    }

    /// Reads a message that names its kind itself; `nil` for anything else.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.maximumBytes else { return nil }
        var reader = Self(kind: .other, base64: nil)
        guard let name = reader.read(bytes) else { return nil }
        self.init(kind: CheckinMessage(name: name), base64: nil)
        (udid, serial, topic) = (reader.udid, reader.serial, reader.topic)
        awaitsConfiguration = reader.awaitsConfiguration
    }

    /// Takes the members of the outermost dictionary and returns its `MessageType`.
    private mutating func read(_ bytes: [UInt8]) -> String? {
        var events = PropertyListEvents(bytes)
        var depth = 0
        var key = ""
        var name: String?
        while let event = (try? events.next()).flatMap(\.self) {
            switch event {
            case .openDictionary, .openArray: depth += 1
            case .closeDictionary, .closeArray: depth -= 1
            case .key(let next): if depth == 1 { key = next }
            case .text(let text):
                if depth == 1, key == "MessageType" { name = text }
                if depth == 1 { take(text, key) }
            case .flag(let flag):
                if depth == 1, key == "AwaitingConfiguration" { awaitsConfiguration = flag }
            case .data, .other: break
            }
        }
        return name
    }

    private mutating func take(_ text: String, _ key: String) {
        switch key {
        case "UDID": udid = text
        case "EnrollmentID": udid = udid ?? text
        case "SerialNumber": serial = text
        case "Topic": topic = text
        default: break
        }
    }
}
