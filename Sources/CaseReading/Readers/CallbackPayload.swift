import Casework
import OpenFormats

/// What the payload of a delivery says, in the field guide's form or in NanoMDM's.
///
/// Source: FG-6.1; AE 5.5.
struct CallbackPayload {
    private(set) var session: String?
    private(set) var udid: String?
    private(set) var serial: String?
    /// NanoMDM's `event_id`.
    private(set) var event: String?
    /// The device's message that NanoMDM passes on.
    private(set) var message: CheckinPlist?
    var needsSession: Bool { !isNanoMDM }

    private var topic: String?
    private var isNanoMDM = false
    /// Names of the device outside of a `device` object.
    private var outer = DeviceKeys()

    /// The names under which payloads give a device.
    private struct DeviceKeys {
        var udid: String?
        var deviceUDID: String?
        var serials: [String?] = [nil, nil, nil]

        static let serialNames = ["serialNumber", "deviceSerialNumber", "serial"]

        /// Whether the key was one of them.
        mutating func take(
            _ key: String, _ scanner: inout JSONScanner, _ bytes: Span<UInt8>
        ) throws -> Bool {
            switch key {
            case "udid": udid = try scanner.looseText(in: bytes)
            case "deviceUdid": deviceUDID = try scanner.looseText(in: bytes)
            default:
                guard let place = Self.serialNames.firstIndex(of: key) else { return false }
                serials[place] = try scanner.looseText(in: bytes)
            }
            return true
        }

        var serial: String? { serials.lazy.compactMap(\.self).first }
    }

    init() {}

    /// Reads a payload.
    ///
    /// Throws: `JSONError` for what is no JSON; a delivery counts all the same.
    init(scanning bytes: Span<UInt8>) throws {
        var scanner = JSONScanner()
        scanner.skipByteOrderMark(in: bytes)
        guard try scanner.kind(in: bytes) == .object else { return }
        var inner: DeviceKeys?
        var eventKeys = EventKeys()
        try scanner.beginObject(in: bytes)
        while let key = try scanner.nextKey(in: bytes) {
            switch JSONScanner.text(key, in: bytes) {
            case "topic": topic = try scanner.looseText(in: bytes)
            case "event_id": event = try scanner.looseText(in: bytes)
            case "enrollmentSessionId": session = try scanner.looseText(in: bytes)
            case "checkin_event", "acknowledge_event": try eventKeys.take(&scanner, bytes)
            case "device": inner = try Self.device(&scanner, bytes)
            case let name: if try !outer.take(name, &scanner, bytes) { try scanner.skip(in: bytes) }
            }
        }
        try scanner.finish(in: bytes)
        settle(inner, eventKeys)
    }

    private mutating func settle(_ inner: DeviceKeys?, _ event: EventKeys) {
        if event.isThere, let topic {
            isNanoMDM = true
            session = nil
            let kind = CheckinMessage(name: topic)
            message = CheckinPlist(kind: kind, base64: event.raw)
            udid = event.udid ?? event.enrollment ?? message?.udid
            serial = message?.serial
            return
        }
        self.event = nil
        let device = inner ?? outer
        udid = device.udid ?? device.deviceUDID ?? outer.deviceUDID
        serial = device.serial
    }

    private static func device(_ scanner: inout JSONScanner, _ bytes: Span<UInt8>) throws -> DeviceKeys? {
        guard try scanner.kind(in: bytes) == .object else {
            try scanner.skip(in: bytes)
            return nil
        }
        var keys = DeviceKeys()
        try scanner.beginObject(in: bytes)
        while let key = try scanner.nextKey(in: bytes) {
            let name = JSONScanner.text(key, in: bytes)
            if try !keys.take(name, &scanner, bytes) { try scanner.skip(in: bytes) }
        }
        return keys
    }

    /// The members of NanoMDM's `checkin_event` and `acknowledge_event`.
    private struct EventKeys {
        var isThere = false
        var udid: String?
        var enrollment: String?
        var raw: String?

        mutating func take(_ scanner: inout JSONScanner, _ bytes: Span<UInt8>) throws {
            guard try scanner.kind(in: bytes) == .object else {
                try scanner.skip(in: bytes)
                return
            }
            isThere = true
            try scanner.beginObject(in: bytes)
            while let key = try scanner.nextKey(in: bytes) {
                switch JSONScanner.text(key, in: bytes) {
                case "udid": udid = try scanner.looseText(in: bytes)
                case "enrollment_id": enrollment = try scanner.looseText(in: bytes)
                case "raw_payload": raw = try scanner.looseText(in: bytes)
                default: try scanner.skip(in: bytes)
                }
            }
        }
    }
}
