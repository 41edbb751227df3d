package import Casework
import Diagnosis
import ProbeKit

/// What one way to a host came to, as a handshake transcript; `abm-forensics/path/1` as a whole.
///
/// Shape: the baseline first, then each path in the order given.
package struct PathReport: Sendable, Hashable {
    package static let schema = "abm-forensics/path/1"

    package struct Path: Sendable, Hashable {
        package var name: String
        /// The proxy; `nil` or `direct` for a direct path.
        package var via: String?
        /// The transcript; read by its field names, so that a stored one renders as well as a fresh one.
        ///
        /// Null where the run was stopped before there was one.
        package var handshake: JSONTree
        /// Further handshakes like it: repeated, or with the host's other addresses.
        package var repeats: [JSONTree]
        /// Handshakes that try something out: rungs of the ladder, resumptions, reflections, hops.
        package var trials: [JSONTree]

        package init(
            name: String, via: String? = nil, handshake: JSONTree, repeats: [JSONTree] = [],
            trials: [JSONTree] = []
        ) {
            self.name = name.withoutUserInfo
            self.via = via?.withoutUserInfo
            self.handshake = handshake
            self.repeats = repeats
            self.trials = trials
        }
    }

    /// A field of the handshakes that is not the same on two paths, with the set of values seen on each.
    package struct Difference: Sendable, Hashable {
        package var field: String
        /// The name of the baseline path.
        package var baseline: String
        /// The name of the path that differs.
        package var path: String
        package var onBaseline: [Figure]
        package var onPath: [Figure]

        package init(field: String, baseline: String, path: String, onBaseline: [Figure], onPath: [Figure]) {
            self.field = field
            self.baseline = baseline
            self.path = path
            self.onBaseline = onBaseline
            self.onPath = onPath
        }
    }

    /// `HOST:PORT` as it was asked for.
    package var target: String
    package var paths: [Path]
    package var differences: [Difference]
    package var findings: [Report.FindingBlock]
    package var verdict: Report.VerdictBlock
    /// The signal that ended the run early: what was not whole by then is missing.
    package var interruption: String?
}

extension PathReport {
    /// - Parameter input: the verdict of the path probes over these handshakes; its devices and score play no part.
    package init(target: String, paths: [Path], differences: [Difference], input: ReportInput) {
        let report = Report(input)
        self.target = target
        self.paths = paths
        self.differences = differences
        // A path has no case: what evidence a case would lack is nobody's concern here.
        findings = report.findings.filter { !$0.code.isRunLevel }
        verdict = report.verdict
    }

    package var json: JSONTree {
        var members: [JSONTree.Member] = [
            .init("schema", .text(Self.schema)), .init("target", .text(target)),
        ]
        if let interruption { members.append(.init("interrupted", .text(interruption))) }
        members += [
            .init("paths", .array(paths.map(\.json))),
            .init("differences", .array(differences.map(\.json))),
            .init("findings", .array(findings.map(\.json))), .init("verdict", verdict.json),
        ]
        return .object(members)
    }
}

extension String {
    /// A URL without the user and password that must not reach a report; any other text as it is.
    var withoutUserInfo: String {
        guard let scheme = firstRange(of: "://") else { return self }
        let authority = self[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@") else { return self }
        return String(self[..<scheme.upperBound] + self[index(after: at)...])
    }
}

extension PathReport.Path {
    var proxy: String? { via == "direct" ? nil : via }

    fileprivate var json: JSONTree {
        [
            "name": .text(name), "via": JSONTree(via), "handshake": handshake, "repeats": .array(repeats),
            "trials": .array(trials),
        ]
    }
}

extension PathReport.Difference {
    var json: JSONTree {
        [
            "field": .text(field), "baseline": .text(baseline), "path": .text(path),
            "values": [
                "baseline": .array(onBaseline.map { JSONTree($0) }),
                "path": .array(onPath.map { JSONTree($0) }),
            ],
        ]
    }
}
