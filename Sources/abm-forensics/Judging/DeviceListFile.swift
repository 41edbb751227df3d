import CaseReading

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Writes device rows as NDJSON, sorted by serial, without ever holding all of them.
enum DeviceListFile {
    /// - Parameter isListed: chooses by ordinal; ordinals rise with the serial.
    static func write(_ fleet: Fleet, to path: String, where isListed: (Int) -> Bool = { _ in true }) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil) else {
            throw OutputError.cannotWrite(path)
        }
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
