import Casework

/// Reads one file of one kind from the chunks of its inflated bytes.
///
/// What it finds is held back until the file's digest is known: altered evidence must not reach a verdict.
protocol EvidenceReader {
    mutating func read(_ chunk: Span<UInt8>)
    mutating func finish()
    /// What is wrong with single records.
    var problems: RecordProblems { get }
    /// How many records were read.
    var records: Int { get }
    /// Why nothing of the file can be used, for kinds that are one document.
    var fault: String? { get }
    /// Hands over what the file holds.
    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft)
}

extension EvidenceReader {
    var fault: String? { nil }
}

/// A reason why one record does not count.
struct RecordFault: Error, Hashable {
    let reason: String
    /// Whether another part of the record counts.
    let isPartial: Bool

    init(_ reason: String, isPartial: Bool = false) {
        (self.reason, self.isPartial) = (reason, isPartial)
    }
}

/// The records of one file that do not count, the same reasons together.
struct RecordProblems {
    /// How many places are named of one reason; the count is exact.
    private static let namedPlaces = 5
    /// How many reasons are told apart in one file.
    private static let toldReasons = 50

    private struct Group {
        let reason: String
        var places: [String] = []
        var count = 0
    }

    private var groups: [Group] = []
    private var indexes: [String: Int] = [:]
    private(set) var count = 0

    /// Notes a record; `detail` is told of the first one only.
    mutating func add(_ reason: String, at place: String, detail: String? = nil) {
        count += 1
        let told = groups.count < Self.toldReasons || indexes[reason] != nil ? reason : "other reasons"
        let index = indexes[told] ?? groups.count
        if index == groups.count {
            groups.append(Group(reason: detail.map { "\(told) (\($0))" } ?? told))
            indexes[told] = index
        }
        groups[index].count += 1
        if groups[index].places.count < Self.namedPlaces { groups[index].places.append(place) }
    }

    /// Notes records that were counted already, with the places of the first of them.
    mutating func add(_ reason: String, count: Int, at places: [String]) {
        let index = groups.count
        groups.append(Group(reason: reason, places: Array(places.prefix(Self.namedPlaces)), count: count))
        indexes[reason] = index
        self.count += count
    }

    func list(in source: SourceFile) -> [EvidenceProblem] {
        groups.map { group in
            let others = group.places.dropFirst().joined(separator: ", ")
            let more = group.count > group.places.count ? " and \(group.count - group.places.count) more" : ""
            return EvidenceProblem(
                .unreadableRecord, source.citation(group.places.first),
                others.isEmpty ? group.reason : "\(group.reason); also \(others)\(more)", count: group.count)
        }
    }
}

/// A fact that waits for its citation, because the digest of its file is known only at the end of the file.
struct Uncited<Fact> {
    let locator: String?
    var excerpt: String?
    var at: Instant?
    let make: (Citation) -> Fact

    func cited(in source: SourceFile) -> Fact {
        make(source.citation(locator, excerpt: excerpt, at: at))
    }
}
