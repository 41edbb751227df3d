import Casework

/// Webhook deliveries as columns, in the order of the source.
///
/// Reads like an array of `CallbackDelivery`; an element is made when it is asked for.
/// Memory: about 50 bytes a delivery and the text of its session.
package struct CallbackDeliveries: Sendable, Hashable {
    private var times: [Int64] = []
    private var lines: [UInt32] = []
    private var marks: [UInt64] = []
    private var devices: [Int32] = []
    private var addresses: [UInt32] = []
    private var paths: [UInt16] = []
    private var topics: [UInt16] = []
    private var statuses: [Int16] = []
    private var files: [UInt16] = []
    private var traits: [Traits] = []
    private var sessions = TextArena()
    private var callers = TextPool()
    private var words = TextPool()

    private static let untimed = Int64.min
    private static let unanswered = Int16.min

    package init() {}

    package init(_ deliveries: some Sequence<CallbackDelivery>) {
        for delivery in deliveries { append(delivery) }
    }

    package mutating func append(_ delivery: CallbackDelivery) {
        times.append(delivery.receivedAt?.microseconds ?? Self.untimed)
        lines.append(UInt32(clamping: delivery.line))
        marks.append(delivery.mark ?? 0)
        devices.append(delivery.device.map { Int32(clamping: $0) } ?? -1)
        addresses.append(callers.place(of: delivery.remoteAddress))
        paths.append(words.shortPlace(of: delivery.path))
        topics.append(words.shortPlace(of: delivery.topic))
        statuses.append(delivery.status.map { Int16(clamping: $0) } ?? Self.unanswered)
        files.append(UInt16(clamping: delivery.file))
        traits.append(Traits(delivery))
        sessions.append(delivery.session)
    }

    /// Takes the deliveries of another file.
    package mutating func append(contentsOf others: Self) {
        guard !isEmpty else {
            self = others
            return
        }
        for delivery in others { append(delivery) }
    }

    /// Puts devices in the place of those that the deliveries were read with.
    package mutating func assignDevices(_ ordinal: (_ row: Int) -> Int?) {
        for row in devices.indices { devices[row] = ordinal(row).map { Int32(clamping: $0) } ?? -1 }
    }
}

extension CallbackDeliveries: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { times.count }

    package subscript(row: Int) -> CallbackDelivery {
        CallbackDelivery(
            receivedAt: times[row] == Self.untimed ? nil : Instant(microseconds: times[row]),
            remoteAddress: callers[addresses[row]], path: words[UInt32(paths[row])],
            status: statuses[row] == Self.unanswered ? nil : Int(statuses[row]), session: sessions[row],
            device: devices[row] < 0 ? nil : Int(devices[row]), needsSession: traits[row].needsSession,
            signature: traits[row].signature, checkin: traits[row].checkin, topic: words[UInt32(topics[row])],
            awaitsConfiguration: traits[row].awaits, mark: marks[row] == 0 ? nil : marks[row],
            file: Int(files[row]), line: Int(lines[row]))
    }
}

extension CallbackDeliveries: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: CallbackDelivery...) { self.init(elements) }
}

/// The traits of a delivery that have few values, in sixteen bits.
private struct Traits: Sendable, Hashable {
    private let bits: UInt16

    init(_ delivery: CallbackDelivery) {
        var bits: UInt16 = delivery.needsSession ? 1 : 0
        bits |= UInt16(delivery.signature.rawValue) << 1
        bits |= (delivery.checkin.map { UInt16($0.rawValue) + 1 } ?? 0) << 4
        bits |= (delivery.awaitsConfiguration.map { $0 ? 2 : 1 } ?? 0) << 8
        self.bits = bits
    }

    var needsSession: Bool { bits & 1 == 1 }

    var signature: CallbackDelivery.SignatureCheck {
        CallbackDelivery.SignatureCheck(rawValue: UInt8(bits >> 1 & 7)) ?? .unsigned
    }

    var checkin: CheckinMessage? {
        let value = UInt8(bits >> 4 & 15)
        return value == 0 ? nil : CheckinMessage(rawValue: value - 1)
    }

    var awaits: Bool? {
        switch bits >> 8 & 3 {
        case 1: false
        case 2: true
        default: nil
        }
    }
}
