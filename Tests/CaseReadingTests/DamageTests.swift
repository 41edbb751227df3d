import Casework
import OpenFormats
import Testing

@testable import CaseReading

/// Damage costs what it hits.
struct DamageTests {
    @Test func oneBrokenLineCostsThatLine() throws {
        let disk = try CaseOnDisk(
            "devices", "d.ndjson", threeDevices + "{oops\n" + threeDevices, more: "role: tenant")
        let evidence = try disk.read()
        #expect(evidence.fleet.count == 3)
        let problem = try #require(evidence.problems(.unreadableRecord).first)
        #expect(problem.citation.short == "d.ndjson:4" && problem.count == 1)
    }

    @Test func equalProblemsAreCountedTogether() throws {
        let broken = String(repeating: "{\"x\":1}\n", count: 9)
        let disk = try CaseOnDisk(
            "devices", "d.ndjson", threeDevices + broken, more: "role: tenant, dialect: field-guide")
        let problem = try #require(try disk.read().problems(.unreadableRecord).first)
        #expect(problem.count == 9 && problem.citation.locator == "line 4")
        #expect(problem.reason.contains("line 5") && problem.reason.contains("4 more"))
    }

    @Test func aTruncatedGzipKeepsTheRecordsBeforeTheDamage() throws {
        let lines = (0..<20_000).map {
            #"{"serialNumber":"ZZ\#(String($0 * 7919 % 100_000_000 + 100_000_000))","enrollmentStatus":"enrolled"}"#
        }
        let packed = try gzipped(lines.joined(separator: "\n"))
        let disk = CaseOnDisk()
        try disk.write("d.ndjson.gz", bytes: Array(packed.prefix(packed.count / 2)))
        try disk.caseFile("evidence: [{kind: devices, role: tenant, file: d.ndjson.gz}]")
        let evidence = try disk.read()
        #expect(evidence.fleet.count > 5000 && evidence.fleet.count < 20_000)
        let problem = try #require(evidence.problems(.unreadableFile).first)
        #expect(problem.reason.contains("ends too early") && problem.reason.contains("only the"))
        #expect(evidence.supplied.contains(Supply(.devices, .tenant)))
    }

    @Test func aDamagedGzipIsAProblemWithItsOffset() throws {
        var packed = try gzipped(String(repeating: threeDevices, count: 50))
        packed[12] ^= 0xFF
        packed[13] ^= 0xFF
        let disk = CaseOnDisk()
        try disk.write("d.ndjson.gz", bytes: packed)
        try disk.write("q.ndjson", "")
        try disk.caseFile(
            "evidence: [{kind: devices, role: tenant, file: d.ndjson.gz}, {kind: queue, file: q.ndjson}]")
        let reasons = try disk.read().problems(.unreadableFile).map(\.reason)
        #expect(reasons.count == 1 && reasons[0].contains("gzip"))
    }

    @Test func membersAfterOneAnotherAreOneFile() throws {
        let half = threeDevices.utf8.count / 2
        let bytes = Array(threeDevices.utf8)
        let packed = try gzipped(Array(bytes[..<half])) + gzipped(Array(bytes[half...])) + [0, 0, 0]
        let disk = CaseOnDisk()
        try disk.write("d.json.gz", bytes: packed)
        try disk.caseFile("evidence: [{kind: devices, role: tenant, file: d.json.gz}]")
        let evidence = try disk.read()
        #expect(evidence.fleet.count == 3 && evidence.problems.isEmpty)
    }

