import DeviceTriangulation

/// Finds the ordinal of a device by the names that events and logs use.
struct DeviceNames: Sendable {
    let ledger: FleetLedger
    let udids: UDIDIndex

    init(_ ledger: FleetLedger) {
        self.ledger = ledger
        udids = ledger.udidIndex()
    }

    /// The ordinal by serial, else by UDID.
    func ordinal(serial: String?, udid: String?) -> Int? {
        if let serial, let found = ledger.ordinal(serial: serial) { return Int(found) }
        return udid.flatMap { udids.ordinal(udid: $0) }.map(Int.init)
    }

    /// The ordinal of a name that may be a serial or a UDID.
    func ordinal(named name: String?) -> Int? { ordinal(serial: name, udid: name) }
}
