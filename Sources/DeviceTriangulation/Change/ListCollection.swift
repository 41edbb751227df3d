/// When a list was taken from its source, and whether it is the whole list.
package struct ListCollection: Sendable, Hashable {
    /// Units: microseconds since 1970 UTC.
    package var at: Int64
    /// Absence from the list says something.
    package var isComplete: Bool
    /// What part of the source the list is of; lists of different parts never replace each other.
    package var scope: String?
    /// The kind of record that the list holds.
    var shape = ""

    package init(at: Int64, isComplete: Bool, scope: String? = nil) {
        self.at = at
        self.isComplete = isComplete
        self.scope = scope
    }
}

extension FleetAssembly {
    /// Takes up a list whose time of collection is known.
    ///
    /// - Parameter isOlder: whether a newer list of the same source is there too; what only the older one says
    ///   of identities then contradicts nothing.
    /// Throws: `FleetError` before anything is taken up.
    package mutating func add(
        _ ledger: SourceLedger, file: UInt16, collected: ListCollection, isOlder: Bool
    ) throws(FleetError) {
        var list = collected
        list.shape = ledger.shape?.name ?? ""
        guard isOlder else {
            try add(ledger)
            collections[file] = list
            return
        }
        var older = ledger
        let held = older.takeUDIDs()
        try add(older)
        collections[file] = list
        for (serial, key) in held {
            let isText = serial & SerialKey.textMark != 0
            let index = Int(serial & ~SerialKey.textMark)
            guard !isText || ledger.texts.indices.contains(index) else { continue }
            olderUDIDs.append((isText ? identities.word(text: ledger.texts[index]) : serial, key))
        }
    }

    /// Gives devices that no newer list names a UDID the one that an older list says.
    mutating func settleOlderUDIDs() {
        guard !olderUDIDs.isEmpty else { return }
        olderUDIDs.sort {
            ($0.serial, UDIDKey.text(at: 0, in: $0.key)) < ($1.serial, UDIDKey.text(at: 0, in: $1.key))
        }
        for (serial, key) in olderUDIDs {
            let identity = identities.identity(serial: serial)
            if identities.udid(Int(identity)) == nil { identities.note(udid: key, at: 0, of: identity) }
        }
        olderUDIDs = []
    }
}

extension SourceLedger {
    /// Takes the UDIDs away from the records that have a serial, and hands them out.
    mutating func takeUDIDs() -> [(serial: UInt64, key: [UInt8])] {
        guard !udidStarts.isEmpty else { return [] }
        var taken: [(serial: UInt64, key: [UInt8])] = []
        for row in serials.indices where serials[row] != 0 {
            guard let key = udidKey(row) else { continue }
            taken.append((serials[row], Array(key)))
            udidStarts[row] = Self.noUDID
        }
        return taken
    }
}