    @Test func aGzipBombIsStopped() throws {
        let disk = CaseOnDisk()
        try disk.write("a.ndjson.gz", bytes: try gzipped([UInt8](repeating: 0x20, count: 4 << 20)))
        try disk.write("q.ndjson", "")
        try disk.caseFile("evidence: [{kind: audit, file: a.ndjson.gz}, {kind: queue, file: q.ndjson}]")
        var limits = ReadingLimits()
        limits.bombBytes = 1 << 20
        #expect(
            try disk.read(limits: limits).problems(.unreadableFile).first?.reason.contains("times its size")
                == true)
        limits.inflatedBytes = 1 << 20
        limits.bombBytes = .max
        #expect(
            try disk.read(limits: limits).problems(.unreadableFile).first?.reason.contains("inflates to")
                == true)
    }

    @Test func aLineBeyondTheLimitCostsThatLine() throws {
        var limits = ReadingLimits()
        limits.recordBytes = 1 << 16
        let long = #"{"serialNumber":""# + String(repeating: "x", count: 1 << 20) + #""}"# + "\n"
        let disk = try CaseOnDisk(
            "devices", "d.ndjson", threeDevices + long + threeDevices, more: "role: tenant")
        let evidence = try disk.read(limits: limits)
        #expect(evidence.fleet.count == 3)
        #expect(evidence.problems(.unreadableRecord).map(\.citation.short) == ["d.ndjson:4"])
    }

    @Test func aRecordWithWrongTypesCostsThatRecord() throws {
        let lines = [
            #"{"timestamp":"2026-04-17T10:00:00Z","eventType":"RATE_LIMIT","tier":"burst"}"#,
            #"{"timestamp":{"a":1},"eventType":"RATE_LIMIT"}"#,
            #"{"timestamp":"2026-04-17T10:00:01Z","eventType":7}"#,
            #"{"eventType":"RATE_LIMIT"}"#, "[1,2]", "7",
            #"{"timestamp":"2026-04-17T10:00:02Z","eventType":"OTHER"}"#,
        ]
        let disk = try CaseOnDisk("audit", "a.ndjson", lines.joined(separator: "\n"))
        let evidence = try disk.read()
        #expect(
            evidence.audit.throttles.count == 1
                && evidence.audit.countByType == ["RATE_LIMIT": 1, "OTHER": 1])
        #expect(evidence.problems(.unreadableRecord).reduce(0) { $0 + $1.count } == 5)
    }

    @Test func anEmptyFileIsEvidenceOfNothing() throws {
        for kind in EvidenceKind.readable where kind != .devices {
            let disk = try CaseOnDisk(kind.name, "empty", "")
            let evidence = try disk.read()
            // A blank device list is asked about: everything hangs on who is absent from it.
            #expect(evidence.problems.map(\.kind) == (kind == .devices ? [.missing] : []), "\(kind)")
            #expect(evidence.supplied.contains { $0.kind == kind }, "\(kind)")
        }
    }

    @Test func aFileWithoutASingleReadableRecordSuppliesNothing() throws {
        let disk = CaseOnDisk()
        try disk.write("a.ndjson", "<html>\n<body>502</body>\n</html>\n")
        try disk.write("q.ndjson", "")
        try disk.caseFile("evidence: [{kind: audit, file: a.ndjson}, {kind: queue, file: q.ndjson}]")
        let evidence = try disk.read()
        #expect(!evidence.supplied.contains { $0.kind == .audit })
        #expect(evidence.problems.map(\.kind) == [.unreadableFile])
    }

    @Test func randomBytesOfEveryKindAreSurvived() throws {
        var seed: UInt64 = 42
        for kind in EvidenceKind.readable {
            for start in [
                "", "{", "[{", "<?xml version=\"1.0\"?><plist>", "Apr 17 08:02:11 ", "2026-04-17 ",
                "serial,x\n",
            ] {
                var bytes = Array(start.utf8)
                for _ in 0..<3000 {
                    seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    bytes.append(UInt8(truncatingIfNeeded: seed >> 56))
                }
                let disk = CaseOnDisk()
                try disk.write("x", bytes: bytes)
                try disk.write("q", "")
                try disk.caseFile("evidence: [{kind: \(kind), file: x}, {kind: queue, file: q}]")
                #expect(try disk.read().supplied.contains(Supply(.queue, .mdm)))
            }
        }
    }
}
