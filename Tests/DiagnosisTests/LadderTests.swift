import Casework
import CustomDump
import Diagnosis
import ProbeKit
import Testing

/// The seven lines, and what was not tested.
struct LadderTests {
    private func line(_ layer: Layer, _ results: [ProbeResult]) throws -> LayerVerdict {
        let verdict = Diagnosis().verdict(on: results)
        #expect(verdict.layers.map(\.layer) == Layer.ladder)
        return try #require(verdict.layers.first { $0.layer == layer })
    }

    @Test func aLayerIsAsBadAsItsWorstFinding() throws {
        let own = [
            finding("L4-B", .medium), finding("L4-A", .critical), finding("L4-D", .low),
            finding("L4-C", .high),
            finding("L4-E", .info),
        ]
        let line = try line(
            .adeToken, [result(.adeToken, "a", nil, own), result(.adeToken, "b", .pass, brief: "fine")])
        #expect(line.outcome == .fail)
        #expect(line.summary == "brief of L4-A; brief of L4-C; 1 more")
        #expect(line.findings == ["f1", "f2", "f3", "f4", "f5"])
        #expect(line.probes.count == 2)
    }

    @Test func warningsAndPassesHaveTheirWords() throws {
        let warned = try line(
            .callbacks, [result(.callbacks, "a", nil, [finding("L6-A", .low), finding("L6-B", .info)])])
        #expect(warned.outcome == .warn && warned.summary == "brief of L6-A")
        let passed = try line(
            .callbacks, ["one", "two", "", "three", "four"].map { result(.callbacks, $0, .pass, brief: $0) })
        #expect(passed.outcome == .pass && passed.summary == "one; two; three")
        let noted = try line(.callbacks, [result(.callbacks, "a", nil, [finding("L6-B", .info)])])
        #expect(noted.outcome == .pass)
    }

    @Test func aLayerWithOneMeasuredProbeIsJudged() throws {
        let line = try line(
            .bootTrust,
            [
                result(.bootTrust, "a", .unknown, because: "no log"),
                result(.bootTrust, "b", .pass, brief: "fine"),
            ])
        #expect(line.outcome == .pass && line.summary == "fine")
    }

    @Test func aLayerWithoutEvidenceIsUnknownAndSaysWhatToSupply() throws {
        let line = try line(
            .bootTrust,
            [
                result(.bootTrust, "a", .unknown, because: "no log", supply: "a log"),
                result(.bootTrust, "b", .unknown),
            ])
        #expect(line.outcome == .unknown && line.summary == "no log")
        let bare = try self.line(.bootTrust, [])
        #expect(bare.outcome == .unknown && bare.summary == "no probe was asked")
    }

