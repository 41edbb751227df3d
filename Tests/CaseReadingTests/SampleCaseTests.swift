import Casework
import Crypto
import Foundation
import OpenFormats
import Testing

@testable import CaseReading

/// The shipped cases at full size, compared with what their generator knows.
struct SampleCaseTests {
    private static let samples = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Samples")

    private static var areThere: Bool {
        FileManager.default.fileExists(atPath: samples.appendingPathComponent("cases").path)
    }

    private static func truth(_ name: String) throws -> JSONValue {
        let file = samples.appendingPathComponent("truth/\(name).json")
        return try JSONValue(parsing: Array(try Data(contentsOf: file)))
    }

    private static func read(_ name: String) throws -> CaseEvidence {
        try CaseReader().read(at: samples.appendingPathComponent("cases/\(name)").path)
    }

    @Test(
        .enabled(if: areThere, "the sample cases are not there"),
        arguments: ["financial-burst", "edtech-ztna", "healthcare-supervision"])
    func countsAreThoseOfTheGenerator(name: String) throws {
        let (evidence, truth) = (try Self.read(name), try Self.truth(name))
        #expect(evidence.problems == [])
        #expect(evidence.fleet.count == truth[path: "devices.total"]?.int)
        let byState = try #require(truth[path: "devices.byState"]?.object)
        #expect(
            evidence.fleet.countByState == byState.members.reduce(into: [:]) { $0[$1.key] = $1.value.int })
        #expect(evidence.sources.count == truth["evidenceFiles"]?.int)
    }

    @Test(
        .enabled(if: areThere, "the sample cases are not there"),
        arguments: ["financial-burst", "edtech-ztna", "healthcare-supervision"])
    func stuckDevicesAreThoseOfTheGenerator(name: String) throws {
        let (fleet, truth) = (try Self.read(name).fleet, try Self.truth(name))
        let stuck = (0..<fleet.count).filter { fleet.stateOf($0) != "enrolled" }
        let serials = stuck.compactMap { fleet.device($0).serial }.sorted()
        #expect(serials.count == truth[path: "stuck.count"]?.int)
        let joined = serials.joined(separator: "\n") + "\n"
        let digest = Hex.text(SHA256.hash(data: Array(joined.utf8)))
        #expect(digest == truth[path: "stuck.sortedSerialsSHA256"]?.string)
    }

    @Test(
        .enabled(if: areThere, "the sample cases are not there"),
        arguments: ["financial-burst", "edtech-ztna", "healthcare-supervision"])
    func everyDeviceAndEventIsKnownToTheFleet(name: String) throws {
        let evidence = try Self.read(name)
        #expect(evidence.audit.callbacks.allSatisfy { $0.device != nil })
        let truth = try Self.truth(name)
        #expect(evidence.audit.throttles.count == truth[path: "windows.throttledEvents"]?.int ?? 0)
        #expect(evidence.audit.callbacks.count == truth[path: "callbacks.sessions"]?.int)
        #expect(
            evidence.audit.callbacks.count { $0.outcome == "dropped" }
                == truth[path: "callbacks.dropped"]?.int)
        #expect(evidence.callbacks.count == truth[path: "callbacks.received"]?.int)
        #expect(evidence.tokens.first?.expiresAt.map(\.description) == truth[path: "token.expiresAt"]?.string)
        #expect(evidence.callbacks.allSatisfy { $0.device != nil && $0.session != nil })
        let devices = (0..<evidence.fleet.count).map(evidence.fleet.device)
        #expect(devices.allSatisfy { $0.serial != nil && $0.tenant?.citation?.sha256 != nil })
        let sample = try #require(devices.last)
        #expect(evidence.fleet.ordinalOfUDID(sample.udid?.lowercased() ?? "") == sample.ordinal)
    }

    @Test(
        .enabled(if: areThere, "the sample cases are not there"),
        arguments: ["financial-burst", "edtech-ztna", "healthcare-supervision"])
    func everyDeliveryIsSignedWithTheSecretOfTheGenerator(name: String) throws {
        let secret = try #require(try Self.truth(name)[path: "callbacks.secret"]?.string)
        let handler = CallbackHandler(secret: Secret(Array(secret.utf8)), file: 0)
        var reader = RecordReader(handler, limits: ReadingLimits())
        let file = Self.samples.appendingPathComponent("cases/\(name)/mdm/callbacks.ndjson.gz").path
        _ = try EvidenceStream(limits: ReadingLimits()).read(file) { reader.read($0) }
        reader.finish()
        var draft = CaseDraft()
        reader.deliver(SourceFile(path: "c", kind: .callbacks), index: 0, to: &draft)
        let deliveries = draft.callbacks.deliveries
        #expect(deliveries.count > 1000)
        #expect(deliveries.allSatisfy { $0.signature == .valid })
        #expect(deliveries.allSatisfy { $0.path == "/v2/devices/{id}/enroll" })
    }
}
