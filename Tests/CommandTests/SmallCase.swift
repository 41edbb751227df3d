import Foundation
import ForensicsTestKit

/// A case of three enrolled devices in a folder of its own, for everything that does not need a fleet.
final class SmallCase: Sendable {
    private let folder: TemporaryFolder

    var path: String { folder.path }

    static let tenantFile = "tenant/devices.ndjson"
    static let mdmFile = "mdm/devices.csv"

    /// One record of the tenant's device list.
    static func tenantRecord(_ number: Int) -> String {
        """
        {"serialNumber":"ZZTEST00000\(number)","udid":"\(udid(number))","enrollmentStatus":"enrolled",\
        "deviceOwnershipState":"assigned","mdmProfileId":"mp_1","assignedAt":"2026-04-17T04:40:00Z",\
        "lastModified":"2026-04-17T04:44:00Z","mdmServerId":"A1","model":"MacBook Air","osVersion":"15.4.1"}
        """
    }

    static func udid(_ number: Int) -> String { "00008112-00000000000\(number)001E" }

    /// The MDM's console export of the same devices.
    static let mdmList =
        "serial,udid,enrolled,supervised,lastContact,enrolledAt\n"
        + (1...3).map {
            "ZZTEST00000\($0),\(udid($0)),true,true,2026-04-17T11:00:00Z,2026-04-17T04:44:00Z\n"
        }.joined()

    /// - Parameters:
    ///   - head: lines of the case file before `evidence:`.
    ///   - more: entries after the two device lists.
    init(head: [String] = [], tenant: [String] = (1...3).map(tenantRecord), more: [String] = []) throws {
        folder = try TemporaryFolder()
        let lines =
            ["schema: abm-forensics/case/1", "id: small", "asOf: 2026-04-17T12:00:00Z"] + head
            + [
                "evidence:",
                "  - {kind: devices, role: tenant, dialect: field-guide, file: \(Self.tenantFile)}",
                "  - {kind: devices, role: mdm, dialect: generic, file: \(Self.mdmFile)}",
            ] + more.map { "  - \($0)" }
        try write("case.yaml", lines.map { "\($0)\n" }.joined())
        try write(Self.tenantFile, tenant.map { "\($0)\n" }.joined())
        try write(Self.mdmFile, Self.mdmList)
    }

    @discardableResult
    func write(_ name: String, _ text: String, mode: Int = 0o644) throws -> String {
        try folder.write(name, text, mode: mode)
    }

    @discardableResult
    func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        try folder.write(name, bytes)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

    /// Lists files in a manifest with the digests that they have now.
    func seal(_ names: [String] = [tenantFile, mdmFile]) throws {
        let lines = try names.map { name in
            "\(sha256(try Data(contentsOf: URL(filePath: "\(path)/\(name)"))))  \(name)\n"
        }
        try write("manifest-sha256.txt", lines.joined())
    }

    /// Runs the case.
    func run(_ options: String..., environment: [String: String] = [:]) async throws -> Tool.Outcome {
        try await Tool.run(program: Tool.path, ["run", path] + options, environment: environment)
    }

    /// Runs the case for its JSON report.
    func report(_ options: String...) async throws -> (exitCode: Int32, report: JSONReport) {
        let outcome = try await Tool.run(program: Tool.path, ["run", path, "--format", "json"] + options)
        guard !outcome.stdout.isEmpty else { throw Tool.Failure(description: outcome.stderr) }
        return (outcome.exitCode, try JSONReport(outcome.stdout))
    }
}
