internal import OpenFormats

extension DeviceDialect {
    /// As deep as the paths of records are looked at: the deepest rule has four keys.
    private static let lookedDepth = 4
    /// The most paths that are looked at of one record.
    private static let lookedPaths = 4096

    /// The kind of record whose paths a record holds best; nil where none has its serial or UDID in it.
    ///
    /// The score is the number of the shape's paths, documented ones included, that the record holds; a shape
    /// is asked only where the record holds one of its telling paths. Of equal scores the earlier shape
    /// wins, and dialects stand with the most particular first. `dialect` narrows the choice to one, of which
    /// then also a shape without a telling path may be meant. A record that only wraps others is what the
    /// first of those is.
    package static func recognise(_ record: Span<UInt8>, dialect: DeviceDialect? = nil) -> RecordShape? {
        guard let value = try? JSONValue(parsing: record, limits: .record), value.object != nil else {
            return nil
        }
        if let shape = recognise(value, dialect) { return shape }
        guard let inner = WrappedRecords.unwrap(record)?.first,
            let first = try? JSONValue(parsing: inner.span, limits: .record)
        else { return nil }
        return recognise(first, dialect)
    }

    private static func recognise(_ value: JSONValue, _ dialect: DeviceDialect?) -> RecordShape? {
        var paths: Set<String> = []
        collect(value, "", 1, &paths)
        func holds(_ telling: String) -> Bool {
            telling.split(separator: "&").allSatisfy { part in
                let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
                guard sides.count == 2 else { return paths.contains(String(part)) }
                return value[path: sides[0]]?.string == sides[1]
            }
        }
        let shapes = (dialect?.shapes ?? all.flatMap(\.shapes)).filter { dialect != nil || $0.form == .any }
        let told = shapes.filter { $0.telling.isEmpty || $0.telling.contains(where: holds) }
        return best(told, paths) ?? (dialect == nil ? nil : best(shapes, paths))
    }

    private static func collect(
        _ value: JSONValue, _ prefix: String, _ depth: Int, _ paths: inout Set<String>
    ) {
        guard let object = value.object else { return }
        for member in object.members where paths.count < lookedPaths {
            let path = prefix + member.key
            paths.insert(path)
            if depth < lookedDepth { collect(member.value, path + ".", depth + 1, &paths) }
        }
    }

    private static func best(_ shapes: [RecordShape], _ paths: Set<String>) -> RecordShape? {
        var best: (shape: RecordShape, score: Int)?
        for shape in shapes {
            let held = shape.rules.filter { paths.contains($0.path) }
            guard held.contains(where: { $0.field == .serial || $0.field == .udid }) else { continue }
            let score = held.count + shape.known.count { paths.contains($0) }
            if score > best?.score ?? 0 { best = (shape, score) }
        }
        return best?.shape
    }

    /// The kind of record whose columns a CSV header names best.
    ///
    /// The score is the number of columns that a shape knows, by their names or by the last key of its paths.
    package static func recognise(header: [String], dialect: DeviceDialect? = nil) -> RecordShape? {
        let columns = Set(header.map(CSVRow.normalised)).subtracting([""])
        let shapes = dialect?.shapes ?? all.flatMap(\.shapes)
        let told = shapes.filter { shape in
            shape.telling.isEmpty || shape.telling.contains { columns.contains(CSVRow.normalised($0)) }
        }
        return best(told, columns: columns) ?? (dialect == nil ? nil : best(shapes, columns: columns))
    }

    private static func best(_ shapes: [RecordShape], columns: Set<String>) -> RecordShape? {
        var best: (shape: RecordShape, score: Int)?
        for shape in shapes {
            let identities = shape.rules.filter { $0.field == .serial || $0.field == .udid }
            guard identities.contains(where: { columns.contains(name(of: $0.path)) }) else { continue }
            let names = Set(
                (shape.rules.map(\.path) + shape.known).flatMap { [name(of: $0), CSVRow.normalised($0)] })
            let score = columns.count { names.contains($0) }
            if score > best?.score ?? 0 { best = (shape, score) }
        }
        return best?.shape
    }

    /// The last key of a path as a column would be called.
    private static func name(of path: String) -> String {
        CSVRow.normalised(String(path.split(separator: ".").last ?? ""))
    }
}
