@testable import DeviceTriangulation

extension RecordShape {
    /// A record that says everything under short names, whatever the dialects can say.
    static let plain = RecordShape(
        "plain",
        [
            PathRule("serial", .serial), PathRule("udid", .udid), PathRule("status", .word(.status)),
            PathRule("ade", .word(.adeStatus)), PathRule("op", .word(.operation)),
            PathRule("migration", .word(.migration)), PathRule("deadline", .time(.migrationDeadline)),
            PathRule("profile", .name(.profileID)), PathRule("server", .name(.server)),
            PathRule("model", .name(.model)), PathRule("os", .name(.os)), PathRule("site", .name(.site)),
            PathRule("by", .name(.assignedBy)), PathRule("enrolled", .flag(.enrolled)),
            PathRule("replaced", .flag(.replaced)), PathRule("awaiting", .flag(.awaitingConfiguration)),
            PathRule("incomplete", .flag(.checkinIncomplete)), PathRule("released", .flag(.released)),
            PathRule("modified", .time(.modifiedAt)), PathRule("assigned", .time(.assignedAt)),
            PathRule("pushed", .time(.pushedAt)), PathRule("enrolledAt", .time(.enrolledAt)),
            PathRule("contact", .time(.contactAt)), PathRule("at", .time(.observedAt)),
        ])

    /// The same as a feed, whose newest event stands.
    static let feed = RecordShape("plain feed", newestWins: true, plain.rules)
}

extension SourceLedger {
    /// A ledger of plain records; their serials are given apart, their other fields as JSON.
    init(
        _ role: SourceRole, file: UInt16 = 0, shape: RecordShape = .plain,
        plain records: KeyValuePairs<String, String>
    ) {
        self.init(role: role, shape: shape)
        for (index, record) in records.enumerated() {
            let fields = record.value.isEmpty ? "" : "," + record.value
            let text = "{\"serial\":\"\(record.key)\"\(fields)}"
            try? append(record: Array(text.utf8), file: file, number: UInt32(index + 1))
        }
    }
}

/// A time of the day of the tests, as JSON text: `time("11:00")`.
func time(_ clock: String, day: Int = 17) -> String {
    let seconds = clock.split(separator: ":").count == 2 ? ":00" : ""
    return "\"2026-04-\(day < 10 ? "0" : "")\(day)T\(clock)\(seconds)Z\""
}

let minute: Int64 = 60_000_000
let hour = 60 * minute
let day = 24 * hour
