import Crypto
import SwiftASN1
import X509

/// Checks a stapled OCSP response against the certificate that it came with.
///
/// Rules: 1. the answer whose identifier fits leaf and issuer counts, by SHA-1 or SHA-2. 2. it is signed by the
/// issuer, or by a certificate that came along, that the issuer signed, that bears the usage OCSPSigning and
/// is within its dates. 3. the time lies between thisUpdate and nextUpdate, with ``clockAllowance`` for the
/// former. 4. each fault is told; none hides another.
/// Source: RFC 6960 sections 3.2, 4.2.1 and 4.2.2.2.
package struct OCSPCheck: Sendable {
    /// How far a clock may be behind the responder's.
    ///
    /// Units: seconds; CAs date responses back by minutes to hours, so that five minutes are generous.
    static let clockAllowance: Int64 = 300
    static let signingUsage = "1.3.6.1.5.5.7.3.9"

    private let leaf: CertificateFacts
    private let issuer: Issuer?

    /// Takes the leaf and the certificates among which its issuer is, in DER.
    package init(leaf: [UInt8], candidates: [[UInt8]]) {
        self.leaf = CertificateFacts(der: leaf)
        let certificate = Self.certificate(leaf)
        issuer = candidates.prefix(PresentedChain.searchLimit).lazy.compactMap(Issuer.init(der:)).first {
            guard let certificate else { return false }
            return $0.certificate.subject == certificate.issuer && $0.certificate.hasSigned(certificate)
        }
    }

    /// Checks a response in DER.
    package func judge(_ der: [UInt8], at time: CertificateTime) -> OCSPVerdict {
        var verdict = OCSPVerdict()
        let response: OCSPResponse
        do {
            response = try OCSPResponse(der: der)
        } catch {
            verdict.faults = [.unreadable("\(error.field) at byte \(error.offset): \(error.reason)")]
            return verdict
        }
        guard response.word == "successful" else {
            verdict.faults = [.unanswered(response.word)]
            return verdict
        }
        if let answer = response.answers.first(where: isAboutLeaf) {
            verdict.status = answer.status
            verdict.thisUpdate = answer.thisUpdate
            verdict.nextUpdate = answer.nextUpdate
            verdict.timestamps = answer.timestamps
            verdict.faults += dates(answer, at: time)
        } else {
            verdict.faults.append(.otherCertificate(serial: response.answers.first?.serial ?? "none"))
        }
        if let fault = signature(response, at: time) { verdict.faults.append(fault) }
        return verdict
    }

    /// Without the issuer the serial number alone must do; ``OCSPVerdict/Fault/unknownIssuer`` says so.
    private func isAboutLeaf(_ answer: OCSPResponse.Answer) -> Bool {
        guard answer.serial == leaf.serial, !leaf.serial.isEmpty else { return false }
        guard let issuer else { return true }
        return Self.digest(issuer.name, answer.digest) == answer.issuerNameHash
            && Self.digest(issuer.key, answer.digest) == answer.issuerKeyHash
    }

    private func dates(_ answer: OCSPResponse.Answer, at time: CertificateTime) -> [OCSPVerdict.Fault] {
        let (latest, overflow) = time.secondsSince1970.addingReportingOverflow(Self.clockAllowance)
        if !overflow, answer.thisUpdate.secondsSince1970 > latest { return [.notYetValid(answer.thisUpdate)] }
        if let end = answer.nextUpdate, time > end { return [.expired(end)] }
        return []
    }

    /// Absent if the signature is that of somebody who may answer for the issuer.
    private func signature(_ response: OCSPResponse, at time: CertificateTime) -> OCSPVerdict.Fault? {
        guard let issuer else { return .unknownIssuer }
        guard let algorithm = Self.algorithms[response.signatureAlgorithm] else {
            return .unsupportedSignature(
                AlgorithmNames.signatures[response.signatureAlgorithm] ?? response.signatureAlgorithm)
        }
        func signed(_ signer: Issuer) -> Bool {
            signer.certificate.publicKey.isValidSignature(
                response.signature, for: response.signedBytes, signatureAlgorithm: algorithm)
        }
        if issuer.answers(as: response.responder) {
            if signed(issuer) { return nil }
            guard !response.certificates.isEmpty else { return .badSignature }
        }
        let delegates = response.certificates.compactMap(Issuer.init(der:)).filter {
            $0.answers(as: response.responder)
        }
        guard let delegate = delegates.first(where: { issuer.certificate.hasSigned($0.certificate) }) else {
            if issuer.answers(as: response.responder) { return .badSignature }
            return .foreignResponder(delegates.first?.facts.subject.text ?? "its certificate did not come")
        }
        guard signed(delegate) else { return .badSignature }
        guard delegate.facts.extendedKeyUsages?.contains(Self.signingUsage) == true else {
            return .responderWithoutUsage
        }
        guard let first = delegate.facts.notBefore, let last = delegate.facts.notAfter, first <= time,
            time <= last
        else { return .responderOutOfDate }
        return nil
    }

    /// What swift-certificates can verify.
    private static let algorithms: [String: Certificate.SignatureAlgorithm] = [
        "1.2.840.113549.1.1.5": .sha1WithRSAEncryption, "1.2.840.113549.1.1.11": .sha256WithRSAEncryption,
        "1.2.840.113549.1.1.12": .sha384WithRSAEncryption, "1.2.840.113549.1.1.13": .sha512WithRSAEncryption,
        "1.2.840.10045.4.3.2": .ecdsaWithSHA256, "1.2.840.10045.4.3.3": .ecdsaWithSHA384,
        "1.2.840.10045.4.3.4": .ecdsaWithSHA512, "1.3.101.112": .ed25519,
    ]

    /// Absent for a digest that no responder uses.
    fileprivate static func digest(_ bytes: [UInt8], _ algorithm: String) -> [UInt8]? {
        switch algorithm {
        case "1.3.14.3.2.26": Array(Insecure.SHA1.hash(data: bytes))
        case "2.16.840.1.101.3.4.2.1": Array(SHA256.hash(data: bytes))
        case "2.16.840.1.101.3.4.2.2": Array(SHA384.hash(data: bytes))
        case "2.16.840.1.101.3.4.2.3": Array(SHA512.hash(data: bytes))
        default: nil
        }
    }

    fileprivate static func certificate(_ der: [UInt8]) -> Certificate? {
        der.count <= CertificateReader.byteLimit ? try? Certificate(derEncoded: der) : nil
    }
}

/// A certificate that may sign responses, with what identifies it.
private struct Issuer {
    let certificate: Certificate
    let facts: CertificateFacts
    /// The encoded subject.
    let name: [UInt8]
    /// The content of the key's bit string.
    let key: [UInt8]

    init?(der: [UInt8]) {
        guard let certificate = OCSPCheck.certificate(der), let root = try? DER.parse(der),
            let body = root.members.first?.members
        else { return nil }
        // The version in front may be missing; serial number, algorithm, issuer and validity follow it.
        let version = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
        let start = body.first?.identifier == version ? 1 : 0
        guard body.count > start + 5, let bits = body[start + 5].members.last,
            let key = try? ASN1BitString(derEncoded: bits)
        else { return nil }
        self.certificate = certificate
        self.facts = CertificateFacts(der: der)
        self.name = Array(body[start + 4].encodedBytes)
        self.key = Array(key.bytes)
    }

    func answers(as responder: OCSPResponse.Responder?) -> Bool {
        switch responder {
        case .name(let name): name == self.name
        case .key(let hash): hash == OCSPCheck.digest(key, "1.3.14.3.2.26")
        case nil: false
        }
    }
}
