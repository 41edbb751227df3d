import CaseReading
import Diagnosis
import ForensicsTestKit
import Foundation
import ProbeKit

@testable import abm_forensics

/// A case of a few devices that are all enrolled, as evidence on disk; each test breaks what it is about.
///
/// The clock stands at 2026-05-15T09:00:00Z. Every device was assigned and called back about a day before.
struct SmallCase {
    typealias Record = [String: any Sendable]

    static let devices = 20

    var mdm = (vendor: "example-mdm", version: "7.3.1")
    var tenant: [Record] = (0..<devices).map { device in
        [
            "udid": udid(device), "serialNumber": serial(device), "enrollmentStatus": "enrolled",
            "deviceOwnershipState": "assigned", "mdmProfileId": "mp_1", "abm_sync_status": "synced",
            "supervisionIdentity": ["id": "si_1", "fingerprint": "SHA256:\(fingerprint)"],
            "enrollmentIntent": "supervised_only", "enrollmentVerificationMode": "ztna_trusted_device",
            "assignedAt": "2026-05-14T03:00:00Z", "lastModified": "2026-05-14T04:00:00Z",
            "mdmServerId": "SRV1", "tier": "abm", "model": "iPad (10th generation)",
        ]
    }
    var mdmDevices: [Record] = (0..<devices).map { device in
        [
            "serial": serial(device), "udid": udid(device), "state": "enrolled", "enrolled": true,
            "supervised": true, "supervisionFingerprint": fingerprint, "ade": true, "serverId": "SRV1",
            "enrolledAt": "2026-05-14T04:00:00Z", "lastContact": "2026-05-15T08:00:00Z",
        ]
    }
    /// What waits, by the devices' own word: the sign of life.
    var onDevice: [Record] = []
    var audit: [Record] = (0..<devices).map { callback(of: $0, "sent", at: "2026-05-14T03:00:00Z") }
    /// Further evidence: an entry of the case file without its file, the file's name, its text.
    var more: [(entry: String, name: String, text: String)] = []

    static let fingerprint = String(repeating: "AB", count: 32)

    static func serial(_ device: Int) -> String { "ZZTST\(String(10_000_000 + device).dropFirst())" }
    static func udid(_ device: Int) -> String { "0000AAAA-0000-4000-8000-\(100_000_000_000 + device)" }

    static func callback(of device: Int, _ outcome: String, at time: String) -> Record {
        [
            "timestamp": time, "eventType": "ENROLLMENT_CALLBACK", "direction": "to-mdm",
            "deviceUdid": udid(device), "enrollmentSessionId": "es_\(device)", "outcome": outcome,
        ]
    }

    static func token(_ vendor: String, _ detail: String, at time: String) -> Record {
        ["timestamp": time, "eventType": "DEP_TOKEN_SYNC", "mdmVendor": vendor, "detail": detail]
    }

    /// Gives the tenant's records of some devices other values.
    mutating func change(_ devices: Range<Int>, _ values: Record) {
        for device in devices { tenant[device].merge(values) { $1 } }
    }

    /// Lets devices wait for a profile: the tenant says so with these values, the MDM has no record.
    mutating func strand(_ devices: Range<Int>, _ values: Record) {
        change(devices, ["mdmProfileId": NSNull()].merging(values) { $1 })
        let serials = Set(devices.map(Self.serial))
        mdmDevices.removeAll { serials.contains($0["serial"] as? String ?? "") }
        onDevice += devices.map {
            [
                "serial": Self.serial($0), "udid": Self.udid($0), "state": "waiting_for_profile",
                "at": "2026-05-15T07:00:00Z",
            ]
        }
    }

    mutating func add(_ entry: String, _ name: String, _ text: String) { more.append((entry, name, text)) }

    /// Judges the case in process.
    ///
    /// - Parameter without: names of files that are left out: `tenant`, `mdm`, `device`, `audit`.
    func verdict(without: Set<String> = []) async throws -> Verdict {
        let folder = try TemporaryFolder()
        var entries: [String] = []
        let lists: [(name: String, entry: String, records: [Record])] = [
            ("tenant", "kind: devices, role: tenant, dialect: field-guide", tenant),
            ("mdm", "kind: devices, role: mdm, dialect: generic", mdmDevices),
            ("device", "kind: devices, role: device, dialect: generic, complete: false", onDevice),
            ("audit", "kind: audit, dialect: field-guide", audit),
        ]
        for list in lists where !without.contains(list.name) && !list.records.isEmpty {
            try folder.write("\(list.name).ndjson", Self.lines(list.records))
            entries.append("  - {\(list.entry), file: \(list.name).ndjson}")
        }
        for (entry, name, text) in more {
            try folder.write(name, text)
            entries.append("  - {\(entry), file: \(name)}")
        }
        let head = """
            schema: abm-forensics/case/1
            asOf: 2026-05-15T09:00:00Z
            tenant: {id: t_1, sector: education, dialect: field-guide}
            mdm: {vendor: \(mdm.vendor), version: "\(mdm.version)", serverId: SRV1, syncIntervalMinutes: 5}
            evidence:
            """
        try folder.write("case.yaml", "\(head)\n\(entries.joined(separator: "\n"))\n")
        return await Judge().judge(try CaseReader().read(at: folder.path)).verdict
    }

    private static func lines(_ records: [Record]) throws -> String {
        try records.map { record in
            let json = try JSONSerialization.data(withJSONObject: record, options: [.sortedKeys])
            return String(decoding: json, as: UTF8.self) + "\n"
        }.joined()
    }
}

extension Verdict {
    /// Codes of the root causes in their order.
    var causes: [String] { rootCauses.map(\.code.text) }
    var open: [String] { unexplained.map { "\($0.code.text) \($0.count)" } }

    /// `CODE count` of what a root cause accounts for.
    func explained(by code: FindingCode) -> [String] {
        rootCauses.first { $0.code == code }?.explains.map { "\($0.code.text) \($0.count)" } ?? []
    }

    func finding(_ code: FindingCode) -> Finding? { findings.first { $0.code == code } }

    func outcome(of probe: ProbeID) -> Outcome? {
        layers.flatMap(\.probes).first { $0.card.id == probe }?.outcome
    }
}
