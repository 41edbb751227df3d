import DeviceTriangulation
import OpenFormats

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes devices as NDJSON or CSV, one a line, sorted by serial, without ever holding all of them.
struct DeviceListWriter {
    /// The columns, in their order: a contract.
    static let columns = [
        "serial", "udid", "state", "since", "model", "os", "server", "tenantStatus", "ownership",
        "mdmProfile", "adeStatus", "adeAssigned", "adePushed", "mdmEnrolled", "mdmSupervised",
        "mdmLastContact", "deviceState", "deviceAt",
    ]
    private static let bufferBytes = 1 << 20

    let fleet: FleetLedger
    let states: Triangulation
    /// Whether devices that are in no divergent state are written too.
    let writesAll: Bool

    /// Writes the list; the ending `.csv` asks for CSV.
    func write(to path: String) throws {
        if path == "-" {
            try write(asCSV: false) {
                try OutputFile.write(Data($0), to: OutputFile.standardOutput, name: "standard output")
            }
            return
        }
        let file = try OutputFile(path: path)
        try write(asCSV: path.lowercased().hasSuffix(".csv")) { try file.write($0) }
    }

    private func write(asCSV: Bool, _ deliver: ([UInt8]) throws -> Void) throws {
        var buffer: [UInt8] = []
        if asCSV { buffer += Array((Self.columns.joined(separator: ",") + "\n").utf8) }
        for ordinal in 0..<UInt32(clamping: fleet.count) {
            guard let state = states.state(of: ordinal), writesAll || state.isDivergence else { continue }
            let values = DeviceLine(ordinal, state, fleet).values
            if asCSV { Self.appendCSV(values, to: &buffer) } else { Self.appendJSON(values, to: &buffer) }
            if buffer.count > Self.bufferBytes {
                try deliver(buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        try deliver(buffer)
    }

    // MARK: Lines

    private static func appendJSON(_ values: [DeviceLine.Value], to buffer: inout [UInt8]) {
        for (index, (name, value)) in zip(columns, values).enumerated() {
            buffer.append(contentsOf: (index == 0 ? "{\"" : ",\"").utf8)
            buffer.append(contentsOf: name.utf8)
            buffer.append(contentsOf: "\":".utf8)
            switch value {
            case .none: buffer.append(contentsOf: "null".utf8)
            case .truth(let truth): buffer.append(contentsOf: (truth ? "true" : "false").utf8)
            case .text(let text): appendString(text, to: &buffer)
            }
        }
        buffer.append(contentsOf: "}\n".utf8)
    }

    private static func appendString(_ text: String, to buffer: inout [UInt8]) {
        buffer.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5C: buffer.append(contentsOf: [0x5C, byte])
            case 0..<0x20, 0x7F: buffer.append(contentsOf: "\\u00\(Hex.text([byte]))".utf8)
            default: buffer.append(byte)
            }
        }
        buffer.append(0x22)
    }

    private static func appendCSV(_ values: [DeviceLine.Value], to buffer: inout [UInt8]) {
        for (index, value) in values.enumerated() {
            if index > 0 { buffer.append(0x2C) }
            switch value {
            case .none: break
            case .truth(let truth): buffer.append(contentsOf: (truth ? "true" : "false").utf8)
            case .text(let text): appendField(text, to: &buffer)
            }
        }
        buffer.append(0x0A)
    }

    /// RFC 4180; a text that a spreadsheet would take for a formula is kept as it is, in quotation marks.
    private static func appendField(_ text: String, to buffer: inout [UInt8]) {
        let needsQuotes =
            text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 < 0x20 }
            || text.utf8.first.map { [0x3D, 0x2B, 0x2D, 0x40, 0x20].contains($0) } ?? false
        guard needsQuotes else {
            buffer.append(contentsOf: text.utf8)
            return
        }
        buffer.append(0x22)
        for byte in text.utf8 {
            if byte == 0x22 { buffer.append(0x22) }
            buffer.append(byte)
        }
        buffer.append(0x22)
    }
}

/// One device as a line of the list.
struct DeviceLine {
    enum Value {
        case none
        case text(String)
        case truth(Bool)
    }

    let values: [Value]

    init(_ ordinal: UInt32, _ state: DeviceState, _ fleet: FleetLedger) {
        let tenant = fleet.view(.tenant, of: ordinal)
        let ade = fleet.view(.ade, of: ordinal)
        let mdm = fleet.view(.mdm, of: ordinal)
        let device = fleet.view(.device, of: ordinal)
        func text(_ value: String?) -> Value { value.map(Value.text) ?? .none }
        func time(_ value: Int64?) -> Value { text(value.map { Timestamps.text(microseconds: $0) }) }
        func truth(_ value: Bool?) -> Value { value.map(Value.truth) ?? .none }
        values = [
            text(fleet.serial(of: ordinal)), text(fleet.udid(of: ordinal)), .text(state.name),
            time(tenant?.assignedAt ?? tenant?.modifiedAt),
            text(tenant?.model ?? mdm?.model ?? ade?.model ?? device?.model),
            text(mdm?.os ?? tenant?.os ?? device?.os ?? ade?.os),
            text(tenant?.server), text(tenant?.status), text(tenant?.ownership),
            text(tenant?.profileID ?? mdm?.profileID), text(ade?.adeStatus), time(ade?.assignedAt),
            time(ade?.pushedAt), truth(mdm?.isEnrolled), truth(mdm?.isSupervised), time(mdm?.contactAt),
            text(device?.status), time(device?.observedAt),
        ]
    }
}
