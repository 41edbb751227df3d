import OpenFormats

@testable import DeviceTriangulation

/// The clock of the tests.
let noon = Timestamps.microseconds(of: "2026-04-17T12:00:00Z") ?? 0

extension SourceLedger {
    /// A ledger of records written as JSON; records that are refused are counted only.
    init(_ role: SourceRole, _ dialect: DeviceDialect? = nil, file: UInt16 = 0, _ records: [String]) {
        self.init(role: role, dialect: dialect)
        for (index, record) in records.enumerated() {
            try? append(record: Array(record.utf8), file: file, number: UInt32(index + 1))
        }
    }
}

extension FleetLedger {
    /// A fleet of ledgers.
    static func of(_ ledgers: [SourceLedger]) throws -> FleetLedger {
        var assembly = FleetAssembly()
        for ledger in ledgers { try assembly.add(ledger) }
        return assembly.finish()
    }

    /// The devices by their serial (else UDID) and state.
    func states(_ policy: TriangulationPolicy = TriangulationPolicy(asOf: noon), alive: [String] = [])
        -> [String: String]
    {
        let isAlive = (0..<UInt32(count)).map { ordinal in serial(of: ordinal).map(alive.contains) ?? false }
        let result = Triangulator.classify(self, policy: policy, isAlive: isAlive)
        var states: [String: String] = [:]
        for ordinal in 0..<UInt32(count) {
            states[serial(of: ordinal) ?? udid(of: ordinal) ?? "?"] = result.state(of: ordinal)?.name
        }
        return states
    }
}

/// A field-guide record of one device.
func tenantRecord(_ fields: String, serial: String = "C02A") -> String {
    "{\"serialNumber\":\"\(serial)\"" + (fields.isEmpty ? "" : "," + fields) + "}"
}
