import Casework
import Diagnosis
import ProbeKit

/// A finding of the layer that its code names; symptoms are those whose code ends in `-STUCK`.
func finding(
    _ code: FindingCode, _ severity: Severity = .high, devices: DeviceSet? = nil, count: Int? = nil,
    explains: [Edge] = [], subject: Subject = .fleet, extent: Extent = .unknown, paths: [PathScope] = [],
    against: [String] = [], basis: Basis = .observed("test"), isScore: Bool = false, settle: Check? = nil
) -> Finding {
    let card = FindingCard(
        code, "Title of \(code)", severity: severity, basis: basis, meaning: "A sample.", explains: explains,
        isSymptom: code.text.hasSuffix("-STUCK"), isScore: isScore, settle: settle,
        remedy: Remedy(.nobody, "Do nothing."))
    let claim = Claim(
        code, brief: "brief of \(code)", detail: "Detail of \(code).", subject: subject,
        count: count ?? devices?.count ?? 1, devices: devices, extent: extent, paths: paths, against: against)
    let layer = code.text.dropFirst().first?.wholeNumberValue.flatMap(Layer.init) ?? .run
    return Finding(claim, card: card, layer: layer, probe: ProbeID("\(layer.id).sample"))
}

/// A cause that concerns the tenant and names no device.
func tenantWide(
    _ code: FindingCode, _ severity: Severity = .high, explains: [Edge] = [], extent: Extent = .unknown
) -> Finding {
    finding(code, severity, explains: explains, subject: Subject(.tenant, "tenant"), extent: extent)
}

func result(
    _ layer: Layer, _ name: String = "sample", _ outcome: Outcome? = nil, _ findings: [Finding] = [],
    brief: String = "", because: String? = nil, supply: String? = nil, blockedBy: [FindingCode] = [],
    fault: String? = nil
) -> ProbeResult {
    ProbeResult(
        card: ProbeCard(
            ProbeID("\(layer.id).\(name)"), layer: layer, asks: "Is \(name) well?", blockedBy: blockedBy,
            raises: findings.map(\.card)),
        outcome: outcome ?? Outcome(worst: findings.map(\.severity)), findings: findings, brief: brief,
        because: because, supply: supply, fault: fault)
}

/// One probe for each layer that has findings, in the order of the layers.
func results(_ findings: [Finding]) -> [ProbeResult] {
    Layer.allCases.compactMap { layer in
        let own = findings.filter { $0.layer == layer }
        return own.isEmpty ? nil : result(layer, "sample", nil, own)
    }
}

func verdict(_ findings: Finding...) -> Verdict {
    Diagnosis().verdict(on: results(findings))
}

extension Verdict {
    var rootCodes: [FindingCode] { rootCauses.map(\.code) }

    /// The codes that a root accounts for, each with how many of how many.
    func explained(by code: FindingCode) -> [FindingCode: [Int]] {
        (rootCauses.first { $0.code == code }?.explains ?? []).reduce(into: [:]) {
            $0[$1.code] = [$1.count, $1.of]
        }
    }

    var unexplainedCodes: [FindingCode: [Int]] {
        unexplained.reduce(into: [:]) { $0[$1.code] = [$1.count, $1.of] }
    }

    func root(_ code: FindingCode) -> RootCause? { rootCauses.first { $0.code == code } }
}

/// Minutes after an arbitrary beginning.
func at(_ minute: Int) -> Instant { Instant(microseconds: 1_776_400_000_000_000) + .minutes(minute) }

func window(_ first: Int, _ last: Int) -> TimeWindow { TimeWindow(at(first), at(last)) }

func moments(_ minutes: [Int: Int]) -> [Extent.Moment] {
    minutes.sorted { $0.key < $1.key }.map { Extent.Moment(device: $0.key, at: at($0.value)) }
}
