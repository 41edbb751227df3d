import CaseReading
import Casework
import ProbeKit

/// The devices that a rule holds for, with the line that proves it, as claims need them.
struct AffectedDevices {
    struct Entry {
        let log: BootTrustFacts.DeviceLog
        let line: DeviceLogLine
    }

    /// How many lines a claim cites.
    static let cited = 5

    let entries: [Entry]

    init(_ entries: [Entry]) {
        self.entries = entries
    }

    var isEmpty: Bool { entries.isEmpty }
    var count: Int { entries.count }
    /// `nil` where the fleet knows none of them.
    var devices: DeviceSet? {
        let known = entries.compactMap(\.log.device)
        return known.isEmpty ? nil : DeviceSet(known)
    }

    var evidence: [Citation] { entries.prefix(Self.cited).map(\.line.quoted) }

    /// The device itself where it is one, else the fleet.
    var subject: Subject {
        entries.count == 1 ? entries.first.map { Subject(.device, $0.log.name) } ?? .fleet : .fleet
    }

    /// The moment of each device; unknown unless every device has an ordinal and a time.
    func extent(_ noun: String) -> Extent {
        let moments = entries.compactMap { entry -> Extent.Moment? in
            guard let device = entry.log.device, let at = entry.line.at else { return nil }
            return Extent.Moment(device: device, at: at)
        }
        guard !moments.isEmpty, moments.count == entries.count else { return .unknown }
        return .moments(moments.sorted { $0.device < $1.device }, noun: noun)
    }

    /// `device C02XK1ABJG5J`, `3 devices`.
    var words: String {
        entries.count == 1 ? "device \(entries.first?.log.name ?? "?")" : "\(entries.count.grouped) devices"
    }
}

extension DeviceLogLine {
    /// How much of a line is cited.
    ///
    /// Unit: characters.
    static let excerptLimit = 200

    /// The line's citation with its words.
    var quoted: Citation {
        Citation(
            file: citation.file, locator: citation.locator, sha256: citation.sha256,
            excerpt: String(text.prefix(Self.excerptLimit)), observedAt: at ?? citation.observedAt)
    }
}
