import Casework
import OpenFormats

/// Resources of Apple's API that stand in the answers of exchanges: they are facts of their own kind too.
///
/// Source: AE 1.3.
struct ExchangedResources {
    private var servers: [Uncited<MDMServer>] = []
    private var activities: [Uncited<CaseDraft.PlacedActivity>] = []

    mutating func take(_ body: [UInt8], of entry: HAREntry, _ place: String) {
        guard (200..<300).contains(entry.status) else { return }
        let path = HTTPExchange(url: entry.url, status: 0, citation: Citation(file: "")).path
        let parts = path.split(separator: "/")
        // A relationship is a list of names.
        guard let kind = parts.first(where: { $0 == MDMServerHandler.type || $0 == ActivityHandler.type }),
            !parts.contains("relationships"), let value = try? JSONValue(parsing: body, limits: .record)
        else { return }
        for element in value["data"]?.array ?? value["data"].map({ [$0] }) ?? [] {
            guard element["type"]?.string == String(kind) else { continue }
            if kind == MDMServerHandler.type {
                let server = try? MDMServerHandler.server(element, locator: place, observedAt: entry.at)
                if let server { servers.append(server) }
            } else {
                let activity = try? ActivityHandler.activity(
                    Self.completed(element, by: entry), locator: place, observedAt: entry.at, file: "")
                if let activity { activities.append(activity) }
            }
        }
    }

    /// The answer to a request does not repeat its devices; the request names them.
    private static func completed(_ element: JSONValue, by entry: HAREntry) -> JSONValue {
        guard element["relationships"]?["devices"]?["data"] == nil, let sent = entry.requestBody,
            let asked = try? JSONValue(parsing: Array(sent.utf8), limits: .record),
            let relationships = asked["data"]?["relationships"], var object = element.object
        else { return element }
        _ = object.set("relationships", relationships)
        return .object(object)
    }

    func deliver(_ source: SourceFile, to draft: inout CaseDraft) {
        draft.mdmServers.append(contentsOf: servers.map { $0.cited(in: source) })
        draft.activities.append(contentsOf: activities.map { $0.cited(in: source) })
        if !servers.isEmpty { draft.supply(.mdmServers) }
        if !activities.isEmpty { draft.supply(.activities) }
    }
}
