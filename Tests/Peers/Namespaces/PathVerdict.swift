import Casework
import Diagnosis
import ProbeKit
import TLSHandshake
import TLSPathProbes

@testable import TLSDialer

/// What layer 3 makes of transcripts, as the command makes it.
struct PathVerdict {
    let verdict: Verdict

    init(on transcripts: [HandshakeTranscript]) {
        let clock = Instant(microseconds: wallClock().millisecondsSince1970 * 1_000)
        let names = transcripts.map { _ in Optional(PathHandshake.direct) }
        let facts = PathFacts(transcripts: transcripts, names: names, asOf: clock)
        verdict = Diagnosis().verdict(on: Roster.tlsPath.examine(facts))
    }

    /// The codes of layer 3 that were raised, those of the run itself left out.
    var codes: Set<String> {
        Set(verdict.findings.map(\.code.description).filter { $0.hasPrefix("L3-") })
    }

    var rootCodes: [String] { verdict.rootCauses.map(\.code.description) }

    func claim(_ code: FindingCode) -> Claim? { verdict.findings.first { $0.code == code }?.claim }

    func smallestChange(_ code: FindingCode) -> Figure? { claim(code)?.values["smallestChange"] }
}
