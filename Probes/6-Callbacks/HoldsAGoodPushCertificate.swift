import CaseReading
import Casework
package import ProbeKit

/// Asks whether the MDM's push certificate is valid, and the one that its devices know.
///
/// Needs: the certificate with role `push`, or the MDM's log.    Source: AE 4.3, AE 7 row 22; the 30 days are ours.
/// Rules: 1. past its date, or the MDM complains of it: expired.  2. under 30 days left: expiring.
///        3. a profile or a device names another topic than the certificate, or it replaced one of another topic:
///        changed, for it was replaced and not renewed.  4. no certificate and no complaint: cannot tell.
///        5. else sound; without a topic in use to compare with, that is said.
package struct HoldsAGoodPushCertificate: Probe {
    package static let card = ProbeCard(
        "callbacks.push-certificate", layer: .callbacks,
        asks: "Is the push certificate valid, and the one that the devices know?",
        needs: [
            Need(
                Supply(.certificate, .push), Supply(.certificate), Supply(.mdmLog), Supply(.exchanges),
                how: howToGet)
        ], raises: [expired, expiring, topicChanged])

    static let howToGet =
        "the MDM's push certificate as PEM (identity.apple.com, or the MDM's push settings), as kind certificate "
        + "with role push"

    package init() {}

    package func examine(_ facts: CallbackFacts) -> Conclusion {
        let standing = PushStanding(facts)
        guard standing.current != nil || !standing.complaints.isEmpty else {  // rule 4
            let unreadable = facts.unreadablePushFiles.first?.file
            return .cannotTell(
                because: unreadable.map { "\($0) holds no certificate that can be read" }
                    ?? "no push certificate among the evidence",
                supply: Self.howToGet)
        }
        var claims: [Claim] = []
        if standing.isExpired || !standing.complainsOfDeath.isEmpty {
            claims.append(Self.expired(standing, facts))
        } else if standing.isExpiring || !standing.complainsOfAge.isEmpty {
            claims.append(Self.expiring(standing, facts))
        }
        if !standing.strangers.isEmpty || !standing.replaced.isEmpty {
            claims.append(Self.changed(standing))
        }
        return .found(claims, orSound: Self.soundWords(standing))
    }

    private static func soundWords(_ standing: PushStanding) -> String {
        let until = standing.current?.notAfter.map { "valid until \($0.minute)" } ?? "without a date"
        return standing.confirmed > 0
            ? "push certificate \(until), its topic in use"
            : "push certificate \(until), no topic to compare with"
    }

    private static func expired(_ standing: PushStanding, _ facts: CallbackFacts) -> Claim {
        let complaints = standing.complainsOfDeath
        let said = Set(complaints.map(\.row.text)).sorted().joined(separator: ", ")
        let date = standing.current?.notAfter
        var sentences: [String] = []
        if standing.isExpired, let date {
            sentences.append("The push certificate was valid until \(date), \(facts.asOf.since(date)) ago.")
        }
        if !complaints.isEmpty {
            sentences.append("The MDM says \(said), \(complaints.count.counted("time")).")
        }
        let since = standing.isExpired ? date : complaints.compactMap(\.at).min()
        return Claim(
            "L6-PUSH-CERT-EXPIRED",
            brief: standing.isExpired
                ? "push certificate expired" : "the MDM reports its push certificate as dead",
            detail: sentences.joined(separator: " "),
            subject: Subject(.certificate, standing.current?.topic ?? "push certificate"),
            extent: .standing(since: since),
            values: [
                "notAfter": date.map { .text("\($0)") } ?? .absent,
                "topic": standing.current?.topic.map(Figure.text) ?? .absent,
                "complaints": .count(complaints.count), "refusesEnrolment": .flag(standing.refusesEnrolment),
            ],
            evidence: [standing.current?.citation].compactMap(\.self) + complaints.prefix(2).map(\.citation),
            against: standing.isExpired ? [] : ["no certificate of this case was expired then"])
    }

    private static func expiring(_ standing: PushStanding, _ facts: CallbackFacts) -> Claim {
        let left = standing.current?.notAfter.map { "\($0.since(facts.asOf))" }
        let words = left.map { "\($0) left" } ?? "by the MDM's own warning"
        return Claim(
            "L6-PUSH-CERT-EXPIRING", brief: "push certificate expiring, \(words)",
            detail: standing.current?.notAfter.map {
                "The push certificate is valid until \($0), \(words) (limit \(facts.thresholds.pushRenewDays) days)."
            } ?? "The MDM warns that its push certificate will expire.",
            subject: Subject(.certificate, standing.current?.topic ?? "push certificate"),
            extent: .standing(since: nil),
            values: ["notAfter": standing.current?.notAfter.map { .text("\($0)") } ?? .absent],
            evidence: [standing.current?.citation].compactMap(\.self)
                + standing.complainsOfAge.prefix(2).map(\.citation))
    }

    private static func changed(_ standing: PushStanding) -> Claim {
        let stranded = standing.strandedDevices
        let others = Set(standing.strangers.map(\.topic) + standing.replaced.compactMap(\.topic)).sorted()
        let topic = standing.current?.topic ?? ""
        let known =
            standing.strangers.isEmpty
            ? "It replaced a certificate of \(others.joined(separator: ", "))."
            : "In use are \(others.prefix(3).joined(separator: ", "))"
                + (stranded.map { ", by \($0.count.counted("device"))." } ?? ".")
        return Claim(
            "L6-PUSH-TOPIC-CHANGED",
            brief: "the push certificate's topic is not the one that devices listen on",
            detail: "The push certificate's topic is \(topic). \(known)",
            subject: Subject(.certificate, topic), count: stranded?.count ?? 1, devices: stranded,
            extent: .standing(since: standing.current?.notBefore),
            values: [
                "topic": .text(topic), "others": .list(others.prefix(10).map(Figure.text)),
                "refusesEnrolment": .flag(standing.refusesEnrolment),
            ],
            evidence: [standing.current?.citation].compactMap(\.self)
                + standing.strangers.prefix(2).map(\.citation) + standing.replaced.prefix(1).map(\.citation),
            against: standing.confirmed > 0
                ? ["the certificate's own topic is in use too: devices that enrolled later have it"] : [])
    }
}
