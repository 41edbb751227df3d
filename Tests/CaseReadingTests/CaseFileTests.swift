import Casework
import OpenFormats
import Testing

@testable import CaseReading

struct CaseFileTests {
    private func file(_ yaml: String) throws(CaseError) -> CaseFile {
        try CaseFile(yaml: Array(yaml.utf8), file: "case.yaml", limits: ReadingLimits())
    }

    private func refusal(_ yaml: String) -> CaseError? {
        do throws(CaseError) {
            _ = try file(yaml)
            return nil
        } catch {
            return error
        }
    }

    @Test func everyDocumentedKeyIsRead() throws {
        let read = try file(
            """
            schema: abm-forensics/case/1
            id: financial-burst
            title: Bulk import
            asOf: 2026-04-17T12:00:00Z
            tenant: {id: t_abc123, sector: Finance, dialect: field-guide}
            mdm: {vendor: jamf-pro, version: 11.4.2, serverId: "9B1C", syncIntervalMinutes: 7}
            expect:
              hosts: [MDMenrollment.apple.com]
              anchors: [trust/roots.pem]
              rootFingerprints: ["SHA256:0000000000000000000000000000000000000000000000000000000000000001"]
              callbackRanges: [10.0.0.0/8]
              active: handed-out.csv
            thresholds: {orphanedAfterHours: 24, stallSeconds: 20}
            evidence:
              - {kind: devices, role: tenant, dialect: field-guide, file: d.ndjson, complete: false, scope: all}
              - kind: device-log
                file: d.log
                device: ZZTEST000001
                timeZone: "+02:00"
                collectedAt: 2026-04-17T11:00:00+02:00
                columns: {serial: "Serial Number"}
              - {kind: callbacks, file: c.ndjson, secret: env:HOOK}
              - {kind: capture, file: x.pcap, keyLog: k.txt, clockOffset: 2, vantage: device, path: ztna}
              - {kind: access-log, file: a.log, clientAddressFrom: x-forwarded-for, key: k.pem}
            collect: {axm: {base: "https://api-business.apple.com"}}
            """)
        #expect(read.profile.id == "financial-burst")
        #expect(read.profile.sector == "finance")
        #expect(read.profile.vendorVersion == "11.4.2")
        #expect(read.profile.syncIntervalMinutes == 7)
        #expect(read.profile.expectedHosts == ["mdmenrollment.apple.com"])
        #expect(read.profile.callbackRanges == ["10.0.0.0/8"])
        #expect(read.profile.rootFingerprints.count == 1)
        #expect(read.thresholds.orphanedAfterHours == 24 && read.thresholds.stallSeconds == 20)
        #expect(read.anchors.map(\.name) == ["trust/roots.pem"])
        #expect(read.active?.name == "handed-out.csv")
        #expect(
            read.evidence.map(\.kind.name) == ["devices", "device-log", "callbacks", "capture", "access-log"])
        #expect(read.evidence[0].completeness == .no && read.evidence[0].scope == "all")
        #expect(
            read.evidence[1].zoneSeconds == 7200 && read.evidence[1].columns == ["serial": "Serial Number"])
        #expect(read.evidence[1].collectedAt == instant("2026-04-17T09:00:00Z"))
        #expect(read.evidence[2].secret == .environment("HOOK"))
    }

    @Test func callbackRangesDefaultToTheFieldGuides() throws {
        #expect(try file("id: x").profile.callbackRanges == ["17.253.128.0/18", "17.254.0.0/16"])
    }

    @Test func unknownKeyIsNamedWithItsLineAndItsNeighbour() throws {
        let error = try #require(refusal("id: x\ntittle: y\n"))
        #expect(error.exitClass == .configuration && error.line == 2)
        #expect(error.reason.contains("\"tittle\"") && error.reason.contains("did you mean \"title\"?"))
    }

    @Test func unknownKeyOfAnEntryIsNamedWithItsPlace() throws {
        let error = try #require(
            refusal("evidence:\n  - {kind: audit, file: a}\n  - {kind: audit, fil: a}\n"))
        #expect(error.line == 3 && error.reason.contains("evidence[1]") && error.reason.contains("\"file\""))
    }

    @Test(arguments: [
        ("mdm: {syncIntervalMinutes: soon}", "whole number"), ("mdm: {syncIntervalMinutes: 0}", "1 minute"),
        ("asOf: yesterday", "a time such as"), ("tenant: t_abc", "a mapping"),
        ("evidence: {kind: audit}", "a list"),
        ("tenant: {dialect: klingon}", "published"),
        ("expect: {rootFingerprints: [\"SHA256:12\"]}", "64 hex"),
        ("thresholds: {stallSeconds: -1}", "1,000,000,000"), ("thresholds: {stalSeconds: 1}", "stallSeconds"),
        ("evidence: [{file: a}]", "\"kind\" is missing"), ("evidence: [{kind: audit}]", "no \"file\""),
        ("evidence: [{kind: audit, file: a, complete: perhaps}]", "auto"),
        ("evidence: [{kind: audit, file: a, timeZone: Europe/Berlin}]", "offset"),
        ("evidence: [{kind: devices, role: mdmm, file: a}]", "tenant, ade, mdm, device"),
        ("schema: abm-forensics/case/9", "this version reads"), ("id: a\nid: b", "twice"),
        ("a: [b", "not YAML"),
        ("- a\n- b", "a mapping"), ("collect: [a]", "a mapping"), ("", "empty"),
    ])
    func wrongValuesAreRefusedWithALine(yaml: String, words: String) throws {
        let error = try #require(refusal(yaml))
        #expect(error.exitClass == .configuration)
        #expect(error.reason.contains(words), "\(error)")
        #expect(error.line != nil || yaml.isEmpty)
    }

    @Test func aSecretInTheWrongPlaceIsNotRepeated() throws {
        let error = try #require(refusal("evidence: [{kind: callbacks, file: a, secret: hunter2}]"))
        #expect(!error.reason.contains("hunter2"))
    }

    @Test func aliasesAreRefused() throws {
        let error = try #require(refusal("id: &a [x, x]\ntitle: [*a, *a]\n"))
        #expect(error.line == 2 && error.reason.contains("aliases"))
    }

    @Test func ampersandsAndStarsInTextAreNoAliases() throws {
        #expect(try file("title: A & B * C\nid: a&b").profile.title == "A & B * C")
    }

    @Test(arguments: [
        String(repeating: "[", count: 5000), String(repeating: "{a: ", count: 5000),
        String(repeating: "- ", count: 5000),
        (0..<1200).map { "\n" + String(repeating: " ", count: $0 + 1) + "a:" }.joined(),
    ])
    func deepNestingIsRefused(yaml: String) throws {
        #expect(refusal("id: " + yaml) != nil)
        #expect(refusal(yaml) != nil)
    }

    @Test func aHugeCaseFileIsRefused() throws {
        let error = try #require(refusal(String(repeating: "# x\n", count: 300_000)))
        #expect(error.reason.contains("at most"))
    }

    @Test func nearestNameForgivesTypingMistakesOnly() {
        #expect(NearestName.of("evidnece", among: ["evidence", "expect"]) == "evidence")
        #expect(NearestName.of("zebra", among: ["evidence", "expect"]) == nil)
        #expect(NearestName.distance("abcd", "abdc") == 1)
    }

    @Test(arguments: [
        ("Z", 0), ("UTC", 0), ("+02:00", 7200), ("-0700", -25_200), ("+9", 32_400), ("+05:30", 19_800),
    ])
    func zonesAreOffsets(text: String, seconds: Int) {
        #expect(TimeZoneOffset.seconds(text) == seconds)
    }

    @Test(arguments: ["Europe/Berlin", "", "+", "+99:00", "+1:2:3:4", "+02:75", "2"])
    func otherZonesAreNone(text: String) {
        #expect(TimeZoneOffset.seconds(text) == nil)
    }
}
