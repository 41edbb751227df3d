import CaseReading

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes device rows as NDJSON, sorted by serial, without ever holding all of them.
enum DeviceListFile {
    /// The device list of a report: `out/report.json` has `out/report.devices.ndjson`.
    ///
    /// Returns `nil` where the report goes to a device, such as `/dev/null`, and nothing can stand beside it.
    static func path(besides report: String) -> String? {
        let kind = try? FileManager.default.attributesOfItem(atPath: report)[.type] as? FileAttributeType
        guard kind == nil || kind == .typeRegular || kind == .typeSymbolicLink, !report.hasPrefix("/dev/")
        else {
            return nil
        }
        let name = report.split(separator: "/").last ?? ""
        // A dot in a folder's name, or before the name, begins no extension.
        let stem = name.lastIndex(of: ".").flatMap { $0 == name.startIndex ? nil : name[..<$0] } ?? name
        return report.dropLast(report.hasSuffix(name) ? name.count : 0) + stem + ".devices.ndjson"
    }

    /// - Parameter isListed: chooses by ordinal; ordinals rise with the serial.
    static func write(_ fleet: Fleet, to path: String, where isListed: (Int) -> Bool = { _ in true }) throws {
        let file = try OutputFile(path: path)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var buffer = Data()
        for ordinal in 0..<fleet.count where isListed(ordinal) {
            buffer.append(try encoder.encode(DeviceRow(ordinal, of: fleet)))
            buffer.append(UInt8(ascii: "\n"))
            if buffer.count > 1 << 20 {
                try file.write(buffer)
                buffer.removeAll(keepingCapacity: true)
            }
        }
        try file.write(buffer)
    }
}
