import Casework
import ProbeKit
import TLSHandshake

/// The claim about handshakes of one path that met silence, and what a direct path says about it.
struct StallClaim {
    private let group: PathGroup
    private let silent: [PathHandshake]
    private let facts: PathFacts

    /// A ClientHello longer than this takes two segments.
    ///
    /// Source: 1,500 bytes of Ethernet less the headers.
    static let segment = 1448

    init(_ group: PathGroup, _ silent: [PathHandshake], _ facts: PathFacts) {
        self.group = group
        self.silent = silent
        self.facts = facts
    }

    var claim: Claim {
        var values: [String: Figure] = ["thresholdSeconds": .count(facts.thresholds.stallSeconds)]
        if let longest { values["longestSilenceMs"] = .number(longest) }
        values.merge(Self.smallestChange(group, facts)) { $1 }
        return group.claim(
            "L3-STALL", silent, brief: "\(group.label): silence after the ClientHello", detail: detail,
            noun: "stalled handshake", values: values, against: cutShort + size + Self.against(group, facts))
    }

    private var longest: Double? { silent.compactMap(\.transcript.silence).max() }

    private var detail: String {
        let later = silent.filter { $0.transcript.reached(.serverHello) }
        var text = "\(group.share(silent)) with \(group.label) met silence"
        if later.count == silent.count, let stage = later.first?.transcript.lastStage {
            text += " after \(stage.rawValue)"
        } else {
            text += " after the ClientHello"
        }
        if let longest { text += ", up to \(Interval(milliseconds: longest))" }
        let given = gaveUp
        if let longest = given.compactMap(\.transcript.silence).max() {
            text += ", cut short: the wait ended after \(Interval(milliseconds: longest))"
            if given.count < silent.count { text += " in \(given.count.grouped) of them" }
        }
        text += "."
        if silent.contains(where: { $0.transcript.acked == true && $0.transcript.proxy == nil }) {
            text += " TCP acknowledged the ClientHello: it arrived somewhere and is held back."
        } else if silent.contains(where: { $0.transcript.acked == true }) {
            text +=
                " The proxy acknowledged the ClientHello, which says nothing about the way behind it."
        }
        if silent.contains(where: { $0.transcript.proxy != nil && !$0.transcript.failsAtProxy }) {
            text += " The proxy had opened the tunnel: it, or what stands behind it, is silent."
        }
        return text + Self.comparison(group, facts)
    }

    /// Those whose silence was not waited for as long as a stall lasts.
    private var gaveUp: [PathHandshake] {
        let threshold = Double(facts.thresholds.stallSeconds) * 1000
        return silent.filter { ($0.transcript.silence ?? threshold) < threshold }
    }

    private var cutShort: [String] {
        let short = gaveUp
        let unstated = silent.filter { $0.transcript.silence == nil }
        var result: [String] = []
        if let longest = short.compactMap(\.transcript.silence).max() {
            result.append(
                "\(short.count.grouped) of them were given up after \(Interval(milliseconds: longest)) at most, before the "
                    + "\(facts.thresholds.stallSeconds) s that make a stall: a slower answer may have come")
        }
        if !unstated.isEmpty {
            result.append("\(unstated.count.grouped) of them do not say how long the silence lasted")
        }
        return result
    }

    /// The rival explanation that needs no policy at all.
    private var size: [String] {
        guard !facts.showsNoMatterOfSize(on: group) else { return [] }
        var result: [String] = []
        if silent.contains(where: { $0.transcript.acked == false }) {
            result.append(
                "the ClientHello was never acknowledged by \(silent.contains { $0.transcript.proxy != nil } ? "the proxy" : "TCP"): "
                    + "packet size, not policy, may be the cause")
        }
        if let bytes = silent.compactMap(\.transcript.sent?.bytes).max(), bytes > Self.segment {
            result.append(
                "the ClientHello takes \(bytes.grouped) bytes, more than one segment: a box that reads only the first one "
                    + "goes silent in the same way")
        }
        return result
    }

    /// What the direct path to the same host does, and which change of the ClientHello helps, as sentences with a
    /// space in front; empty where nobody tried.
    static func comparison(_ group: PathGroup, _ facts: PathFacts) -> String {
        let ladder = facts.ladder(of: group)?.explanation.map { " \($0)" } ?? ""
        guard let direct = facts.baseline(of: group), !direct.completed.isEmpty else { return ladder }
        let times = direct.completed.compactMap(\.transcript.completionMs).sorted()
        guard !times.isEmpty else { return " The direct path completes." + ladder }
        return " The direct path completes in \(Interval(milliseconds: times[times.count / 2]))." + ladder
    }

    /// The smallest change of the ClientHello that makes the difference, as a figure; empty where none is known.
    static func smallestChange(_ group: PathGroup, _ facts: PathFacts) -> [String: Figure] {
        facts.ladder(of: group)?.smallestChange.map { ["smallestChange": .text($0.rawValue)] } ?? [:]
    }

    static func against(_ group: PathGroup, _ facts: PathFacts) -> [String] {
        var result: [String] = []
        if let direct = facts.baseline(of: group), direct.completed.isEmpty {
            result.append(
                "the direct path to \(group.host) does not complete either: the cause may lie beyond this path"
            )
        }
        if let ladder = facts.ladder(of: group) {
            let lived = ladder.control.count { $0.transcript.outcome == .completed }
            if lived > 0 {
                result.append(
                    "the same ClientHello completed in \(lived.grouped) of \(ladder.control.count.counted("control")) "
                        + "of the ladder: the path is unsteady")
            }
        }
        if !group.completed.isEmpty {
            result.append("\(group.completed.count.grouped) other handshakes on this path completed")
        }
        return result
    }
}
