import CertificateChains
import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension HandshakeTranscript.CertificateSummary {
    /// The facts of a certificate in the fields of the transcript; what could not be read is absent.
    init(_ facts: CertificateFacts, withDER: Bool) {
        self.init()
        sha256 = facts.sha256
        if withDER { der = Data(facts.der).base64EncodedString() }
        subject = facts.subject.isEmpty && facts.problem != nil ? nil : facts.subject.text
        issuer = facts.issuer.isEmpty ? nil : facts.issuer.text
        serial = facts.serial.isEmpty ? nil : facts.serial
        notBefore = facts.notBefore?.rfc3339
        notAfter = facts.notAfter?.rfc3339
        signature = facts.signature.isEmpty ? nil : facts.signature
        guard !facts.spkiSHA256.isEmpty else { return }
        spkiSHA256 = facts.spkiSHA256
        key = facts.key.text
        names = facts.names.map(\.description)
        scts = facts.scts
        isCA = facts.isCA
    }
}
