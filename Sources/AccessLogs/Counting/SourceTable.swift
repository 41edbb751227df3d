internal import Casework
internal import OpenFormats

/// Where requests came from: whether the address was expected, and the networks with their requests.
///
/// Complexity: O(ranges) for a request, no allocation.
struct SourceTable {
    /// A place of the table; the key is never zero where it is taken.
    private struct Cell {
        var key: UInt64 = 0
        var requests = 0
    }

    /// The most addresses that are looked at of a list: what proxies wrote stands at its end.
    private static let listedAddresses = 16

    private let ranges: [PackedRange]
    private let privateRanges: [PackedRange]
    private let limit: Int
    private var waiting = [(key: UInt64, line: Int)](repeating: (0, 0), count: 128)
    private var waitingCount = 0
    /// Keeps what `settle` touches from being left out.
    private var touched: UInt64 = 0
    // Open addressing, at most half full; what a known network needs lies together.
    private var cells = [Cell](repeating: Cell(), count: 256)
    private var firstLines = [UInt32](repeating: 0, count: 256)
    /// How many networks there are.
    private(set) var count = 0
    /// Whether there were more networks than are told apart.
    private(set) var isFull = false

    init(ranges: [AddressRange], limit: Int) {
        self.ranges = ranges.map(PackedRange.init)
        privateRanges = AddressRange.privateNetworks.map(PackedRange.init)
        self.limit = max(0, limit)
    }

    /// Counts a request and tells where it came from.
    @inline(__always)
    mutating func origin(_ bytes: Span<UInt8>, _ range: Range<Int>, line: Int) -> AccessTally.Origin {
        guard let address = PackedAddress(bytes, range) ?? listed(bytes, range) else { return .untold }
        note(address.network, line)
        if ranges.contains(where: { $0.contains(address) }) { return .expected }
        return isPrivate(address) ? .privateNetwork : .elsewhere
    }

    @inline(__always)
    private func isPrivate(_ address: PackedAddress) -> Bool {
        privateRanges.contains { $0.contains(address) }
    }

    /// Of a list the last public address, else the last one: what stands before it is the client's claim.
    private func listed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> PackedAddress? {
        var end = range.upperBound
        var last: PackedAddress?
        for _ in 0..<Self.listedAddresses where end > range.lowerBound {
            var start = end
            while start > range.lowerBound, bytes[start - 1] != 0x2C { start -= 1 }
            var place = start..<end
            while !place.isEmpty, bytes[place.lowerBound] == 0x20 { place = place.lowerBound + 1..<end }
            while !place.isEmpty, bytes[place.upperBound - 1] == 0x20 {
                place = place.lowerBound..<place.upperBound - 1
            }
            if let address = PackedAddress(bytes, place) {
                if !isPrivate(address) { return address }
                last = last ?? address
            }
            end = start - 1
        }
        return last
    }

    @inline(__always)
    private mutating func note(_ key: UInt64, _ line: Int) {
        waiting[waitingCount] = (key, line)
        waitingCount &+= 1
        if waitingCount == waiting.count { settle() }
    }

    /// Counts the networks that wait.
    ///
    /// The table is larger than a cache. Touched one after another first, its lines come from memory side by side.
    mutating func settle() {
        let mask = cells.count &- 1
        for index in 0..<waitingCount { touched ^= cells[Self.place(waiting[index].key) & mask].key }
        for index in 0..<waitingCount { count(waiting[index].key, waiting[index].line) }
        waitingCount = 0
    }

    @inline(__always)
    private mutating func count(_ key: UInt64, _ line: Int) {
        let mask = cells.count &- 1
        var place = Self.place(key) & mask
        while true {
            if cells[place].key == key {
                cells[place].requests &+= 1
                return
            }
            if cells[place].key == 0 { return add(key, place, line) }
            place = (place &+ 1) & mask
        }
    }

    private mutating func add(_ key: UInt64, _ place: Int, _ line: Int) {
        guard count < limit else {
            isFull = true
            return
        }
        count += 1
        cells[place] = Cell(key: key, requests: 1)
        firstLines[place] = UInt32(clamping: line)
        guard count * 2 > cells.count else { return }
        let (old, lines) = (cells, firstLines)
        cells = [Cell](repeating: Cell(), count: old.count * 2)
        firstLines = [UInt32](repeating: 0, count: old.count * 2)
        let mask = cells.count - 1
        for (index, cell) in old.enumerated() where cell.key != 0 {
            var place = Self.place(cell.key) & mask
            while cells[place].key != 0 { place = (place + 1) & mask }
            cells[place] = cell
            firstLines[place] = lines[index]
        }
    }

    @inline(__always)
    private static func place(_ key: UInt64) -> Int {
        let product = key.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return Int(truncatingIfNeeded: (product.high ^ product.low) >> 16)
    }

    /// The networks with the most requests.
    func networks(limit: Int) -> [AccessTally.Network] {
        let order = cells.indices.filter { cells[$0].key != 0 }.sorted {
            let (one, other) = (cells[$0], cells[$1])
            return one.requests != other.requests ? one.requests > other.requests : one.key < other.key
        }
        return order.prefix(max(0, limit)).map {
            AccessTally.Network(
                range: Self.text(cells[$0].key), requests: cells[$0].requests, firstLine: Int(firstLines[$0]))
        }
    }

    private static func text(_ key: UInt64) -> String {
        if key >> 63 == 0 {
            return [16, 8, 0].map { String(key >> UInt64($0) & 0xFF) }.joined(separator: ".") + ".0/24"
        }
        return [32, 16, 0].map { String(key >> UInt64($0) & 0xFFFF, radix: 16) }.joined(separator: ":")
            + "::/48"
    }
}
