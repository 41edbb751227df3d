import Casework
import OpenFormats

/// Reads Apple's list of device management services: response pages, an array, or one a line.
///
/// Source: AE 1.3, AE 1.4 `mdmServers`.
struct MDMServerHandler: RecordHandler {
    static let type = "mdmServers"
    static let members = ["serverName", "serverType"]

    private let collectedAt: Instant?
    private var found: [Uncited<MDMServer>] = []

    init(entry: EvidenceEntry) { collectedAt = entry.collectedAt }

    mutating func take(_ bytes: Span<UInt8>, at locator: RecordLocator) throws {
        let value = try JSONValue(parsing: bytes, limits: .record)
        found.append(try Self.server(value, locator: "\(locator)", observedAt: collectedAt))
    }

    static func server(
        _ value: JSONValue, locator: String, observedAt: Instant?
    ) throws(RecordFault) -> Uncited<MDMServer> {
        let resource = try AxMResource(value)
        let fields = resource.attributes
        let name = try fields.text("serverName", "name")
        guard let id = resource.id ?? name else { throw RecordFault("neither id nor serverName") }
        guard name != nil || fields["status"] != nil || fields["lastConnectedDateTime"] != nil else {
            throw RecordFault("none of serverName, status, lastConnectedDateTime")
        }
        let type = try fields.text("serverType")
        let status = try fields.text("status")
        let count = try fields.integer("deviceCount")
        let connected = try fields.instant("lastConnectedDateTime")
        let address = try fields.text("lastConnectedIp")
        let created = try fields.instant("createdDateTime")
        let updated = try fields.instant("updatedDateTime")
        let at = [connected, updated, created].compactMap { $0 }.max()
        return Uncited(locator: locator, at: observedAt ?? at) { citation in
            var server = MDMServer(id: id, citation: citation)
            (server.name, server.type, server.status) = (name, type, status)
            (server.deviceCount, server.lastConnectedAt, server.lastConnectedIP) = (count, connected, address)
            (server.createdAt, server.updatedAt, server.observedAt) = (created, updated, observedAt)
            return server
        }
    }

    func deliver(_ source: SourceFile, index: Int, to draft: inout CaseDraft) {
        for server in found {
            draft.noteTime(server.at)
            draft.mdmServers.append(server.cited(in: source))
        }
    }
}
