import Casework
import ProbeKit

/// An edge that the evidence allows: this finding accounts for so many subjects of that one.
///
/// Rules: 1. a cause without devices covers all of the symptom's.  2. where both name devices, those in common.
///        3. a symptom that counts devices without naming them: at most as many as the cause names.
///        4. where both name paths, one must be the same by role and vantage.  5. times as `Timing` says.
struct Link {
    let cause: Finding
    let symptom: Finding
    let edge: Edge
    /// The devices accounted for; `nil` where the symptom names none.
    let devices: DeviceSet?
    let count: Int
    /// Whether both findings name devices, so that the share was compared and not assumed.
    let comparedDevices: Bool
    let timing: Timing

    /// Why an edge does not hold; in words where evidence speaks against it.
    struct Mismatch: Error {
        let cause: String
        let symptom: String
        let words: String?
    }

    /// - Throws: `Mismatch` where scope, devices or times speak against the edge.
    init(from cause: Finding, to symptom: Finding, by edge: Edge) throws(Mismatch) {
        func mismatch(_ words: String?) -> Mismatch {
            Mismatch(cause: cause.id, symptom: symptom.id, words: words)
        }
        guard Self.isInScope(cause, symptom, edge) else { throw mismatch(nil) }
        var accounted = symptom.devices
        if let mine = cause.devices, let theirs = symptom.devices { accounted = mine.intersection(theirs) }
        if let accounted, let all = symptom.devices?.count, accounted.isEmpty, all > 0 {
            throw mismatch("none of the \(all.grouped) devices of \(symptom.code) is among its devices")
        }
        timing = Timing(of: cause, for: symptom, among: accounted)
        if let outside = timing.outside, let all = accounted {
            accounted = all.subtracting(outside)
        } else if !timing.fits {
            throw mismatch("\(symptom.code) does not fit in time")
        }
        if let accounted, accounted.isEmpty, symptom.devices?.isEmpty == false {
            throw mismatch("\(symptom.code) does not fit in time")
        }
        self.cause = cause
        self.symptom = symptom
        self.edge = edge
        devices = accounted
        let most = symptom.countsDevices ? cause.devices?.count : nil
        count = accounted?.count ?? min(symptom.count, most ?? symptom.count)
        comparedDevices = cause.devices != nil && symptom.devices != nil
    }

    private static func isInScope(_ cause: Finding, _ symptom: Finding, _ edge: Edge) -> Bool {
        if let flag = edge.flag, cause.claim.values[flag] != .flag(true) { return false }
        let paths = cause.claim.paths.filter { edge.scope?.admits($0) ?? true }
        guard !paths.isEmpty else { return edge.scope == nil }
        let others = symptom.claim.paths
        return others.isEmpty || paths.contains { path in others.contains(where: path.isComparable) }
    }

    /// The devices that what follows from the symptom is confined to; `nil` for no limit.
    ///
    /// A symptom of the tenant, a token or a path reaches every device; one that counts devices only those it counts.
    func passing(_ within: DeviceSet?) -> DeviceSet? {
        if let devices { return devices.narrowed(to: within) }
        guard symptom.countsDevices else { return nil }
        return cause.devices.map { $0.narrowed(to: within) } ?? within
    }

    /// The part of the symptom that is accounted for, 0 to 1.
    var share: Double {
        let whole = symptom.devices?.count ?? symptom.count
        return whole > 0 ? min(1, Double(count) / Double(whole)) : 1
    }

    /// How far this link alone can be trusted.
    var confidence: Confidence {
        var result = Confidence.high
        if !comparedDevices, cause.devices != nil || symptom.devices != nil { result = .medium }
        if share < 0.9 { result = min(result, .medium) }
        if share < 0.5 { result = .low }
        return min(result, edge.ceiling)
    }

    /// Whether nothing but devices that could not be compared keeps this link from full confidence.
    var isLimitedByAssumption: Bool {
        !comparedDevices && share >= 0.9 && edge.ceiling == .high
    }
}

extension Finding {
    /// Whether `count` counts devices although none is named.
    var countsDevices: Bool {
        switch claim.subject.kind {
        case .device, .fleet: devices == nil
        case .tenant, .host, .path, .certificate, .token, .profile, .webhook, .evidence: false
        }
    }
}

extension PathScope {
    /// Whether both are ways to hosts of one role, seen from the same side; an unknown side fits either.
    func isComparable(with other: Self) -> Bool {
        guard role == other.role, role != .other || host == other.host else { return false }
        guard let vantage, let theirs = other.vantage else { return true }
        return vantage == theirs
    }
}