    @Test func whatSomethingBelowTookAwayIsBlocked() throws {
        let verdict = Diagnosis().verdict(
            on: [
                result(.adeToken, "token", nil, [tenantWide("L4-EXPIRED")]),
                result(
                    .callbacks, "poll", .unknown, because: "no polls", blockedBy: ["L4-OTHER", "L4-EXPIRED"]),
                result(.supervision, "other", .unknown, because: "no profile", blockedBy: ["L4-OTHER"]),
                result(.bootTrust, "judged", .pass, brief: "fine", blockedBy: ["L4-EXPIRED"]),
            ])
        let callbacks = try #require(verdict.layers.first { $0.layer == .callbacks })
        #expect(callbacks.outcome == .blocked && callbacks.summary == "blocked by L4-EXPIRED")
        #expect(callbacks.probes.first?.blockedBy == "L4-EXPIRED")
        #expect(verdict.layers.first { $0.layer == .supervision }?.outcome == .unknown)
        #expect(
            verdict.layers.first { $0.layer == .bootTrust }?.outcome == .pass,
            "what was measured is not blocked")
        let missing = verdict.findings.filter { $0.code == .evidenceMissing }
        #expect(missing.map(\.layer) == [.supervision], "a blocked probe misses nothing")
        #expect(
            verdict.notTested.contains {
                $0.what == "layer 6" && $0.why == "blocked by L4-EXPIRED"
            })
    }

    @Test func aWholeLayerIsOneLineOfWhatWasNotTested() {
        let verdict = Diagnosis(leftOut: [
            Verdict.NotTested(what: "hops", why: "no live path", how: "run path")
        ]).verdict(
            on: [
                result(.tenantHealth, "a", .pass),
                result(.bootTrust, "a", .unknown, because: "no log", supply: "a log"),
                result(.bootTrust, "b", .unknown, because: "no log", supply: "a log"),
                result(.bootTrust, "c", .unknown, because: "no profile", supply: "a profile"),
            ])
        let lines = verdict.notTested
        #expect(lines.count == 2, "whoever left a whole layer out says so")
        expectNoDifference(
            lines.first { $0.what == "layer 5" },
            Verdict.NotTested(what: "layer 5", why: "no log; no profile", how: "a log; a profile"))
        #expect(lines.last?.what == "hops")
    }

    @Test func openQuestionsOfAJudgedLayerAreCounted() {
        let verdict = Diagnosis().verdict(
            on: Layer.ladder.map { result($0, "well", .pass) } + [
                result(.callbacks, "a", .unknown, because: "no z", supply: "z"),
                result(.callbacks, "b", .unknown, because: "no a", supply: "a"),
                result(.callbacks, "c", .unknown, because: "no z", supply: "z"),
            ])
        expectNoDifference(
            verdict.notTested,
            [Verdict.NotTested(what: "3 of 4 questions of layer 6", why: "no z; no a", how: "z; a")])
    }

    @Test func manyReasonsAreCutToTwo() throws {
        let open = (1...5).map { result(.bootTrust, "\($0)", .unknown, because: "no \($0)", supply: "\($0)") }
        let line = try line(.bootTrust, open)
        #expect(line.summary == "no 1; no 2; 3 more")
        let why = Diagnosis().verdict(on: open).notTested.first { $0.what == "layer 5" }?.why
        #expect(why == "no 1; no 2; 3 more")
    }

    @Test func missingEvidenceIsOneFindingForALayerAndSupply() {
        let verdict = Diagnosis().verdict(
            on: [
                result(.callbacks, "a", .unknown, because: "no hook", supply: "hooks"),
                result(.callbacks, "b", .unknown, because: "no hook", supply: "hooks"),
                result(.supervision, "c", .unknown, because: "no hook", supply: "hooks"),
            ])
        #expect(verdict.findings.map(\.code) == [.evidenceMissing, .evidenceMissing])
        #expect(verdict.findings.first?.claim.detail == "no hook. How to get it: hooks.")
        #expect(verdict.outcome == .unknown && verdict.rootCauses.isEmpty)
    }

    @Test func aFaultIsAFindingOfTheRunAndNoMissingEvidence() {
        let verdict = Diagnosis().verdict(
            on: [
                result(.tenantHealth, "a", .pass),
                result(.tenantHealth, "b", .unknown, because: "failed", fault: "raised X"),
            ])
        #expect(verdict.findings.map(\.code) == [.probeError])
        #expect(verdict.findings.first?.claim.detail == "tenant-health.b: raised X")
        #expect(verdict.outcome == .warn)
        #expect(verdict.layers.first?.outcome == .pass, "the layer itself is judged by what was measured")
    }

    @Test(arguments: [
        (Severity.critical, Outcome.fail), (.medium, .fail), (.low, .warn), (.info, .pass),
    ])
    func theRunIsAsBadAsItsWorstFinding(_ severity: Severity, _ outcome: Outcome) {
        #expect(verdict(tenantWide("L1-A", severity)).outcome == outcome)
        #expect(Diagnosis().verdict(on: []).outcome == .unknown)
    }

    @Test func measuresAreKeptByProbe() {
        var measured = result(.tenantHealth, "a", .pass)
        measured.measures = ["compliance": 61]
        let verdict = Diagnosis().verdict(on: [measured, result(.tenantHealth, "b", .pass)])
        expectNoDifference(verdict.measures, ["tenant-health.a": ["compliance": .count(61)]])
    }
}

/// What keeps a layer from passing although some of its probes were content.
struct MainQuestionTests {
    private func result(_ id: ProbeID, _ outcome: Outcome, isMain: Bool = false) -> ProbeResult {
        let card = ProbeCard(id, layer: .callbacks, asks: "Is \(id) well?", raises: [], isMain: isMain)
        return ProbeResult(card: card, outcome: outcome, because: outcome == .unknown ? "no log" : nil)
    }

    private func line(_ results: [ProbeResult]) throws -> LayerVerdict {
        try #require(Diagnosis().verdict(on: results).layers.first { $0.layer == .callbacks })
    }

    @Test func aLayerDoesNotPassWhileItsMainQuestionIsOpen() throws {
        let line = try line([result("a", .pass), result("b", .unknown, isMain: true), result("c", .unknown)])
        #expect(line.outcome == .unknown)
        #expect(line.summary == "no log; 1 of 3 questions answered, nothing wrong there")
    }

    @Test func anotherOpenQuestionDoesNotKeepItFromPassing() throws {
        let line = try line([result("a", .pass, isMain: true), result("b", .unknown)])
        #expect(line.outcome == .pass)
    }
}
