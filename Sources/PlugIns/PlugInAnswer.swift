import Casework
package import ProbeKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a plug-in found: its NDJSON, read line by line.
package struct PlugInAnswer: Sendable {
    package var claims: [Claim] = []
    package var notes: [String] = []

    /// - Parameter ordinal: finds a device of the fleet by its serial number.
    package init(ndjson: [UInt8], codes: Set<String>, ordinal: (String) -> Int?) throws(PlugInFault) {
        let lines = ndjson.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated()
        where !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
            let record: Record
            do {
                record = try JSONDecoder().decode(Record.self, from: Data(line))
            } catch {
                throw .protocolBroken("line \(index + 1) of its answer: \(PlugInDescription.words(error))")
            }
            switch record.type {
            case "note": notes.append(record.text ?? "")
            case "finding": claims.append(try Self.claim(record, line: index + 1, codes, ordinal))
            default:
                throw .protocolBroken(
                    "line \(index + 1) of its answer: type \"\(record.type)\" is no finding and no note")
            }
        }
    }

    private struct Record: Decodable {
        let type: String
        let text: String?
        let code: String?
        let title: String?
        let detail: String?
        let count: Int?
        let devices: [String]?
        let values: [String: PlugInValue]?
    }

    private static func claim(
        _ record: Record, line: Int, _ codes: Set<String>, _ ordinal: (String) -> Int?
    ) throws(PlugInFault) -> Claim {
        guard let code = record.code, codes.contains(code) else {
            throw .protocolBroken(
                "line \(line) of its answer: code \(record.code ?? "(none)") was not described")
        }
        let known = DeviceSet((record.devices ?? []).compactMap(ordinal))
        let count = max(0, record.count ?? record.devices?.count ?? 1)
        let title = record.title ?? code
        return Claim(
            FindingCode(code), brief: title, detail: record.detail ?? title, subject: .fleet, count: count,
            devices: known.isEmpty ? nil : known, values: (record.values ?? [:]).mapValues(\.figure))
    }
}

/// A JSON value in a finding's `values`.
enum PlugInValue: Decodable {
    case figure(Figure)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .figure(.absent)
        } else if let flag = try? container.decode(Bool.self) {
            self = .figure(.flag(flag))
        } else if let count = try? container.decode(Int.self) {
            self = .figure(.count(count))
        } else if let number = try? container.decode(Double.self) {
            self = .figure(.number(number))
        } else if let text = try? container.decode(String.self) {
            self = .figure(.text(text))
        } else if let list = try? container.decode([PlugInValue].self) {
            self = .figure(.list(list.map(\.figure)))
        } else {
            self = .figure(.table(try container.decode([String: PlugInValue].self).mapValues(\.figure)))
        }
    }

    var figure: Figure {
        switch self {
        case .figure(let figure): figure
        }
    }
}
