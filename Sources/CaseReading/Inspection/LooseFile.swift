package import AccessLogs
package import Casework
import OpenFormats

/// One file without a case: what it seems to be by its content, and the reading of it.
package struct LooseFile: Sendable {
    /// What came of reading it to its end.
    package struct Outcome: Sendable, Hashable {
        /// Lower-case hex of the file as it lies there.
        package let sha256: String
        /// After inflation.
        package let bytes: Int
        /// What ended the reading early; the bytes before it count.
        package let fault: String?
    }

    /// As much as the recognition of a case looks at.
    private static let headBytes = 64 << 10

    /// As it was named.
    package let path: String
    /// What it seems to be; nil for what no rule knows.
    package let kind: EvidenceKind?
    /// The dialect of a device list, where its content tells.
    package let dialect: String?
    /// Whether it is a table: text whose first line has columns, or a name that ends so.
    package let isTable: Bool
    private let limits: ReadingLimits

    /// Looks at the first bytes of a file.
    ///
    /// Throws: `CaseError` where it cannot be opened, or holds nothing.
    package init(path: String, limits: ReadingLimits = ReadingLimits()) throws(CaseError) {
        self.path = path
        self.limits = limits
        let head: [UInt8]
        do throws(FileFault) {
            head = try EvidenceStream(limits: limits).head(of: path, bytes: Self.headBytes)
        } catch {
            throw CaseError(.unreadable, file: path, "\(error)")
        }
        guard !head.isEmpty else { throw CaseError(.unreadable, file: path, "the file is empty") }
        let entry = Recognition.entry(path, head)
        (kind, dialect) = (entry?.kind, entry?.dialect)
        let isText =
            !head.prefix(512).contains(0) || head.starts(with: [0xFF, 0xFE])
            || head.starts(with: [0xFE, 0xFF])
        let name = path.lowercased()
        let isNamed = [".csv", ".tsv", ".csv.gz"].contains { name.hasSuffix($0) }
        isTable =
            isText && ListForm.isJSON(head.span) == false
            && (entry?.kind == .devices || entry == nil && isNamed)
    }

    /// Reads the file once, from its start to its end.
    ///
    /// Throws: `CaseError` where it cannot be opened.
    package func read(_ deliver: (Span<UInt8>) -> Void) throws(CaseError) -> Outcome {
        do throws(FileFault) {
            let outcome = try EvidenceStream(limits: limits).read(path, into: deliver)
            return Outcome(sha256: outcome.sha256, bytes: outcome.inflatedBytes, fault: outcome.fault)
        } catch {
            throw CaseError(.unreadable, file: path, "\(error)")
        }
    }

    /// Counts the requests of an access log.
    package func accessLog(_ policy: AccessLogPolicy) throws(CaseError) -> (
        tally: AccessTally, outcome: Outcome
    ) {
        var reader = AccessLogReader(policy: policy)
        let outcome = try read { reader.read($0) }
        reader.finish()
        return (reader.tally, outcome)
    }
}
