internal import OpenFormats

extension KeyTree {
    /// What is done with the value of a key.
    enum Action: UInt8, Sendable {
        /// Nobody asked for it; the key is counted.
        case count
        /// The key alone says something.
        case mark
        /// Only what is inside the object counts.
        case enter
        case serial, udid, word, name, time, flag
        /// A word or name that is read in a way of its own.
        case particular
        /// Read the general way only.
        case general
    }

    /// An entry as the reader of usual records needs it: small, and all of it in one place.
    struct Step: Sendable {
        /// What stands before the value where the key comes first in its object.
        var opening = KeyLiterals.Place()
        /// What stands before the value where it does not.
        var following = KeyLiterals.Place()
        var successor = Int32(truncatingIfNeeded: KeyTree.none)
        var child = Int32(truncatingIfNeeded: KeyTree.none)
        /// The key's bit among those of its object; zero beyond the 64th.
        var bit: UInt64 = 0
        var action = Action.count
        /// The raw value of the field.
        var field: UInt8 = 0

        init(_ entry: Entry) { take(entry) }

        mutating func take(_ entry: Entry) {
            child = Int32(truncatingIfNeeded: entry.child)
            bit = entry.place < 64 ? 1 << UInt64(entry.place) : 0
            let isPlain = entry.reading == .plain
            switch entry.field {
            case nil: action = entry.child == KeyTree.none ? .count : .enter
            case .serial?: action = .serial
            case .udid?: action = .udid
            case .word(let word)?: set(isPlain ? .word : .particular, word.rawValue)
            case .name(let name)?: set(isPlain ? .name : .particular, name.rawValue)
            case .time(let time)?:
                set(isPlain || entry.reading == .proof ? .time : .general, time.rawValue)
            case .flag(let flag)?:
                let isUsual = isPlain || entry.reading == .denial || entry.reading == .presence
                set(isUsual ? .flag : .general, flag.rawValue)
            case .clockOffset?: action = .general
            case .mark?: action = .mark
            }
        }

        private mutating func set(_ action: Action, _ field: Int) {
            self.action = action
            self.field = UInt8(truncatingIfNeeded: field)
        }
    }
}

/// The bytes before values, such as `,"serialNumber":`, white space and all.
struct KeyLiterals: Sendable {
    /// The longest that is learned.
    static let maximumBytes = 160
    /// The room for all; a source that changes its white space in each record is read the general way.
    static let maximumRoom = 1 << 18
    /// Bytes after the last one, so that eight can be loaded at once anywhere.
    private static let padding = 8

    struct Place: Sendable {
        var start: UInt32 = 0
        /// Zero where nothing was learned.
        var count: UInt32 = 0
    }

    private var bytes = [UInt8](repeating: 0, count: Self.padding)

    mutating func learn(_ source: Span<UInt8>, _ range: Range<Int>, into place: inout Place) {
        guard range.count > 0, range.count <= Self.maximumBytes, range.upperBound <= source.count else {
            return
        }
        if Int(place.count) == range.count,
            ByteHash.equal(source, range, bytes.span, Int(place.start))
        {
            return
        }
        guard bytes.count + range.count <= Self.maximumRoom else { return }
        place = Place(start: UInt32(bytes.count - Self.padding), count: UInt32(range.count))
        bytes.removeLast(Self.padding)
        bytes.append(contentsOf: source.array(range))
        bytes.append(contentsOf: repeatElement(0, count: Self.padding))
    }

    /// Where the value begins if the bytes at an offset are what was learned; -1 if not.
    @inline(__always)
    func end(of place: Place, in source: RawSpan, at offset: Int) -> Int {
        let count = Int(place.count)
        // Eight bytes are loaded at once, also the last ones.
        guard count > 0, offset &+ count &+ Self.padding <= source.byteCount else { return -1 }
        let own = unsafe bytes.span.bytes
        let start = Int(place.start)
        var index = 0
        while index &+ 8 <= count {
            guard
                ByteWords.load(own, at: start &+ index) == ByteWords.load(source, at: offset &+ index)
            else { return -1 }
            index &+= 8
        }
        let rest = count &- index
        guard rest > 0 else { return offset &+ count }
        let difference = ByteWords.load(own, at: start &+ index) ^ ByteWords.load(source, at: offset &+ index)
        return difference << UInt64(64 &- 8 &* rest) == 0 ? offset &+ count : -1
    }
}
