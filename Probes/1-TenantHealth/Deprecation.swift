import CaseReading
import Casework

/// What an answer says about the end of its endpoint.
///
/// Source: RFC 9745 (`Deprecation`, `Link rel="deprecation"`), RFC 8594 (`Sunset`).
struct Deprecation {
    /// Since when the endpoint is deprecated, or will be; `nil` where the answer gives no date.
    let since: Instant?
    /// When it stops to answer.
    let sunset: Instant?
    /// Where the service explains it.
    let link: String?

    init?(_ exchange: HTTPExchange) {
        let header = exchange.response("deprecation")
        sunset = exchange.response("sunset").flatMap(HTTPDate.instant)
        link =
            exchange.responseHeaders.lazy.filter { $0.name == "link" }.compactMap { Self.link($0.value) }
            .first
        since = header.flatMap(Self.date)
        guard header != nil && header != "false" || exchange.response("sunset") != nil || link != nil else {
            return nil
        }
    }

    /// `@1688169599`; drafts of the RFC wrote an HTTP date, or `true`.
    private static func date(_ value: String) -> Instant? {
        if value.hasPrefix("@"), let seconds = Int(value.dropFirst().prefix { $0 != ";" }) {
            return Instant(microseconds: 0) + .seconds(seconds)
        }
        return HTTPDate.instant(value)
    }

    /// The target of a link whose relations hold `deprecation`; one header may hold several links.
    private static func link(_ value: String) -> String? {
        for part in value.split(separator: "<").dropFirst(value.hasPrefix("<") ? 0 : 1) {
            guard let close = part.firstIndex(of: ">") else { continue }
            let parameters = part[part.index(after: close)...].lowercased().filter { $0 != "\"" && $0 != " " }
            let relations = parameters.split { $0 == ";" || $0 == "," }.first { $0.hasPrefix("rel=") }
            let isMeant = part[close...].lowercased().split { !$0.isLetter && $0 != "-" }.contains(
                "deprecation")
            if relations != nil, isMeant { return String(part[..<close]) }
        }
        return nil
    }
}
