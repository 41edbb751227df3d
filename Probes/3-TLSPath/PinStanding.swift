import CertificateChains
import TLSHandshake

/// What a chain is worth under the pin rule of its host, computed or recorded.
package struct PinStanding: Sendable, Hashable {
    package enum Verdict: String, Sendable, Hashable, CaseIterable {
        case kept, broken, undecided
        /// The case itself names the anchor that the host must reach, and it does.
        case waived
    }

    /// Apple's name for the rule.
    package var policy: String
    package var verdict: Verdict
    package var reason: String
    /// Whether whoever measured said so, instead of its being drawn from the rest of the transcript.
    var isRecorded = false

    /// `nil` for a host that is not pinned.
    init?(_ verdict: PinVerdict) {
        guard let policy = verdict.policy, let known = verdict.word.flatMap(Verdict.init(rawValue:)) else {
            return nil
        }
        self.policy = policy
        self.verdict = known
        self.reason = verdict.reason ?? ""
    }

    /// Takes what a transcript says; without it a chain that ends in an inspecting gateway's root breaks the
    /// rule of any pinned host, since none admits such a root.
    init?(recordedIn transcript: HandshakeTranscript, host: String, status: ChainJudgement.Status?) {
        if let pin = transcript.trust?.pin, let policy = pin.policy {
            self.policy = policy
            self.verdict = pin.verdict.flatMap(Verdict.init(rawValue:)) ?? .undecided
            self.reason = pin.reason ?? ""
            self.isRecorded = true
            return
        }
        guard let policy = PinRules.policy(for: HostIdentity(host)) else { return nil }
        self.policy = policy
        self.verdict = status == .intercepted ? .broken : .undecided
        self.reason =
            status == .intercepted
            ? "the chain ends in a root that the rule does not name"
            : "the transcript holds neither the certificates nor a verdict on the pin rule"
    }

    /// Weighs a computed verdict against a recorded one.
    ///
    /// Rules: 1. what the certificates decide counts. 2. what they leave open is taken as recorded. 3. an anchor
    /// that the case names for its hosts waives the rule, since such a host is not Apple's own, unless it is
    /// the anchor of a known product or whoever measured found the rule broken.
    static func weighing(_ verdict: TrustVerdict, recorded: PinStanding?) -> PinStanding? {
        guard var computed = PinStanding(verdict.pin), computed.verdict != .kept else {
            return PinStanding(verdict.pin)
        }
        if verdict.anchorKind == .given, verdict.product == nil {
            if let recorded, recorded.isRecorded { return recorded }
            computed.verdict = .waived
            return computed
        }
        return computed.verdict == .undecided ? recorded ?? computed : computed
    }
}
