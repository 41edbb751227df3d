package import AccessLogs
package import Casework

/// One access log of a web server before the MDM: what it answered, counted.
///
/// The expected origin is what lies in the case's callback ranges.
package struct AccessLog: Sendable, Hashable {
    package var tally: AccessTally
    /// The file; `citation(line:)` names a line of it.
    package var file: Citation

    package init(tally: AccessTally, file: Citation) {
        self.tally = tally
        self.file = file
    }

    /// Cites one line, such as the first one with a status of an endpoint.
    package func citation(line: Int, excerpt: String? = nil) -> Citation {
        Citation(
            file: file.file, locator: "line \(line)", sha256: file.sha256, excerpt: excerpt,
            observedAt: file.observedAt)
    }

    /// Cites the first line on which an endpoint was answered with a status.
    package func citation(of answer: AccessTally.Answer, at endpoint: AccessTally.Endpoint) -> Citation {
        let request = endpoint.method.isEmpty ? endpoint.path : "\(endpoint.method) \(endpoint.path)"
        return citation(line: answer.firstLine, excerpt: "\(request.prefix(160)) \(answer.status)")
    }
}
