import CaseReading
package import Casework

/// One call of the enrolment service, as a trace, a log or a page tells it.
package struct ADEServiceCall: Sendable, Hashable {
    package enum Result: Sendable, Hashable {
        case succeeded
        /// The service said why not.
        case refused(ADEServiceError)
        /// No answer, or one of the 5xx.
        case unanswered
    }

    /// What is asked for.
    package enum Endpoint: Sendable, Hashable {
        case session, devices, profile
        case other(String)
        /// A log line that does not tell.
        case unknown
    }

    package let at: Instant?
    package let endpoint: Endpoint
    package let result: Result
    package let citation: Citation

    package init(at: Instant?, endpoint: Endpoint, result: Result, citation: Citation) {
        self.at = at
        self.endpoint = endpoint
        self.result = result
        self.citation = citation
    }

    var error: ADEServiceError? { if case .refused(let error) = result { error } else { nil } }
}

extension ADEServiceCall {
    static let host = "mdmenrollment.apple.com"

    /// What Apple documents of the service.
    ///
    /// Source: AE 2.2.
    private static let paths: Set<String> = [
        "/session", "/account", "/server/devices", "/devices/sync", "/devices", "/devices/disown", "/profile",
        "/profile/devices", "/device/activationlock", "/device/replacementDetails",
        "/account-driven-enrollment/profile", "/os-beta-enrollment/tokens",
    ]

    /// `nil` for a call of another service.
    init?(_ exchange: HTTPExchange) {
        let isService =
            exchange.host == Self.host
            || exchange.requestHeaders.contains { $0.name == "x-server-protocol-version" }
        // The field guide has calls of its own on the same host, which prove nothing about a token.
        guard isService, Self.paths.contains(exchange.path) else { return nil }
        let endpoint = Endpoint(path: exchange.path)
        let result: Result
        if (200..<300).contains(exchange.status) {
            result = .succeeded
        } else if let error = ADEServiceError(
            status: exchange.status, body: exchange.responseBody ?? "", isSession: endpoint == .session)
        {
            result = .refused(error)
        } else if exchange.status == 0 || exchange.status >= 500 {
            result = .unanswered
        } else {
            // A status that no page explains, such as 405.
            return nil
        }
        self.init(at: exchange.at, endpoint: endpoint, result: result, citation: exchange.citation)
    }

    /// Reads a line of the MDM's own log; `nil` for a line that tells of no outcome.
    init?(_ line: MDMLogLine) {
        if let error = ADEServiceError(status: nil, body: line.text) {
            self.init(
                at: line.at, endpoint: Self.endpoint(of: error, line.text), result: .refused(error),
                citation: line.quoted)
            return
        }
        let text = line.text.lowercased()
        let isAuth = text.contains("dep auth error: 401")
        if isAuth, let error = ADEServiceError(status: 401, body: "", isSession: true) {
            self.init(at: line.at, endpoint: .session, result: .refused(error), citation: line.quoted)
        } else if Self.syncWords.contains(where: { text.contains($0) }) {
            if Self.failureWords.contains(where: { text.contains($0) }) {
                self.init(at: line.at, endpoint: .devices, result: .unanswered, citation: line.quoted)
            } else if Self.successWords.contains(where: { text.contains($0) }) {
                self.init(at: line.at, endpoint: .devices, result: .succeeded, citation: line.quoted)
            } else {
                return nil
            }
        } else {
            return nil
        }
    }

    /// A page that the service refused.
    init?(_ page: ADESyncPage) {
        guard case .refused(let body) = page.kind else {
            self.init(at: page.fetchedUntil, endpoint: .devices, result: .succeeded, citation: page.citation)
            return
        }
        guard let error = ADEServiceError(status: nil, body: body) else { return nil }
        self.init(
            at: page.fetchedUntil, endpoint: Self.endpoint(of: error, body), result: .refused(error),
            citation: page.citation)
    }

    /// How logs call a sync, what they call a failed and a finished one.
    private static let syncWords = [
        "dep sync", "ade sync", "syncing dep", "dep_sync", "depsync", "dep device sync",
        "device enrollment sync", "mdmenrollment.apple.com",
    ]
    private static let failureWords = [
        "fail", "error", "timed out", "timeout", "aborted", "could not", "unable", "refused",
    ]
    private static let successWords = ["completed", "finished", "succe", "done", "ended"]

    private static func endpoint(of error: ADEServiceError, _ text: String) -> Endpoint {
        switch error.kind {
        case .token, .clock: return .session
        case .cursor: return .devices
        case .profile: return .profile
        case .terms, .access, .session, .throttled, .request:
            return text.contains("/session") || text.contains("auth error") ? .session : .unknown
        }
    }
}

extension ADEServiceCall.Endpoint {
    init(path: String) {
        switch path {
        case "/session": self = .session
        case "/server/devices", "/devices/sync": self = .devices
        case "/profile": self = .profile
        default: self = .other(path)
        }
    }

    var name: String? {
        switch self {
        case .session: "/session"
        case .devices: "/devices/sync"
        case .profile: "/profile"
        case .other(let path): path
        case .unknown: nil
        }
    }
}

extension MDMLogLine {
    /// The line's citation with its words.
    fileprivate var quoted: Citation {
        Citation(
            file: citation.file, locator: citation.locator, sha256: citation.sha256,
            excerpt: String(text.prefix(200)), observedAt: at ?? citation.observedAt)
    }
}
