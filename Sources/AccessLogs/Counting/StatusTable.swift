/// Counts of statuses for rows that come one by one: endpoints, hours, origins.
///
/// Shape: row after row, one cell a status; statuses have their places from a `StatusPlaces` that the tables of one
/// log share.
struct StatusTable {
    private struct Cell {
        var count = 0
        var firstLine: UInt32 = 0
    }

    private(set) var rows = 0
    private var width: Int
    private var cells: [Cell] = []

    init(width: Int) { self.width = width }

    mutating func addRow() {
        rows += 1
        cells.append(contentsOf: repeatElement(Cell(), count: width))
    }

    @inline(__always)
    mutating func count(row: Int, place: Int, line: Int) {
        let index = row &* width &+ place
        if cells[index].count == 0 { cells[index].firstLine = UInt32(clamping: line) }
        cells[index].count &+= 1
    }

    /// Makes room for more statuses.
    mutating func widen(to wider: Int) {
        guard wider > width else { return }
        var moved: [Cell] = []
        moved.reserveCapacity(rows * wider)
        for row in 0..<rows {
            moved.append(contentsOf: cells[(row * width)..<(row * width + width)])
            moved.append(contentsOf: repeatElement(Cell(), count: wider - width))
        }
        cells = moved
        width = wider
    }

    /// The counts of one row, in rising status.
    func answers(_ row: Int, _ places: StatusPlaces) -> [AccessTally.Answer] {
        guard row >= 0, row < rows else { return [] }
        return places.statuses.indices
            .compactMap { place in
                let cell = cells[row * width + place]
                guard cell.count > 0 else { return nil }
                return AccessTally.Answer(
                    status: places.statuses[place], count: cell.count, firstLine: Int(cell.firstLine))
            }
            .sorted { $0.status < $1.status }
    }
}

/// The statuses of a log in the order in which they came, each with its place in the tables.
struct StatusPlaces {
    /// One more than the greatest status of three digits.
    static let limit = 1000

    private(set) var statuses: [Int] = []
    /// The width of the tables: a power of two, so that it grows seldom.
    private(set) var width = 16
    private var places = [UInt16](repeating: .max, count: StatusPlaces.limit)

    /// The place of a status; the flag says whether the tables must become wider first.
    @inline(__always)
    mutating func place(_ status: Int) -> (place: Int, isWider: Bool) {
        let known = places[status]
        return known == .max ? add(status) : (Int(known), false)
    }

    private mutating func add(_ status: Int) -> (place: Int, isWider: Bool) {
        places[status] = UInt16(clamping: statuses.count)
        statuses.append(status)
        guard statuses.count > width else { return (statuses.count - 1, false) }
        width *= 2
        return (statuses.count - 1, true)
    }
}
