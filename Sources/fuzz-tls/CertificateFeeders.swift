import CertificateChains
import HandshakePeer

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Damaged OCSP responses against the reader; each 64th also has its signature checked.
struct OCSPFeeder: Feeder {
    private static let wholeEvery = 64
    private let seed: [UInt8]
    private let whole: OCSPCheck
    private let read: OCSPCheck
    private let time = CertificateTime(secondsSince1970: 1_800_000_000)
    private var random: SplitMix64
    private var count = 0

    init(seed: UInt64) {
        let (leaf, issuer) = (Self.bytes(OCSPSeed.leaf), Self.bytes(OCSPSeed.issuer))
        self.seed = Self.bytes(OCSPSeed.response)
        whole = OCSPCheck(leaf: leaf, candidates: [leaf, issuer])
        read = OCSPCheck(leaf: leaf, candidates: [])
        random = SplitMix64(seed: seed)
    }

    mutating func next() -> (label: String, peakBuffered: Int) {
        count += 1
        let check = count % Self.wholeEvery == 0 ? whole : read
        let verdict = check.judge(Mutator.mutate(seed, &random), at: time)
        let faults = verdict.faults.map { String("\($0)".prefix { $0 != ":" && $0 != "(" }) }
        return ((verdict.statusWord ?? "no status") + ", " + faults.joined(separator: ", "), 0)
    }

    private static func bytes(_ text: String) -> [UInt8] { Data(base64Encoded: text).map { Array($0) } ?? [] }
}

/// Damaged lists of two timestamps of version 1.
struct TimestampFeeder: Feeder {
    private let seed: [UInt8]
    private var random: SplitMix64

    init(seed: UInt64) {
        let timestamp =
            [0] + [UInt8](repeating: 7, count: 40) + [0, 0, 4, 3, 0, 70] + [UInt8](repeating: 9, count: 70)
        let entry = [0, UInt8(timestamp.count)] + timestamp
        self.seed = [0, UInt8(2 * entry.count)] + entry + entry
        random = SplitMix64(seed: seed)
    }

    mutating func next() -> (label: String, peakBuffered: Int) {
        let bytes = Mutator.mutate(seed, &random)
        guard let list = SignedTimestamp.list(bytes[...]) else { return ("refused", 0) }
        return ("\(list.count) timestamps of \(SignedTimestamp.logs(of: list).count) logs", 0)
    }
}
