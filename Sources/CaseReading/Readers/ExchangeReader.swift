import Casework
import OpenFormats

/// Reads HTTP exchanges: HAR 1.2, or one HAR entry a line.
///
/// Rate limits, integrations and token lists that stand in a body become facts of their own kind too.
/// Source: HAR 1.2; FG-1.3, FG-4.1, FG-4.5.
struct ExchangeHandler: RecordHandler {
    static let listKeys = ["log.entries", "entries"]

    private let limits: ReadingLimits
    private var exchanges: [Uncited<HTTPExchange>] = []
    private var keptBytes = 0
    /// Exchanges whose bodies and headers were not kept.
    private var bare = 0
    private var rateLimits: [Uncited<RateLimitSample>] = []
    private var integrations: [Uncited<Integration>] = []
    private var tokens: [Uncited<ServerToken>] = []
    private var resources = ExchangedResources()
    /// Whether the file says that this tool made the exchanges.
    private var isOwn = false

    init(limits: ReadingLimits) { self.limits = limits }

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        guard exchanges.count < limits.exchanges else {
            throw RecordFault("more than \(limits.exchanges) exchanges in one file")
        }
        var entry = try HAREntry(JSONFields(bytes), limits: limits)
        let place = if case .element(let number) = locator { "entry \(number)" } else { "\(locator)" }
        if let body = entry.wholeResponse {
            try takeBody(body, of: entry, place)
            resources.take(body, of: entry, place)
        }
        entry.wholeResponse = nil
        if keptBytes + entry.weight > limits.exchangeBytes {
            entry.strip()
            bare += 1
        }
        keptBytes += entry.weight
        exchanges.append(
            Uncited(locator: place, at: entry.at) { [entry] citation in
                HTTPExchange(
                    at: entry.at, method: entry.method, url: entry.url, status: entry.status,
                    timeMs: entry.timeMs,
                    requestHeaders: entry.requestHeaders, responseHeaders: entry.responseHeaders,
                    requestBody: entry.requestBody, responseBody: entry.responseBody,
                    credentials: entry.credentials, citation: citation)
            })
    }

    /// A HAR names the program that wrote it.
    mutating func page(_ bytes: Span<UInt8>) {
        guard let page = try? JSONValue(parsing: bytes, limits: .record) else { return }
        if page[path: "log.creator.name"]?.string == "abm-forensics" { isOwn = true }
    }

    /// Looks for other kinds of evidence in the body of an answer that went well.
    private mutating func takeBody(_ body: [UInt8], of entry: HAREntry, _ place: String) throws {
        guard (200..<300).contains(entry.status) else { return }
        let path = HTTPExchange(url: entry.url, status: 0, citation: Citation(file: "")).path
        let isGraphQL = path.hasSuffix("graphql")
        guard isGraphQL || path.hasSuffix("/rate_limits") || path.hasSuffix("/depTokens") else { return }
        // A body that is no JSON is not a fault of the exchange, which counts as it is.
        guard let value = try? JSONValue(parsing: body, limits: .record) else { return }
        if path.hasSuffix("/rate_limits"), let fields = try? JSONFields(value["data"] ?? value) {
            if let sample = try? RateLimitHandler.sample(fields, at: entry.at, locator: place) {
                rateLimits.append(sample)
            }
        } else if path.hasSuffix("/depTokens") {
            let list =
                value.array ?? value["depTokens"]?.array ?? value["data"]?.array ?? value["tokens"]?.array
            for element in list ?? [value] {
                guard let fields = try? JSONFields(element),
                    let (name, token) = try? ServerTokenHandler.token(fields, locator: place)
                else { continue }
                tokens.append(token(name ?? "depTokens"))
            }
        } else if let list = IntegrationHandler.list(in: value) {
            for element in list {
                if let found = try? IntegrationHandler.integration(element, locator: place) {
                    integrations.append(found)
                }
            }
        }
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        for exchange in exchanges {
            draft.noteTime(exchange.at)
            var cited = exchange.cited(in: source)
            cited.isOwn = isOwn
            draft.exchanges.append(cited)
        }
        if bare > 0 {
            draft.problems.append(
                EvidenceProblem(
                    .unreadableRecord, source.citation(),
                    "after \(limits.exchangeBytes) bytes of bodies and headers, exchanges count without theirs; "
                        + "split the file, or keep only the hosts of enrolment in it", count: bare))
        }
        resources.deliver(source, to: &draft)
        draft.rateLimits.append(contentsOf: rateLimits.map { $0.cited(in: source) })
        draft.integrations.append(contentsOf: integrations.map { $0.cited(in: source) })
        draft.tokens.append(contentsOf: tokens.map { $0.cited(in: source) })
        if !rateLimits.isEmpty { draft.supply(.rateLimits) }
        if !integrations.isEmpty { draft.supply(.integrations) }
        if !tokens.isEmpty { draft.supply(.serverToken) }
    }
}
