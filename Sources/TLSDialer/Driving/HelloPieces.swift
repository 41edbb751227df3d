import TLSHandshake

/// The first flight in the pieces in which it is given to TCP.
struct HelloPieces {
    /// TLS records in the flight.
    let records: Int
    /// At least one; together they are the flight.
    let pieces: [[UInt8]]

    /// Cuts a flight.
    ///
    /// Records of which there is more than one are pieces of their own, because it is their coming apart in time
    /// that some boxes cannot bear. A single record is cut in two if two segments are wanted.
    init(_ flight: [UInt8], serverName: String?, segments: Int) {
        let ends = Self.recordEnds(flight)
        records = ends.count
        if ends.count > 1 {
            let starts = [0] + ends.dropLast()
            pieces = zip(starts, ends).map { Array(flight[$0..<$1]) }
        } else if segments > 1 {
            let place = HelloCut.place(in: flight, serverName: serverName)
            pieces = [Array(flight.prefix(place)), Array(flight.dropFirst(place))].filter { !$0.isEmpty }
        } else {
            pieces = [flight]
        }
    }

    /// Where each record ends; the last end is that of the flight.
    private static func recordEnds(_ flight: [UInt8]) -> [Int] {
        var ends: [Int] = []
        var start = 0
        while flight.count - start > 5 {
            let length = Int(flight[start + 3]) << 8 | Int(flight[start + 4])
            start = min(flight.count, start + 5 + length)
            ends.append(start)
        }
        if ends.last != flight.count { ends = ends.dropLast() + [flight.count] }
        return ends
    }
}
