import SwiftASN1

/// Reads an OCSP response field by field.
///
/// SwiftASN1 bounds lengths and depth; the limits here bound what is kept.
/// Source: RFC 6960 section 4.2.1, RFC 6962 section 3.3.
enum OCSPReader {
    /// The largest response that is read; those on the web have 300 bytes to 3 KB.
    static let byteLimit = 64 << 10
    /// The most answers of one response; a staple has one.
    static let answerLimit = 64
    /// The most certificates of one response; a delegated responder sends its own.
    static let certificateLimit = 8

    static let statusWords = [
        0: "successful", 1: "malformedRequest", 2: "internalError", 3: "tryLater", 5: "sigRequired",
        6: "unauthorized",
    ]

    static let basic = "1.3.6.1.5.5.7.48.1.1"

    static func read(_ der: [UInt8]) throws(CertificateReadError) -> OCSPResponse {
        guard der.count <= byteLimit else {
            throw broken("response", 0, "\(der.count) bytes are more than the \(byteLimit) that are read")
        }
        var outer = try sequence(parsed(der[...], "response"), "response")
        let status = try outer.take("response status")
        guard status.identifier == .enumerated, let code = status.primitiveBytes, code.count == 1,
            let number = code.first
        else {
            throw broken("response status", status.encodedBytes.startIndex, "expected one byte")
        }
        var response = OCSPResponse(word: statusWords[Int(number)] ?? "status \(number)")
        guard response.word == "successful" else { return response }
        let wrapper = try outer.take("response bytes")
        guard wrapper.identifier == tagged(0) else {
            throw broken("response bytes", wrapper.encodedBytes.startIndex, "expected the tag 0")
        }
        var bytes = try sequence(first(wrapper, "response bytes"), "response bytes")
        let type = try bytes.take("response type")
        guard type.objectIdentifier == basic else {
            throw broken(
                "response type", type.encodedBytes.startIndex,
                "expected \(basic), found \(type.objectIdentifier ?? "no identifier")")
        }
        let content = try bytes.take("response")
        guard content.identifier == .octetString, let inner = content.primitiveBytes else {
            throw broken("response", content.encodedBytes.startIndex, "expected an octet string")
        }
        try readBasic(parsed(inner, "basic response"), into: &response)
        return response
    }

    private static func readBasic(
        _ node: ASN1Node, into response: inout OCSPResponse
    ) throws(CertificateReadError) {
        var fields = try sequence(node, "basic response")
        let data = try fields.take("response data")
        response.signedBytes = Array(data.encodedBytes)
        var algorithm = try sequence(fields.take("signature algorithm"), "signature algorithm")
        response.signatureAlgorithm = try algorithm.take("signature algorithm").objectIdentifier ?? ""
        let signature = try fields.take("signature")
        guard let bits = try? ASN1BitString(derEncoded: signature), bits.paddingBits == 0 else {
            throw broken(
                "signature", signature.encodedBytes.startIndex, "expected a bit string of whole bytes")
        }
        response.signature = Array(bits.bytes)
        if let list = fields.takeIf(tagged(0))?.members.first {
            response.certificates = list.members.prefix(certificateLimit).map { Array($0.encodedBytes) }
        }
        try readData(data, into: &response)
    }

    private static func readData(
        _ node: ASN1Node, into response: inout OCSPResponse
    ) throws(CertificateReadError) {
        var fields = try sequence(node, "response data")
        _ = fields.takeIf(tagged(0))
        response.responder = try responder(fields.take("responder"))
        response.producedAt = try CertificateReader.time(fields.take("producedAt"), field: "producedAt")
        let list = try fields.take("responses")
        guard !list.members.isEmpty else {
            throw broken("responses", list.encodedBytes.startIndex, "expected at least one")
        }
        for member in list.members.prefix(answerLimit) { response.answers.append(try answer(member)) }
    }

    private static func responder(_ node: ASN1Node) throws(CertificateReadError) -> OCSPResponse.Responder {
        let inner = try first(node, "responder")
        if node.identifier == tagged(1) { return .name(Array(inner.encodedBytes)) }
        guard node.identifier == tagged(2), let hash = inner.primitiveBytes else {
            throw broken("responder", node.encodedBytes.startIndex, "expected a name or a key hash")
        }
        return .key(Array(hash))
    }

