internal import OpenFormats

extension DeviceDialect {
    /// The kind of record whose paths a record holds best; nil where none has its serial or UDID in it.
    ///
    /// The score is the number of the shape's paths that the record holds. Of equal scores the earlier shape
    /// wins, and dialects stand with the most particular first. `dialect` narrows the choice to one.
    package static func recognise(_ record: Span<UInt8>, dialect: DeviceDialect? = nil) -> RecordShape? {
        guard let value = try? JSONValue(parsing: record, limits: .record), value.object != nil else {
            return nil
        }
        return best(dialect: dialect) { value[path: $0] != nil }
    }

    /// The kind of record whose fields a CSV header names best.
    package static func recognise(header: [String], dialect: DeviceDialect? = nil) -> RecordShape? {
        let names = Set(header.map(CSVRow.normalised))
        return best(dialect: dialect) { names.contains(CSVRow.normalised($0)) }
    }

    private static func best(dialect: DeviceDialect?, holds: (String) -> Bool) -> RecordShape? {
        var best: (shape: RecordShape, score: Int)?
        for shape in dialect?.shapes ?? all.flatMap(\.shapes) {
            let held = shape.rules.filter { holds($0.path) }
            guard held.contains(where: { $0.field == .serial || $0.field == .udid }) else { continue }
            if held.count > best?.score ?? 0 { best = (shape, held.count) }
        }
        return best?.shape
    }
}
