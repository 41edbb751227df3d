/// A property that devices are counted by.
package enum FleetDimension: String, Sendable, Hashable, CaseIterable {
    case server, model, os, site
    /// Who assigned the device.
    case assignedBy = "assigned-by"
    /// The hour of the assignment, UTC.
    case assignedHour = "assigned-hour"
    /// The day of the assignment, UTC.
    case day

    /// The dimensions that devices may be grouped by on request.
    package static let groupings: [FleetDimension] = [
        .server, .model, .os, .site, .assignedBy, .assignedHour,
    ]

    /// The name that a command line takes.
    package var name: String { rawValue }

    package init?(name: String) { self.init(rawValue: name) }

    /// The length of the spans that a dimension of time counts in.
    ///
    /// Units: microseconds.
    var span: Int64? {
        switch self {
        case .assignedHour: 3_600_000_000
        case .day: 86_400_000_000
        case .server, .model, .os, .site, .assignedBy: nil
        }
    }

    /// The column of names, and the views that are asked for it in this order.
    var column: (field: NameField, roles: [SourceRole])? {
        switch self {
        case .server: (.server, [.tenant, .ade])
        case .model: (.model, [.tenant, .mdm, .ade, .device])
        case .os: (.os, [.mdm, .tenant, .device, .ade])
        case .site: (.site, [.mdm, .tenant, .ade, .device])
        case .assignedBy: (.assignedBy, [.tenant, .ade])
        case .assignedHour, .day: nil
        }
    }
}

extension FleetLedger {
    /// The key of a device's value in a dimension; zero where no view says it.
    ///
    /// Shape: the code of the name, or one more than the number of the span since 1970 (one less before it).
    func key(_ dimension: FleetDimension, of ordinal: UInt32) -> Int64 {
        if let (field, roles) = dimension.column {
            for role in roles {
                let code = value(role, of: ordinal, absent: 0) { $0.name(field, $1) }
                if code != 0 { return Int64(code) }
            }
            return 0
        }
        guard let span = dimension.span else { return 0 }
        let time = assignedAt(ordinal)
        guard time != DeviceColumns.noTime else { return 0 }
        let number = Self.floor(time, span)
        return number >= 0 ? number + 1 : number
    }

    /// A value of a dimension in words; nil for the key that stands for "not said".
    func text(_ key: Int64, in dimension: FleetDimension) -> String? {
        guard key != 0 else { return nil }
        if let (field, _) = dimension.column { return names[field.rawValue].text(Int(key)) }
        guard let span = dimension.span else { return nil }
        let number = key > 0 ? key - 1 : key
        return UTCHour(number, span: span).text
    }

    /// When the device was assigned: by the tenant's word, else by the time of its ADE profile.
    func assignedAt(_ ordinal: UInt32) -> Int64 {
        for role in [SourceRole.tenant, .ade] {
            let time = value(role, of: ordinal, absent: DeviceColumns.noTime) { $0.time(.assignedAt, $1) }
            if time != DeviceColumns.noTime { return time }
        }
        return DeviceColumns.noTime
    }

    /// The first value that a record of a view says.
    @inline(__always)
    func value<Value: Equatable>(
        _ role: SourceRole, of ordinal: UInt32, absent: Value, _ read: (DeviceColumns, Int) -> Value
    ) -> Value {
        let code = row(role, ordinal)
        guard code != 0 else { return absent }
        let (table, row) = Self.place(code)
        let first = read(tables[table].columns, row)
        guard first == absent, !furtherRows.isEmpty else { return first }
        for further in furtherRows[Self.key(role, ordinal)] ?? [] {
            let (table, row) = Self.place(further)
            let next = read(tables[table].columns, row)
            if next != absent { return next }
        }
        return absent
    }

    static func floor(_ time: Int64, _ span: Int64) -> Int64 {
        time >= 0 ? time / span : -((-(time + 1)) / span) - 1
    }
}
