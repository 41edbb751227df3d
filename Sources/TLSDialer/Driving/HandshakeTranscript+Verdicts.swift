import CertificateChains
import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension HandshakeTranscript.Trust {
    init(_ verdict: TrustVerdict) {
        self.init()
        status = verdict.status?.rawValue
        anchor = verdict.anchor
        anchorKind = verdict.anchorKind?.rawValue
        product = verdict.product?.name
        productConfidence = verdict.product?.confidence.rawValue
        pin = HandshakeTranscript.Pin(verdict.pin)
    }
}

extension HandshakeTranscript.Pin {
    /// Absent for a host that is not pinned.
    init?(_ verdict: PinVerdict) {
        guard let policy = verdict.policy else { return nil }
        self.init()
        self.policy = policy
        self.version = PinRules.version
        self.verdict = verdict.word
        self.reason = verdict.reason
    }
}

extension HandshakeTranscript.OCSP {
    /// Takes what the response says and whether it may say it.
    mutating func take(_ verdict: OCSPVerdict) {
        status = verdict.statusWord
        verified = verdict.verified
        revokedAt = verdict.revokedAt?.rfc3339
        thisUpdate = verdict.thisUpdate?.rfc3339
        nextUpdate = verdict.nextUpdate?.rfc3339
        scts = verdict.timestamps.count
    }
}

extension [UInt8] {
    var base64: String { Data(self).base64EncodedString() }
}
