package import CaseReading
import Casework
package import CertificateChains
import TLSHandshake

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension PathFacts {
    /// Judges every chain whose certificates the transcript holds; a recorded verdict stays where none can be
    /// made.
    ///
    /// - Parameter publicRoots: read once by the caller; without them only the case's own anchors can be
    /// reached.
    package mutating func judgeChains(anchors: [CertificateFile], publicRoots: PublicRoots) async {
        let given = anchors.flatMap { (try? PEMFile($0.bytes))?.certificates ?? [] }
        let trust = ChainTrust(anchors: given, publicRoots: publicRoots)
        for index in handshakes.indices {
            let presented = handshakes[index].presentedCertificates
            guard !presented.isEmpty else { continue }
            let time = handshakes[index].startedAt ?? asOf
            let second = CertificateTime(secondsSince1970: time.microseconds / 1_000_000)
            let verdict = await trust.judge(
                presented: presented, for: HostIdentity(handshakes[index].host), at: second)
            let recorded = handshakes[index].chain
            handshakes[index].chain = ChainJudgement(verdict, recorded: recorded)
            handshakes[index].judgeStaple(verdict, presented, at: second)
        }
    }
}

extension PathHandshake {
    /// DER as presented, leaf first; empty unless every certificate is there.
    var presentedCertificates: [[UInt8]] {
        let summaries = transcript.certificates ?? []
        let decoded = summaries.compactMap { $0.der.flatMap { Data(base64Encoded: $0) }.map(Array.init) }
        return decoded.count == summaries.count ? decoded : []
    }
}

extension PathHandshake {
    /// Puts what the stapled response itself says in place of what was recorded of it.
    mutating func judgeStaple(_ verdict: TrustVerdict, _ presented: [[UInt8]], at time: CertificateTime) {
        guard let leaf = presented.first,
            let staple = transcript.ocsp?.der.flatMap({ Data(base64Encoded: $0) }).map(Array.init)
        else { return }
        let issuers = verdict.path.dropFirst().map(\.der) + presented.dropFirst()
        let judged = OCSPCheck(leaf: leaf, candidates: Array(issuers)).judge(staple, at: time)
        transcript.ocsp?.status = judged.statusWord
        transcript.ocsp?.verified = judged.verified
        transcript.ocsp?.revokedAt = judged.revokedAt?.rfc3339
        transcript.ocsp?.thisUpdate = judged.thisUpdate?.rfc3339
        transcript.ocsp?.nextUpdate = judged.nextUpdate?.rfc3339
        transcript.ocsp?.scts = judged.timestamps.count
    }
}

extension ChainJudgement {
    /// Takes a computed verdict, and from the recorded one what the certificates cannot say.
    init(_ verdict: TrustVerdict, recorded: ChainJudgement?) {
        self.init()
        status = verdict.status.flatMap { Status(rawValue: $0.rawValue) } ?? recorded?.status
        reason = verdict.reason
        anchor = verdict.anchor ?? recorded?.anchor
        issuers = verdict.path.map(\.issuer.text)
        if issuers.isEmpty { issuers = recorded?.issuers ?? [] }
        product = verdict.product?.name ?? recorded?.product
        productConfidence = verdict.product?.confidence.rawValue ?? recorded?.productConfidence
        anchorKind = verdict.anchorKind?.rawValue ?? recorded?.anchorKind
        pin = PinStanding.weighing(verdict, recorded: recorded?.pin)
        missingIssuer = verdict.missingIssuer
        names = recorded?.names ?? []
        namesHost = verdict.namesHost
        validity =
            switch verdict.leafValidity {
            case .valid: .valid
            case .notYetValid: .notYetValid
            case .expired: .expired
            case nil: nil
            }
        notBefore = recorded?.notBefore
        notAfter = recorded?.notAfter
        unfit = verdict.unfit.map(\.description)
        isComputed = true
    }
}
