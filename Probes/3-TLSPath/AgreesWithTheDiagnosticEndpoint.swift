import Casework
package import ProbeKit
import TLSHandshake

/// Asks whether the tenant's diagnostic endpoint says what was measured.
///
/// Needs: an exchange with the endpoint, and handshakes with the same host.    Source: field guide FG-3.7.
/// Rules: 1. only what was measured, on ways that agree with one another, is compared; ways through a gateway count
///           where there are any.
///        2. any of the three answers is the opposite of the measurement: disagrees.  3. all agree: sound.
///        4. the endpoint was not asked, or nothing of it was measured: cannot tell, and nothing is lost.
package struct AgreesWithTheDiagnosticEndpoint: Probe {
    package static let card = ProbeCard(
        "tls-path.agrees-with-the-diagnostic-endpoint", layer: .tlsPath,
        asks: "Does the tenant's diagnostic endpoint say what was measured?",
        needs: [Need(Supply(.exchanges), how: HowToGet.diagnostics)], raises: [disagrees])

    package init() {}

    package func examine(_ facts: PathFacts) -> Conclusion {
        guard !facts.diagnostics.isEmpty else {
            return .cannotTell(
                because: "the diagnostic endpoint was not asked", supply: HowToGet.diagnostics)
        }
        let comparisons = facts.diagnostics.flatMap { Self.compare($0, facts) }
        guard !comparisons.isEmpty else {  // rule 4
            return .cannotTell(
                because: "nothing that the diagnostic endpoint speaks of was measured",
                supply: HowToGet.handshakes)
        }
        let wrong = comparisons.filter { $0.said != $0.measured }
        return .found(
            wrong.isEmpty ? [] : [Self.claim(wrong)],
            orSound: "the diagnostic endpoint agrees on \(comparisons.count.counted("point"))")
    }

    /// One of its statements with what was measured of it.
    private struct Comparison {
        let answer: DiagnosticAnswer
        let name: String
        let said: Bool
        let measured: Bool
        let handshakes: [PathHandshake]
    }

    private static func compare(_ answer: DiagnosticAnswer, _ facts: PathFacts) -> [Comparison] {
        func comparison(
            _ name: String, _ said: Bool?, among handshakes: [PathHandshake],
            _ measure: (PathHandshake) -> Bool?
        ) -> Comparison? {
            guard let said else { return nil }
            let known = handshakes.filter { $0.host == answer.host && measure($0) != nil }
            let through = known.filter { !$0.isDirect }
            let used = through.isEmpty ? known : through
            let values = Set(used.compactMap(measure))
            guard values.count == 1, let measured = values.first else { return nil }
            return Comparison(answer: answer, name: name, said: said, measured: measured, handshakes: used)
        }
        let resumed = facts.trials(for: .psk).filter {
            $0.transcript.outcome == .completed && $0.transcript.psk?.offered == true
        }
        return [
            comparison("sni_preserved", answer.keepsServerName, among: facts.reflected) {
                !KeepsTheServerName.isRewritten($0.transcript)
            },
            comparison("psk_supported", answer.takesPSK, among: resumed) { $0.transcript.psk?.accepted },
            comparison("cert_chain_valid", answer.chainIsValid, among: facts.handshakes) {
                switch $0.chain?.status {
                case .expected, .public: true
                case .intercepted, .untrusted, .incomplete: false
                case nil: nil
                }
            },
        ].compactMap(\.self)
    }

    private static func claim(_ wrong: [Comparison]) -> Claim {
        let words = wrong.map { "\($0.name) is \($0.said) there and \($0.measured) in the measurement" }
        let host = wrong.first?.answer.host ?? ""
        let scopes = wrong.flatMap(\.handshakes).map(\.scope).reduce(into: [PathScope]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        return Claim(
            "L3-DIAG-DISAGREES", brief: "the diagnostic endpoint contradicts the measurement",
            detail:
                "The diagnostic endpoint of \(host) contradicts the handshakes: \(words.joined(separator: "; ")).",
            subject: Subject(.host, host), count: wrong.count, extent: .standing(since: nil), paths: scopes,
            values: ["statements": .list(wrong.map { .text($0.name) })],
            evidence: wrong.flatMap { [$0.answer.citation] + $0.handshakes.prefix(1).map(\.citation) },
            against: ["the endpoint does not say over which path it was asked"])
    }
}

extension AgreesWithTheDiagnosticEndpoint {
    static let disagrees = FindingCard(
        "L3-DIAG-DISAGREES", "The diagnostic endpoint contradicts the measurement",
        severity: .low, basis: .fieldGuide("FG-3.7"),
        meaning: """
            The field guide knows an endpoint of the tenant that judges the path: whether the server name is kept,
            a pre-shared key is supported and the chain is valid. It says the opposite of what the handshakes of this
            run show. A measurement of the path itself weighs more; no document of Apple describes the endpoint.
            """,
        settle: Check("Ask the endpoint again over the path that was measured, and measure that path again."),
        remedy: Remedy(
            .network, "Trust the measurement; find out over which path the endpoint was asked.",
            steps: ["Repeat both from the same machine over the same path, and compare."],
            references: ["field guide FG-3.7"]))
}

extension AgreesWithTheDiagnosticEndpoint {
    package static let workedCases: [WorkedCase<PathFacts>] = [
        WorkedCase("no exchanges", PathFacts(), .cannotTell),
        WorkedCase("never asked", .hearing(nil, [.completed()]), .cannotTell),
        WorkedCase("nothing was measured", .hearing(true, []), .cannotTell),
        WorkedCase("both say that the chain is good", .hearing(true, [.completed()]), .sound),
        WorkedCase(
            "it calls an intercepted chain valid",
            .hearing(true, [.completed(), .completed(via: "ztna", trust: "intercepted")]),
            .raises(["L3-DIAG-DISAGREES": 1])),
    ]
}
