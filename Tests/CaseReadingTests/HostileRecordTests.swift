import Casework
import Testing

@testable import CaseReading

/// Records that nobody means well with cost themselves, whatever holds them.
struct HostileRecordTests {
    /// What holds the records.
    enum Holder: String, CaseIterable {
        case lines, array, page, pages

        /// The file with a hostile record between two good ones.
        func file(_ hostile: [UInt8]) -> [UInt8] {
            let comma: [UInt8] = [0x2C, 0x0A]
            let (first, second) = (HostileRecordTests.good(1), HostileRecordTests.good(2))
            switch self {
            case .lines: return first + [0x0A] + hostile + [0x0A] + second + [0x0A]
            case .array: return [0x5B] + first + comma + hostile + comma + second + [0x5D]
            case .page:
                return Array(#"{"devices":["#.utf8) + first + comma + hostile + comma + second
                    + Array("]}".utf8)
            case .pages:
                let page = Array(#"{"devices":["#.utf8) + hostile + Array("]}\n".utf8)
                return Array(#"{"devices":["#.utf8) + first + Array("]}\n".utf8) + page
                    + Array(#"{"devices":["#.utf8) + second + Array("]}".utf8)
            }
        }

        var place: String { self == .lines ? "d.json:2" : "d.json element 2" }
    }

    static func good(_ number: Int) -> [UInt8] {
        Array(#"{"serialNumber":"ZZTEST00000\#(number)","enrollmentStatus":"enrolled"}"#.utf8)
    }

    private static func record(_ value: String) -> [UInt8] { record(Array(value.utf8)) }

    private static func record(_ value: [UInt8]) -> [UInt8] {
        Array(#"{"serialNumber":"ZZTEST000009","x":"#.utf8) + value + [0x7D]
    }

    private static let hostile: [(bytes: [UInt8], reason: String)] = [
        (record("NaN"), "expected a value"), (record("Infinity"), "expected a value"),
        (record("-Infinity"), "a number that RFC 8259 does not allow"),
        (record([0]), "expected a value"), (record([0x22, 0, 0x22]), "a control character inside a string"),
        (record(#""\ud83d""#), "half a surrogate pair"),
        (record(#""\ude00\ud83d""#), "half a surrogate pair"),
        (record([0x22, 0xED, 0xA0, 0xBD, 0x22]), "bytes that are not UTF-8"),
        (record([0x22, 0xFF, 0x22]), "bytes that are not UTF-8"),
        (record([0x22, 0xC0, 0x80, 0x22]), "bytes that are not UTF-8"),
        (record(String(repeating: "[", count: 200) + String(repeating: "]", count: 200)), "nesting deeper"),
        (
            record(String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)),
            "nesting deeper"
        ),
        (record("01"), "a number that RFC 8259 does not allow"), (record("1,"), "expected a key"),
        (record("tru"), "expected true, false or null"),
    ]

    @Test(arguments: Holder.allCases, hostile.indices)
    func aHostileRecordCostsItself(_ holder: Holder, _ index: Int) throws {
        let (bytes, reason) = Self.hostile[index]
        let evidence = try Self.read(holder.file(bytes))
        #expect(evidence.fleet.count == 2)
        let problems = evidence.problems(.unreadableRecord)
        #expect(problems.count == 1 && problems.first?.count == 1)
        #expect(problems.first?.citation.short == holder.place)
        #expect(problems.first?.reason.hasPrefix("not JSON: \(reason)") == true, "\(problems)")
    }

    @Test(arguments: Holder.allCases)
    func textOfFiftyMegabytesCostsItself(_ holder: Holder) throws {
        let long = Self.record([0x22] + [UInt8](repeating: 0x78, count: 50 << 20) + [0x22])
        let evidence = try Self.read(holder.file(long))
        #expect(evidence.fleet.count == 2)
        let problems = evidence.problems(.unreadableRecord)
        #expect(problems.map(\.citation.short) == [holder.place])
        #expect(problems.first?.reason.contains("longer than the limit") == true, "\(problems)")
    }

    @Test(arguments: [false, true])
    func aRecordInUTF16IsNamed(isBig: Bool) throws {
        let bytes = Self.record("1").flatMap { byte -> [UInt8] in isBig ? [0, byte] : [byte, 0] }
        let evidence = try Self.read(Holder.lines.file(bytes))
        #expect(evidence.fleet.count == 2)
        let problems = evidence.problems(.unreadableRecord)
        #expect(problems.map(\.citation.short) == ["d.json:2"])
        #expect(problems.first?.reason.contains("UTF-16 or UTF-32") == true)
    }

    @Test(arguments: [true, false], [true, false])
    func aWholeFileInUTF16IsNamed(isBig: Bool, hasMark: Bool) throws {
        let text = (hasMark ? "\u{FEFF}" : "") + threeDevices
        let bytes = text.utf16.flatMap { unit -> [UInt8] in
            let octets = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
            return isBig ? octets.reversed() : octets
        }
        let disk = CaseOnDisk()
        try disk.write("d.json", bytes: bytes)
        try disk.write("q.ndjson", "")
        try disk.caseFile(
            "evidence: [{kind: devices, role: tenant, file: d.json}, {kind: queue, file: q.ndjson}]")
        let problems = try disk.read().problems(.unreadableFile)
        #expect(
            problems.count == 1 && problems.first?.reason.contains("UTF-16 or UTF-32") == true, "\(problems)")
    }

    @Test func theFirstRecordMayBeTheHostileOne() throws {
        for first in ["NaN", "\u{0}\u{0}", "{\"a\":NaN}", "\"x\"", "{oops"] {
            let bytes = Array(first.utf8) + [0x0A] + Self.good(1) + [0x0A] + Self.good(2) + [0x0A]
            let evidence = try Self.read(bytes)
            #expect(evidence.fleet.count == 2, "\(first)")
            #expect(evidence.problems(.unreadableRecord).map(\.citation.short) == ["d.json:1"], "\(first)")
        }
    }

    @Test(arguments: Holder.allCases)
    func ofARepeatedKeyTheLastCountsAndItIsCounted(_ holder: Holder) throws {
        let twice =
            #"{"serialNumber":"ZZTEST000008","enrollmentStatus":"pending","serialNumber":"ZZTEST000009"}"#
        let evidence = try Self.read(holder.file(Array(twice.utf8)))
        #expect(evidence.fleet.count == 3)
        #expect(evidence.fleet.ordinalOfSerial("ZZTEST000009") != nil)
        #expect(evidence.fleet.ordinalOfSerial("ZZTEST000008") == nil)
        let problem = try #require(evidence.problems(.unreadableRecord).first)
        #expect(problem.count == 1 && problem.reason.contains("repeated inside its object"))
    }

    @Test func lineEndsAndAByteOrderMarkAreFine() throws {
        let text = "\u{FEFF}" + threeDevices.replacing("\n", with: "\r\n")
        let evidence = try Self.read(Array(text.utf8))
        #expect(evidence.fleet.count == 3 && evidence.problems.isEmpty)
        let array =
            "\u{FEFF}[\r\n" + threeDevices.split(separator: "\n").joined(separator: ",\r\n") + "\r\n]\r\n"
        let other = try Self.read(Array(array.utf8))
        #expect(other.fleet.count == 3 && other.problems.isEmpty)
    }

    @Test func aTruncatedGzipOfEveryHolderKeepsWhatCameBefore() throws {
        let records = (0..<20_000).map {
            #"{"serialNumber":"ZZ\#(String($0 * 7919 % 100_000_000 + 100_000_000))","enrollmentStatus":"enrolled"}"#
        }
        let files = [
            records.joined(separator: "\n"), "[" + records.joined(separator: ",") + "]",
            #"{"devices":["# + records.joined(separator: ",") + "]}",
        ]
        for file in files {
            let packed = try gzipped(file)
            let disk = CaseOnDisk()
            try disk.write("d.json.gz", bytes: Array(packed.prefix(packed.count / 2)))
            try disk.caseFile("evidence: [{kind: devices, role: tenant, file: d.json.gz}]")
            let evidence = try disk.read()
            #expect(evidence.fleet.count > 5_000 && evidence.fleet.count < 20_000)
            #expect(evidence.problems(.unreadableFile).first?.reason.contains("gzip ends too early") == true)
        }
    }

    private static func read(_ bytes: [UInt8]) throws -> CaseEvidence {
        let disk = CaseOnDisk()
        try disk.write("d.json", bytes: bytes)
        try disk.caseFile("evidence: [{kind: devices, role: tenant, file: d.json}]")
        return try disk.read()
    }
}