    private static func answer(_ node: ASN1Node) throws(CertificateReadError) -> OCSPResponse.Answer {
        var fields = try sequence(node, "single response")
        let identifier = try fields.take("certificate identifier").members
        guard identifier.count == 4, let digest = identifier[0].members.first?.objectIdentifier,
            let name = identifier[1].primitiveBytes, let key = identifier[2].primitiveBytes,
            let serial = identifier[3].primitiveBytes
        else {
            throw broken(
                "certificate identifier", node.encodedBytes.startIndex,
                "expected a digest, two hashes and a serial number")
        }
        let status = try status(fields.take("certificate status"))
        let thisUpdate = try CertificateReader.time(fields.take("thisUpdate"), field: "thisUpdate")
        var answer = OCSPResponse.Answer(
            digest: digest, issuerNameHash: Array(name), issuerKeyHash: Array(key),
            serial: Fingerprint.hex(CertificateReader.unsigned(serial)), status: status,
            thisUpdate: thisUpdate)
        if let next = fields.takeIf(tagged(0)) {
            answer.nextUpdate = try CertificateReader.time(first(next, "nextUpdate"), field: "nextUpdate")
        }
        if let extensions = fields.takeIf(tagged(1))?.members.first {
            answer.timestamps = timestamps(extensions)
        }
        return answer
    }

    private static func status(_ node: ASN1Node) throws(CertificateReadError) -> OCSPResponse.Status {
        if node.identifier == tagged(0) { return .good }
        if node.identifier == tagged(2) { return .unknown }
        guard node.identifier == tagged(1) else {
            throw broken(
                "certificate status", node.encodedBytes.startIndex, "expected good, revoked or unknown")
        }
        var fields = try DERCursor(node, origin: 0, field: "certificate status")
        let time = try CertificateReader.time(fields.take("revocationTime"), field: "revocationTime")
        let reason = fields.takeIf(tagged(0))?.members.first?.primitiveBytes?.first
        return .revoked(at: time, reason: reason.map { reasons[$0] ?? "reason \($0)" })
    }

    private static let reasons: [UInt8: String] = [
        0: "unspecified", 1: "keyCompromise", 2: "cACompromise", 3: "affiliationChanged", 4: "superseded",
        5: "cessationOfOperation", 6: "certificateHold", 8: "removeFromCRL", 9: "privilegeWithdrawn",
        10: "aACompromise",
    ]

    /// The list of timestamps among the extensions of an answer; none if it is broken.
    private static func timestamps(_ extensions: ASN1Node) -> [SignedTimestamp] {
        for node in extensions.members where node.members.first?.objectIdentifier == "1.3.6.1.4.1.11129.2.4.5"
        {
            guard let value = node.members.last?.primitiveBytes, let list = try? DER.parse(value),
                let bytes = list.primitiveBytes
            else { return [] }
            return SignedTimestamp.list(bytes) ?? []
        }
        return []
    }

    private static func sequence(
        _ node: ASN1Node, _ field: String
    ) throws(CertificateReadError) -> DERCursor {
        guard node.identifier == .sequence else {
            throw broken(field, node.encodedBytes.startIndex, "expected a sequence")
        }
        return try DERCursor(node, origin: 0, field: field)
    }

    private static func tagged(_ number: UInt) -> ASN1Identifier {
        ASN1Identifier(tagWithNumber: number, tagClass: .contextSpecific)
    }

    private static func first(_ node: ASN1Node, _ field: String) throws(CertificateReadError) -> ASN1Node {
        guard let inner = node.members.first else {
            throw broken(field, node.encodedBytes.startIndex, "it is empty")
        }
        return inner
    }

    private static func parsed(
        _ bytes: ArraySlice<UInt8>, _ field: String
    ) throws(CertificateReadError) -> ASN1Node {
        do {
            return try DER.parse(bytes)
        } catch {
            throw broken(field, bytes.startIndex, "not DER")
        }
    }

    private static func broken(_ field: String, _ offset: Int, _ reason: String) -> CertificateReadError {
        CertificateReadError(field: field, offset: offset, reason: reason)
    }
}
