import Casework
import ProbeKit

/// Facts of which only the supplies and one number matter.
struct SampleFacts: FactSheet {
    var supplied: Set<Supply> = []
    var broken = 0
}

func sampleCard(_ code: FindingCode, severity: Severity = .high) -> FindingCard {
    FindingCard(
        code, "A sample", severity: severity, basis: .observed("test"), meaning: "A sample.",
        remedy: Remedy(.nobody, "Do nothing."))
}

func sampleClaim(_ code: FindingCode, count: Int = 1, severity: Severity? = nil, basis: Basis? = nil) -> Claim
{
    Claim(
        code, brief: "\(count) broken", detail: "\(count) are broken.", subject: .fleet, count: count,
        severity: severity, basis: basis)
}

/// A probe that counts what is broken; its worked cases hold one that is wrong on purpose.
struct CountsWhatIsBroken: Probe {
    static let card = ProbeCard(
        "sample.counts", layer: .tenantHealth, asks: "Is anything broken?",
        needs: [
            Need(Supply(.audit), Supply(.exchanges), how: "the audit log"),
            Need(Supply(.devices, .mdm), how: "the MDM's device list"),
        ], raises: [sampleCard("S-BROKEN"), sampleCard("S-ODD", severity: .low)])

    func examine(_ facts: SampleFacts) -> Conclusion {
        switch facts.broken {
        case 0: .sound("nothing broken", measures: ["broken": 0])
        case ..<0: .cannotTell(because: "a number below zero", supply: "another number")
        default:
            .found(sampleClaim("S-BROKEN", count: facts.broken), measures: ["broken": .count(facts.broken)])
        }
    }

    static let workedCases: [WorkedCase<SampleFacts>] = [
        WorkedCase("sound", .whole(0), .sound),
        WorkedCase("two broken", .whole(2), .raises(["S-BROKEN": 2])),
        WorkedCase("below zero", .whole(-1), .cannotTell),
        WorkedCase("nothing supplied", SampleFacts(), .cannotTell),
    ]
}

extension SampleFacts {
    static func whole(_ broken: Int) -> Self {
        Self(supplied: [Supply(.audit), Supply(.devices, .mdm)], broken: broken)
    }
}

/// A probe that answers as it is told, whatever the facts.
struct AnswersAsTold: Probe {
    static let card = ProbeCard(
        "sample.told", layer: .supervision, asks: "What was it told?",
        raises: [
            sampleCard("S-BROKEN"), sampleCard("S-ODD", severity: .low),
            sampleCard("S-NOTE", severity: .info),
        ])

    let answer: Conclusion

    func examine(_ facts: SampleFacts) -> Conclusion { answer }

    static let workedCases: [WorkedCase<SampleFacts>] = []
}

/// A probe all of whose worked cases are wrong.
struct IsAlwaysWrong: Probe {
    static let card = ProbeCard(
        "sample.wrong", layer: .supervision, asks: "Is it wrong?", raises: [sampleCard("S-BROKEN")])

    func examine(_ facts: SampleFacts) -> Conclusion {
        switch facts.broken {
        case 0: .sound("sound")
        case 1: .found(sampleClaim("S-BROKEN", count: 2))
        case 2: .found(sampleClaim("S-STRANGER"))
        case 3: .found([])
        default: .cannotTell(because: "no idea", supply: "an idea")
        }
    }

    static let workedCases: [WorkedCase<SampleFacts>] = [
        WorkedCase("sound where a finding is due", SampleFacts(), .raises(["S-BROKEN": 1])),
        WorkedCase("sound where nothing can be told", SampleFacts(), .cannotTell),
        WorkedCase("another count", SampleFacts(broken: 1), .raises(["S-BROKEN": 1])),
        WorkedCase("a finding where all is sound", SampleFacts(broken: 1), .sound),
        WorkedCase("a finding where nothing can be told", SampleFacts(broken: 1), .cannotTell),
        WorkedCase("a stranger", SampleFacts(broken: 2), .raises(["S-STRANGER": 1])),
        WorkedCase("a stranger is no silence", SampleFacts(broken: 2), .cannotTell),
        WorkedCase("an empty answer", SampleFacts(broken: 3), .cannotTell),
        WorkedCase("nothing told where all is sound", SampleFacts(broken: 4), .sound),
    ]
}
