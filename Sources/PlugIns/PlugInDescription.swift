import Casework
package import ProbeKit

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What a plug-in says of itself: the answer to `describe`.
package struct PlugInDescription: Sendable, Hashable, Decodable {
    package let `protocol`: Int
    package let id: String
    package let title: String?
    package let asks: String?
    package let layer: Int
    package let needs: [String]?
    package let codes: [Code]
    package let timeoutSeconds: Double?

    package struct Code: Sendable, Hashable, Decodable {
        package let code: String
        package let severity: String
        package let title: String
        package let meaning: String?
        package let owner: String?
        package let remedy: String?
        package let basis: String?
        package let rule: String?
    }

    /// The protocol that this version speaks.
    package static let version = 1
    /// The longest deadline that a plug-in may ask for, in seconds.
    package static let longestTimeout = 120.0
    /// The deadline of a plug-in that asks for none, in seconds.
    package static let usualTimeout = 10.0

    /// Seconds that one run may take.
    package var deadline: Double {
        let asked = timeoutSeconds ?? Self.usualTimeout
        return asked.isFinite && asked > 0 ? min(asked, Self.longestTimeout) : Self.usualTimeout
    }

    package init(json: [UInt8]) throws(PlugInFault) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(json))
        } catch {
            throw .protocolBroken("describe printed no description: \(Self.words(error))")
        }
    }

    /// Where and what, without the decoder's own way of putting it.
    static func words(_ error: any Error) -> String {
        func place(_ path: [any CodingKey]) -> String {
            path.isEmpty ? "at the top" : "at " + path.map(\.stringValue).joined(separator: ".")
        }
        return switch error {
        case DecodingError.keyNotFound(let key, let context):
            "\(key.stringValue) is missing \(place(context.codingPath))"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "wrong type \(place(context.codingPath)): \(context.debugDescription)"
        default: "not one JSON object"
        }
    }
}

extension PlugInDescription {
    /// Everything that is wrong with a description, in the order of its fields; empty where nothing is.
    ///
    /// - Parameters:
    ///   - takenIDs: ids that the description may not use: those of built-in probes.
    ///   - takenCodes: codes that belong to built-in probes.
    package func complaints(takenIDs: Set<ProbeID>, takenCodes: Set<FindingCode>) -> [String] {
        var result: [String] = []
        if `protocol` != Self.version { result.append("protocol is \(`protocol`), expected \(Self.version)") }
        if !Self.isID(id) {
            result.append("id \"\(id)\" is not layer.kebab-claim in lower case, such as x.serial-format")
        }
        if takenIDs.contains(ProbeID(id)) { result.append("id \"\(id)\" belongs to a built-in probe") }
        if !(1...7).contains(layer) { result.append("layer is \(layer), expected 1 to 7") }
        result += (needs ?? []).filter { !Self.knownNeeds.contains($0) }.map {
            "needs \"\($0)\", which is no evidence kind, \"devices\" or \"findings\""
        }
        if codes.isEmpty { result.append("codes is empty: a probe that can find nothing is no probe") }
        var seen: Set<String> = []
        for code in codes {
            result += Self.complaints(code, takenCodes)
            if !seen.insert(code.code).inserted { result.append("code \(code.code) is described twice") }
        }
        if let timeoutSeconds, !(timeoutSeconds > 0 && timeoutSeconds <= Self.longestTimeout) {
            result.append(
                "timeoutSeconds is \(timeoutSeconds), expected more than 0 and at most \(Int(Self.longestTimeout))"
            )
        }
        return result
    }

    private static func complaints(_ code: Code, _ taken: Set<FindingCode>) -> [String] {
        var result: [String] = []
        if !isCode(code.code) {
            result.append("code \"\(code.code)\" is not capital words joined by hyphens")
        }
        if taken.contains(FindingCode(code.code)) || FindingCode(code.code).isRunLevel {
            result.append("code \(code.code) belongs to a built-in probe")
        }
        if Severity(rawValue: code.severity) == nil {
            result.append(
                "severity \"\(code.severity)\" of \(code.code) is none of \(Severity.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        if let owner = code.owner, Owner(rawValue: owner) == nil {
            result.append(
                "owner \"\(owner)\" of \(code.code) is none of \(Owner.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        if let basis = code.basis, Basis.Kind(rawValue: basis) == nil {
            result.append(
                "basis \"\(basis)\" of \(code.code) is none of \(Basis.Kind.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        return result
    }

    private static let knownNeeds = Set(EvidenceKind.readable.map(\.name) + ["devices", "findings"])

    private static func isID(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
            }
    }

    private static func isCode(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count >= 2
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) }
            }
    }
}

extension PlugInDescription {
    /// The card that the kit works with.
    ///
    /// Call it only on a description without complaints.
    package var card: ProbeCard {
        let place = Layer(rawValue: layer) ?? .run
        return ProbeCard(
            ProbeID(id), layer: place, asks: asks ?? title ?? id, raises: codes.map(\.card))
    }
}

extension PlugInDescription.Code {
    var card: FindingCard {
        let kind = basis.flatMap(Basis.Kind.init) ?? .observed
        return FindingCard(
            FindingCode(code), title, severity: Severity(rawValue: severity) ?? .info,
            basis: Basis(kind: kind, rule: rule ?? "plug-in"), meaning: meaning ?? title,
            remedy: Remedy(owner.flatMap(Owner.init) ?? .nobody, remedy ?? "See the plug-in's documentation.")
        )
    }
}
