import Casework
import ProbeKit

/// Makes the case for and against one root cause.
struct CauseFile {
    let root: Finding
    let reached: [String: Correlation.Reached]
    let correlation: Correlation
    /// The other roots, with what they account for.
    let rivals: [(root: Finding, reached: [String: Correlation.Reached])]

    var rootCause: RootCause {
        RootCause(
            finding: root, confidence: confidence, subjects: subjects, arguments: arguments, against: against,
            explains: explained, settle: root.card.settle)
    }

    private var explained: [RootCause.Explained] {
        inOrder.map { symptom, reached in
            RootCause.Explained(
                finding: symptom.id, code: symptom.code, count: reached.count,
                of: symptom.devices?.count ?? symptom.count)
        }
    }

    /// Stuck devices of the symptoms that are explained; where none is named, the most that one symptom counts; where
    /// none is explained, what the finding itself counts.
    var subjects: Int {
        let stuck = inOrder.filter { $0.symptom.card.countsStuckSubjects }.map(\.reached)
        let own = root.card.isStuck ? root.devices ?? DeviceSet() : DeviceSet()
        let devices = stuck.compactMap(\.devices).reduce(own) { $0.union($1) }
        return devices.isEmpty ? stuck.map(\.count).max() ?? root.count : devices.count
    }

    /// Whether the cause accounts for at least one stuck subject, or is itself the state of such subjects.
    var explainsStuckSubjects: Bool {
        root.card.isStuck || inOrder.contains { $0.symptom.card.countsStuckSubjects && $0.reached.count > 0 }
    }

    private var inOrder: [(symptom: Finding, reached: Correlation.Reached)] {
        correlation.inOrder(reached.keys).compactMap { finding in reached[finding.id].map { (finding, $0) } }
            .enumerated().sorted { left, right in
                let (one, other) = (left.element, right.element)
                if one.1.count != other.1.count { return one.1.count > other.1.count }
                return (one.0.code, left.offset) < (other.0.code, right.offset)
            }.map(\.element)
    }

    /// As sure as the best link to a stuck symptom, else to any finding.
    ///
    /// Two symptoms that point at one cause without
    /// devices make up for devices that could not be compared; a rival takes a step away. What is only inferred is
    /// never sure.
    private var confidence: Confidence {
        let direct = inOrder.filter(\.reached.isDirect)
        let stuck = direct.filter { $0.symptom.card.isSymptom }
        guard let best = (stuck.isEmpty ? direct : stuck).map(\.reached.link.confidence).max() else {
            return root.basis.kind == .inferred ? .low : .medium
        }
        let assumed = stuck.count {
            $0.reached.link.confidence == .medium && $0.reached.link.isLimitedByAssumption
        }
        let base = assumed >= 2 && root.devices == nil ? max(best, .high) : best
        let sure = rivalsOfSymptoms.isEmpty ? base : base.lowered
        return root.basis.kind == .inferred ? min(sure, .medium) : sure
    }

    /// Roots that account for the same devices of the same symptom.
    private var rivalsOfSymptoms: [(rival: Finding, symptom: Finding, shared: Int)] {
        inOrder.filter { $0.symptom.card.isSymptom }.flatMap { symptom, mine in
            rivals.compactMap { rival, theirs -> (Finding, Finding, Int)? in
                guard let other = theirs[symptom.id] else { return nil }
                guard let left = mine.devices, let right = other.devices else {
                    return (rival, symptom, mine.count)
                }
                let shared = left.intersection(right).count
                return shared > 0 ? (rival, symptom, shared) : nil
            }
        }
    }

    private var arguments: [RootCause.Statement] {
        var result = [RootCause.Statement(text: root.claim.detail, finding: root.id)]
        for (symptom, reached) in inOrder where reached.isDirect {
            if let words = reached.link.timing.words {
                result.append(RootCause.Statement(text: words, finding: symptom.id))
            }
            if reached.link.comparedDevices, let all = symptom.devices?.count, all > 0 {
                let words =
                    all == 1
                    ? "the device of \(symptom.code) is among its devices"
                    : "\(reached.count.grouped) of the \(all.grouped) devices of \(symptom.code) are among its devices"
                result.append(RootCause.Statement(text: words, finding: symptom.id))
            }
        }
        for link in correlation.links where link.symptom.id == root.id && !Correlation.canBeRoot(link.cause) {
            result.append(
                RootCause.Statement(
                    text: "\(link.cause.code): \(link.cause.claim.brief)", finding: link.cause.id))
        }
        return result
    }

    private var against: [RootCause.Statement] {
        var result = root.claim.against.map { RootCause.Statement(text: $0, finding: root.id) }
        for (symptom, reached) in inOrder where reached.isDirect {
            if let standing = reached.link.edge.standingAgainst {
                result.append(RootCause.Statement(text: standing, finding: nil))
            }
            let rest = (symptom.devices?.count ?? symptom.count) - reached.count
            if rest > 0 {
                let words =
                    "\(rest.grouped) of the \((reached.count + rest).grouped) subjects of \(symptom.code) are not accounted for"
                result.append(RootCause.Statement(text: words, finding: symptom.id))
            }
        }
        for mismatch in correlation.mismatches where mismatch.cause == root.id {
            guard reached[mismatch.symptom]?.isDirect != true, let words = mismatch.words else { continue }
            result.append(RootCause.Statement(text: words, finding: mismatch.symptom))
        }
        for (rival, symptom, shared) in rivalsOfSymptoms {
            let words =
                "\(rival.code) could account for \(shared.grouped) of the same subjects of \(symptom.code)"
            result.append(RootCause.Statement(text: words, finding: rival.id))
        }
        return result
    }
}
