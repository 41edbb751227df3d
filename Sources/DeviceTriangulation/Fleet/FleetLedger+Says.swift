extension FleetLedger {
    /// Whether any record says a word of this column.
    package func says(_ field: WordField) -> Bool {
        tables.contains { table in (0..<table.columns.count).contains { table.columns.word(field, $0) != 0 } }
    }

    /// Whether any record of a role says a name of this column.
    package func says(_ field: NameField, _ role: SourceRole) -> Bool {
        tables.contains { table in
            table.roles.contains(role)
                && (0..<table.columns.count).contains { table.columns.name(field, $0) != 0 }
        }
    }

    /// Whether any record answers this question.
    package func says(_ field: FlagField) -> Bool {
        tables.contains { table in
            (0..<table.columns.count).contains { table.columns.answers($0)[field] != .unsaid }
        }
    }

    /// Whether any record says how far a clock is off.
    package var saysClockOffset: Bool {
        (0..<UInt32(clamping: count)).contains { view in
            value(.device, of: view, absent: DeviceColumns.noOffset) { $0.clockOffset($1) }
                != DeviceColumns.noOffset
        }
    }
}
