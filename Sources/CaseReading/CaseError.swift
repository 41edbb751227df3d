/// A reason why a whole case cannot be judged; everything less is an `EvidenceProblem`.
package struct CaseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What the failure means to whoever started the run.
    ///
    /// Source: exit codes of sysexits.h.
    package enum ExitClass: Int32, Sendable, Hashable {
        /// The case itself, or all of its evidence, is unreadable, altered or absent.
        case unreadable = 65
        /// A case file says something that no version understands, or asks for what it may not have.
        case configuration = 78
    }

    package let exitClass: ExitClass
    /// The file that the words are about, as a person would name it.
    package let file: String
    /// The line, from 1.
    package let line: Int?
    /// What is wrong and what was expected, without secrets.
    package let reason: String

    package init(_ exitClass: ExitClass, file: String, line: Int? = nil, _ reason: String) {
        self.exitClass = exitClass
        self.file = file
        self.line = line
        self.reason = reason
    }

    package var description: String {
        line.map { "\(file):\($0): \(reason)" } ?? "\(file): \(reason)"
    }
}
