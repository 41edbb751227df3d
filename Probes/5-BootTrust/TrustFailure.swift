import CaseReading
import Casework
import ProbeKit

/// A trust evaluation that failed on the device, as one line of it tells.
///
/// Source: AE 6.5: SecTrust's list of failed checks, NSURLError, Secure Transport's codes.
struct TrustFailure: Hashable {
    /// The check or code that failed, such as `AnchorTrusted`, `-1202`, `34008`.
    let sign: String
    /// The host that the line names.
    let host: String?
    /// Whether a date was at fault: a wrong clock looks like that.
    let isAboutTime: Bool

    /// Checks of SecTrust whose failure means that the chain is not the expected one.
    private static let checks = [
        "AnchorTrusted", "AnchorApple", "SSLHostname", "IntermediateMarkerOid", "LeafMarkersProdAndQA",
        "LeafMarkerOid", "MissingIntermediate", "Revocation",
    ]
    private static let timeChecks = ["TemporalValidity", "ValidLeaf"]
    /// NSURLError: secure connection failed, bad date, untrusted, unknown root, not yet valid.
    private static let urlCodes: Set<Int> = [-1200, -1201, -1202, -1203, -1204]
    private static let urlTimeCodes: Set<Int> = [-1201, -1204]
    /// Secure Transport: bad chain, bad certificate, unknown root, no root, expired, not yet valid, unknown CA, name.
    private static let secureTransport: Set<Int> = [
        -9807, -9808, -9812, -9813, -9814, -9815, -9831, -9843,
    ]
    private static let secureTransportTime: Set<Int> = [-9814, -9815]

    /// Whether an error says that a server was not trusted.
    static func isDistrust(_ mention: ErrorMention) -> Bool {
        switch mention.domain {
        case "NSURLErrorDomain": urlCodes.contains(mention.code)
        case "NSOSStatusErrorDomain", "kCFErrorDomainCFNetwork": secureTransport.contains(mention.code)
        default: false
        }
    }

    /// Reads a line; `nil` for one that tells of no failed evaluation.
    init?(_ line: DeviceLogLine) {
        let text = line.text
        host = Self.host(in: text)
        if let mark = text.firstRange(of: "Trust evaluate failure:") {
            let list = text[mark.upperBound...]
            let isTime = Self.timeChecks.contains { list.contains($0) }
            guard let check = (Self.checks + Self.timeChecks).first(where: { list.contains($0) }) else {
                return nil
            }
            (sign, isAboutTime) = (check, isTime)
            return
        }
        let mentions = ErrorMention.all(in: text)
        if let found = mentions.first(where: Self.isDistrust) {
            sign = String(found.code)
            isAboutTime =
                Self.urlTimeCodes.contains(found.code) || Self.secureTransportTime.contains(found.code)
        } else if let cloud = mentions.first(where: { ConfigurationFailure.distrustCodes.contains($0.code) })
        {
            (sign, isAboutTime) = (String(cloud.code), false)
        } else if let code = Self.secureTransport.first(where: {
            text.contains("errSSL") && text.contains("\($0)")
        }) {
            (sign, isAboutTime) = (String(code), Self.secureTransportTime.contains(code))
        } else if text.contains("certificate is not yet valid") {
            (sign, isAboutTime) = ("not yet valid", true)
        } else {
            return nil
        }
    }

    /// The first host of an `https` URL or of Apple's names in a text.
    static func host(in text: String) -> String? {
        if let scheme = text.firstRange(of: "https://") {
            let name = text[scheme.upperBound...].prefix {
                $0.isLetter || $0.isNumber || $0 == "." || $0 == "-"
            }
            if !name.isEmpty { return name.lowercased() }
        }
        guard let mark = text.firstRange(of: ".apple.com") else { return nil }
        let before = text[..<mark.lowerBound]
        let start =
            before.lastIndex { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == ".") }.map(
                before.index(after:)) ?? before.startIndex
        let label = before[start...]
        return label.isEmpty || label.contains("..") ? nil : "\(label).apple.com".lowercased()
    }
}
