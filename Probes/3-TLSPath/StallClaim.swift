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
        text += "."
        if silent.contains(where: { $0.transcript.acked == true }) {
            text += " TCP acknowledged the ClientHello, so it was read and held back."
        }
        return text + Self.comparison(group, facts)
    }

    private var cutShort: [String] {
        let threshold = Double(facts.thresholds.stallSeconds) * 1000
        let short = silent.filter { ($0.transcript.silence ?? threshold) < threshold }
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
        var result: [String] = []
        if silent.contains(where: { $0.transcript.acked == false }) {
            result.append(
                "the ClientHello was never acknowledged by TCP: packet size, not policy, may be the cause")
        }
        if let bytes = silent.compactMap(\.transcript.sent?.bytes).max(), bytes > Self.segment {
            result.append(
                "the ClientHello takes \(bytes.grouped) bytes, more than one segment: a box that reads only the first one "
                    + "goes silent in the same way")
        }
        return result
    }

    /// What the direct path to the same host does, as a sentence with a space in front; empty without one.
    static func comparison(_ group: PathGroup, _ facts: PathFacts) -> String {
        guard let direct = facts.baseline(of: group), !direct.completed.isEmpty else { return "" }
        let times = direct.completed.compactMap(\.transcript.completionMs).sorted()
        guard !times.isEmpty else { return " The direct path completes." }
        return " The direct path completes in \(Interval(milliseconds: times[times.count / 2]))."
    }

    static func against(_ group: PathGroup, _ facts: PathFacts) -> [String] {
        var result: [String] = []
        if let direct = facts.baseline(of: group), direct.completed.isEmpty {
            result.append(
                "the direct path to \(group.host) does not complete either: the cause may lie beyond this path"
            )
        }
        if !group.completed.isEmpty {
            result.append("\(group.completed.count.grouped) other handshakes on this path completed")
        }
        return result
    }
}
