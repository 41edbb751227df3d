import SwiftASN1

/// Reads the extensions that the facts need and passes over all others.
///
/// An extension whose content is broken leaves its field at its default and is named in
/// ``CertificateFacts/problem``; the others are still read.
/// Source: RFC 5280 section 4.2, RFC 6962 section 3.3.
enum ExtensionReader {
    /// The most extensions that are read; certificates carry about ten.
    static let extensionLimit = 256
    /// The most names that are kept; the largest public certificates carry about a thousand.
    static let nameLimit = 10_000

    static func read(
        _ wrapper: ASN1Node, into facts: inout CertificateFacts
    ) throws(CertificateReadError) {
        guard let list = wrapper.members.first else {
            throw CertificateReadError(
                field: "extensions", offset: wrapper.encodedBytes.startIndex, reason: "expected a sequence")
        }
        for node in list.members.prefix(extensionLimit) {
            let members = node.members
            guard let identifier = members.first?.objectIdentifier, members.count >= 2,
                let value = members.last?.primitiveBytes
            else {
                note(node, "extension", &facts)
                continue
            }
            if !read(identifier, value, into: &facts) { note(node, "extension \(identifier)", &facts) }
        }
    }

    private static func note(_ node: ASN1Node, _ field: String, _ facts: inout CertificateFacts) {
        guard facts.problem == nil else { return }
        let error = CertificateReadError(
            field: field, offset: node.encodedBytes.startIndex, reason: "its content is malformed")
        facts.problem = error.description
    }

    /// Whether the content was sound; unknown extensions are.
    private static func read(
        _ identifier: String, _ value: ArraySlice<UInt8>, into facts: inout CertificateFacts
    ) -> Bool {
        switch identifier {
        case "2.5.29.17":
            facts.hasSubjectAlternativeName = true
            guard let list = try? DER.parse(value) else { return false }
            facts.names = names(list)
        case "2.5.29.19":
            guard let constraints = try? DER.parse(value) else { return false }
            let flag = constraints.members.first { $0.identifier == .boolean }
            facts.isCA = flag?.primitiveBytes?.first == 0xFF
        case "2.5.29.37":
            guard let list = try? DER.parse(value) else { return false }
            facts.extendedKeyUsages = list.members.compactMap(\.objectIdentifier)
        case "1.3.6.1.5.5.7.1.1":
            guard let list = try? DER.parse(value) else { return false }
            facts.issuerLocations = issuerLocations(list)
        case "1.3.6.1.4.1.11129.2.4.2":
            guard let list = try? DER.parse(value), let bytes = list.primitiveBytes,
                let timestamps = SignedTimestamp.list(bytes)
            else { return false }
            facts.timestamps = timestamps
        case "2.5.29.32":
            guard let list = try? DER.parse(value) else { return false }
            facts.policies = list.members.prefix(extensionLimit).compactMap {
                $0.members.first?.objectIdentifier
            }
        case _ where identifier.hasPrefix(AppleMarker.arc):
            facts.appleMarkers[String(identifier.dropFirst(AppleMarker.arc.count))] = AppleMarker(value)
        default:
            break
        }
        return true
    }

    private static func names(_ list: ASN1Node) -> [SubjectName] {
        let dns = ASN1Identifier(tagWithNumber: 2, tagClass: .contextSpecific)
        let ip = ASN1Identifier(tagWithNumber: 7, tagClass: .contextSpecific)
        return list.members.prefix(nameLimit).compactMap { node in
            guard let bytes = node.primitiveBytes else { return nil }
            if node.identifier == dns { return .dns(String(decoding: bytes, as: UTF8.self)) }
            if node.identifier == ip { return .ip(Array(bytes)) }
            return nil
        }
    }

    private static func issuerLocations(_ list: ASN1Node) -> [String] {
        let uri = ASN1Identifier(tagWithNumber: 6, tagClass: .contextSpecific)
        return list.members.prefix(16).compactMap { node in
            let members = node.members
            guard members.count == 2, members[0].objectIdentifier == "1.3.6.1.5.5.7.48.2",
                members[1].identifier == uri, let bytes = members[1].primitiveBytes
            else { return nil }
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}
