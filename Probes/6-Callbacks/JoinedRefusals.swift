import Casework

/// Refusals of which the answer, the MDM's log and its list of events each tell, counted once.
///
/// Rules: two refusals are one if they are at most two minutes apart, do not name two devices, and
///        1. give one reason; or  2. one of them gives none, and the other has no such partner yet.
///        3. two of one witness, a file or somebody whom it quotes, are never one.
struct JoinedRefusals {
    private struct Group {
        var refusal: EnrolmentRefusal
        /// Who told it: files, and in each the endpoint itself or somebody else.
        var witnesses: Set<String>
        /// Whether a refusal without a reason has been taken in.
        var hasVague: Bool
    }

    /// Clocks of two services, and the time that the MDM takes to write.
    private static let slack = Interval.minutes(2)
    /// How many groups back a partner is looked for: more refusals within two minutes are a storm of their own.
    private static let lookBack = 256

    let all: [EnrolmentRefusal]

    init(_ refusals: [EnrolmentRefusal]) {
        let timed = refusals.filter { $0.at != nil }.sorted { Self.time($0) < Self.time($1) }
        var groups: [Group] = []
        for refusal in timed {
            let recent = groups.indices.suffix(Self.lookBack).reversed()
            let place = recent.first { place in
                Self.time(refusal).since(Self.time(groups[place].refusal)) <= Self.slack
                    && Self.isOne(groups[place], refusal)
            }
            if let place {
                Self.take(refusal, into: &groups[place])
            } else {
                groups.append(
                    Group(
                        refusal: refusal, witnesses: [Self.witness(refusal)], hasVague: refusal.reason.isVague
                    ))
            }
        }
        all = groups.map(\.refusal) + refusals.filter { $0.at == nil }
    }

    private static func time(_ refusal: EnrolmentRefusal) -> Instant {
        refusal.at ?? Instant(microseconds: .max)
    }

    private static func isOne(_ group: Group, _ other: EnrolmentRefusal) -> Bool {
        if let one = group.refusal.device, let two = other.device, one != two { return false }
        // Two answers of endpoints in one recording are two requests.
        guard !group.witnesses.contains(witness(other)) else { return false }
        if group.refusal.reason.isVague != other.reason.isVague {
            return !(group.hasVague && other.reason.isVague)
        }
        return group.refusal.reason == other.reason
    }

    private static func witness(_ refusal: EnrolmentRefusal) -> String {
        "\(refusal.isIndirect ? "about " : "")\(refusal.citation.file)"
    }

    private static func take(_ other: EnrolmentRefusal, into group: inout Group) {
        let (one, known) = group.refusal.reason.isVague ? (other, other) : (group.refusal, group.refusal)
        group.hasVague = group.hasVague || other.reason.isVague
        group.witnesses.insert(witness(other))
        group.refusal = EnrolmentRefusal(
            known.reason, device: group.refusal.device ?? other.device, at: group.refusal.at,
            requiredVersion: group.refusal.requiredVersion ?? other.requiredVersion, words: one.words,
            citation: one.citation)
    }
}
