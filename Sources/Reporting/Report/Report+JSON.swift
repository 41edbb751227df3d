package import Casework
import ProbeKit

extension Report {
    /// The report as `abm-forensics/report/1`.
    ///
    /// Every named field is always there: `null` where it has no value, `[]` where a list is empty.
    package var json: JSONTree {
        [
            "schema": .text(Self.schema),
            "tool": tool.json,
            "run": run.json,
            "case": caseBlock.json,
            "verdict": verdict.json,
            "layers": .array(layers.map(\.json)),
            "findings": .array(findings.map(\.json)),
            "devices": devices?.json ?? .null,
            "handshakes": .array(handshakes),
            "score": score?.json ?? .null,
            "notTested": .array(notTested.map(\.json)),
        ]
    }
}

extension Report.Tool {
    var json: JSONTree { ["name": .text(name), "version": .text(version)] }
}

extension Report.Run {
    var json: JSONTree {
        let durations = probeDurations.map { ($0.key.text, JSONTree.number($0.value.milliseconds)) }
        return [
            "id": .text(id), "mode": .text(mode.rawValue), "startedAt": .text(startedAt.description),
            "durationMs": .integer(duration.microseconds / 1000), "command": JSONTree(command),
            "vantage": JSONTree(vantage?.rawValue),
            "probeDurations": JSONTree(
                sorted: Dictionary(durations, uniquingKeysWith: { first, _ in first })),
        ]
    }
}

extension Interval {
    var milliseconds: Double { Double(microseconds) / 1000 }
}

extension Report.CaseBlock {
    var json: JSONTree {
        [
            "id": .text(id), "title": .text(title), "asOf": .text(asOf.description),
            "tenant": [
                "id": JSONTree(tenant.id), "sector": JSONTree(tenant.sector),
                "dialect": JSONTree(tenant.dialect),
            ],
            "mdm": [
                "vendor": JSONTree(mdm.vendor), "version": JSONTree(mdm.version),
                "serverId": JSONTree(mdm.serverID), "syncIntervalMinutes": JSONTree(mdm.syncIntervalMinutes),
            ],
            "manifestSHA256": JSONTree(manifestSHA256), "evidenceFiles": JSONTree(evidenceFiles),
            "unknown": unknown.json,
        ]
    }
}

extension Report.VerdictBlock {
    package var json: JSONTree {
        [
            "status": .text(status.rawValue), "exitCode": JSONTree(exitCode),
            "firstBrokenLayer": JSONTree(firstBrokenLayer?.rawValue), "headline": .text(headline),
            "rootCauses": .array(rootCauses.map(\.json)), "unexplained": JSONTree(unexplained),
        ]
    }
}

extension Report.RootCauseBlock {
    var json: JSONTree {
        [
            "code": .text(code.text), "finding": .text(finding), "layer": JSONTree(layer.rawValue),
            "headline": .text(headline), "confidence": .text(confidence.rawValue),
            "subjects": JSONTree(subjects),
            "for": .array(arguments.map(\.json)), "against": .array(against.map(\.json)),
            "explains": JSONTree(explains), "settle": settle?.json ?? .null, "remedy": remedy.json,
        ]
    }
}

extension Report.RootCauseBlock.Statement {
    var json: JSONTree { ["text": .text(text), "finding": JSONTree(finding)] }
}

extension Check {
    var json: JSONTree { ["text": .text(text), "command": JSONTree(command)] }
}

extension Remedy {
    var json: JSONTree {
        [
            "owner": .text(owner.rawValue), "summary": .text(summary), "steps": JSONTree(steps),
            "commands": JSONTree(commands), "references": JSONTree(references),
        ]
    }
}

extension Report.LayerBlock {
    var json: JSONTree {
        [
            "layer": JSONTree(layer.rawValue), "id": .text(layer.id), "name": .text(layer.name),
            "status": .text(status.rawValue), "summary": .text(summary), "probes": .array(probes.map(\.json)),
        ]
    }
}

extension Report.ProbeBlock {
    var json: JSONTree {
        [
            "id": .text(id.text), "title": .text(title), "status": .text(status.rawValue),
            "summary": .text(summary), "blockedBy": JSONTree(blockedBy?.text), "findings": JSONTree(findings),
            "origin": .text(origin),
        ]
    }
}

extension Report.FindingBlock {
    package var json: JSONTree {
        [
            "id": .text(id), "code": .text(code.text), "layer": JSONTree(layer.rawValue),
            "probe": .text(probe.text),
            "severity": .text(severity.rawValue), "basis": .text(basis.rawValue), "rule": .text(rule),
            "title": .text(title), "detail": .text(detail),
            "subject": ["kind": .text(subject.kind.rawValue), "id": .text(subject.id)],
            "count": JSONTree(count), "values": valuesJSON, "evidence": .array(evidence.map(\.json)),
            "remedy": remedy.json, "consequenceOf": JSONTree(consequenceOf),
        ]
    }

    /// The names under `values` that are the report's own and not the probe's.
    static let reservedValues: Set<String> = ["examples", "explainedBy", "unexplained"]

    /// What the probe measured, then the report's own where they apply.
    private var valuesJSON: JSONTree {
        var own: [JSONTree.Member] = []
        if let examples { own.append(JSONTree.Member("examples", JSONTree(examples))) }
        if !explainedBy.isEmpty {
            let shares = explainedBy.map { share -> JSONTree in
                ["cause": .text(share.cause), "count": JSONTree(share.count)]
            }
            own.append(JSONTree.Member("explainedBy", .array(shares)))
        }
        if let unexplained { own.append(JSONTree.Member("unexplained", JSONTree(unexplained))) }
        let measured = values.filter { !Self.reservedValues.contains($0.key) }
        return .object(JSONTree(Figure.table(measured)).members + own)
    }
}

extension Citation {
    package var json: JSONTree {
        [
            "file": .text(file), "locator": JSONTree(locator), "sha256": JSONTree(sha256),
            "excerpt": JSONTree(excerpt), "observedAt": JSONTree(observedAt?.description),
        ]
    }
}

extension Report.Devices {
    var json: JSONTree {
        [
            "total": JSONTree(total), "byState": JSONTree(sorted: byState.mapValues { JSONTree($0) }),
            "list": JSONTree(list),
        ]
    }
}

extension Report.Score {
    var json: JSONTree {
        [
            "compliance": JSONTree(compliance), "parts": JSONTree(.table(parts)),
            "slis": [
                "tokenUtilisation": JSONTree(tokenUtilisation),
                "pendingHalfLifeSeconds": JSONTree(pendingHalfLifeSeconds),
                "handshakeSuccess": JSONTree(sorted: handshakeSuccess.mapValues { .number($0) }),
            ],
        ]
    }
}

extension Report.NotTestedBlock {
    var json: JSONTree { ["what": .text(what), "why": .text(why), "how": .text(how)] }
}

extension JSONTree {
    /// A measured value; a table's keys in order.
    package init(_ figure: Figure) {
        self =
            switch figure {
            case .count(let count): .integer(Int64(count))
            case .number(let number): .number(number)
            case .text(let text): .text(text)
            case .flag(let flag): .bool(flag)
            case .list(let figures): .array(figures.map { JSONTree($0) })
            case .table(let table): JSONTree(sorted: table.mapValues { JSONTree($0) })
            case .absent: .null
            }
    }
}
