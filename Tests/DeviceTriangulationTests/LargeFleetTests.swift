import OpenFormats
import Testing

@testable import DeviceTriangulation

struct LargeFleetTests {
    /// A reproducible shuffle.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private struct Receiver: RecordReceiver {
        var ledger: SourceLedger
        var refused = 0
        mutating func record(_ bytes: Span<UInt8>, at locator: RecordLocator, offset: Int) {
            do { try ledger.append(record: bytes, file: 0, number: UInt32(locator.number)) } catch {
                refused += 1
            }
        }
        mutating func problem(_ problem: RecordProblem) { refused += 1 }
    }

    private static func records(_ count: Int) -> (tenant: [String], mdm: [String], expected: [String: Int]) {
        var tenant: [String] = []
        var mdm: [String] = []
        var expected: [String: Int] = [:]
        for index in 0..<count {
            let serial = "C\(100_000_000 + index)"
            let head =
                "{\"serialNumber\":\"\(serial)\",\"udid\":\"00008110-\(1_000_000_000_000_000 + index)\","
            let old = "\"lastModified\":\"2026-04-17T10:00:00Z\"}"
            let state: String
            switch index % 5 {
            case 0:
                tenant.append(head + "\"enrollmentStatus\":\"assigned\",\"mdmProfileId\":null," + old)
                mdm.append("{\"serial\":\" \(serial.lowercased())\",\"enrolled\":false}")
                state = "assigned-not-enrolled"
            case 1:
                tenant.append(
                    head + "\"enrollmentStatus\":\"pending\",\"abm_sync_status\":\"throttled_by_rate_limit\","
                        + old)
                state = "throttled-zombie"
            case 2:
                tenant.append(head + "\"enrollmentStatus\":\"in_progress\",\"mdmProfileId\":null," + old)
                state = "enrolled-without-profile"
            case 3:
                tenant.append(head + "\"enrollmentStatus\":\"assigned\",\"mdmProfileId\":null," + old)
                state = "not-activated"
            default:
                tenant.append(head + "\"enrollmentStatus\":\"enrolled\",\"mdmProfileId\":\"p\"," + old)
                mdm.append("{\"udid\":\"00008110-\(1_000_000_000_000_000 + index)\",\"enrolled\":true}")
                state = "enrolled"
            }
            expected[state, default: 0] += 1
        }
        return (tenant, mdm, expected)
    }

    private static func fleet(_ tenant: String, _ mdm: String, chunk: Int) throws -> FleetLedger {
        var assembly = FleetAssembly()
        for (role, text) in [(SourceRole.mdm, mdm), (.tenant, tenant)] {
            var reader = JSONRecords()
            var receiver = Receiver(ledger: SourceLedger(role: role))
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: chunk) {
                reader.read(bytes.span.extracting(start..<min(bytes.count, start + chunk)), into: &receiver)
            }
            reader.finish(into: &receiver)
            #expect(receiver.refused == 0)
            try assembly.add(receiver.ledger)
        }
        return assembly.finish()
    }

    @Test func orderAndContainerDoNotMatter() throws {
        let (tenant, mdm, expected) = Self.records(1_000)
        let policy = TriangulationPolicy(asOf: noon)
        let plain = try Self.fleet(
            tenant.joined(separator: "\n"), mdm.joined(separator: "\n"), chunk: 1 << 16)
        let result = Triangulator.classify(plain, policy: policy)
        #expect(result.countsByName == expected)
        var generator = Generator(state: 11)
        for seed in 0..<4 {
            generator.state &+= UInt64(seed)
            let shuffledTenant = tenant.shuffled(using: &generator)
            let shuffledMDM = mdm.shuffled(using: &generator)
            let texts = [
                (shuffledTenant.joined(separator: "\n"), shuffledMDM.joined(separator: "\r\n")),
                (
                    "[" + shuffledTenant.joined(separator: ",\n") + "]",
                    "{\"results\":[" + shuffledMDM.joined(separator: ",") + "]}"
                ),
            ]
            for (tenantText, mdmText) in texts {
                let fleet = try Self.fleet(tenantText, mdmText, chunk: 997)
                let again = Triangulator.classify(fleet, policy: policy)
                #expect(again == result)
                #expect(
                    (0..<1_000).allSatisfy {
                        fleet.serial(of: $0) == plain.serial(of: $0)
                            && fleet.udid(of: $0) == plain.udid(of: $0)
                    })
            }
        }
    }

    @Test func hundredThousandDevicesAreCountedExactly() throws {
        let (tenant, mdm, expected) = Self.records(100_000)
        let fleet = try Self.fleet(
            tenant.joined(separator: "\n"), mdm.joined(separator: "\n"), chunk: 1 << 20)
        let result = Triangulator.classify(fleet, policy: TriangulationPolicy(asOf: noon))
        #expect(result.total == 100_000)
        #expect(result.counts.reduce(0, +) == 100_000)
        #expect(result.countsByName == expected)
        #expect(result.ordinals(in: .throttledZombie).count == 20_000)
        #expect(fleet.bytesPerDevice < 120)
    }

    @Test func everyDeviceMayHaveTwoUDIDs() throws {
        // Hardware UUID in one list, provisioning UDID in the other: as many conflicts as devices.
        let start = ContinuousClock.now
        var fleet = FleetAssembly()
        for (role, mark) in [(SourceRole.tenant, "A"), (.mdm, "B")] {
            var ledger = SourceLedger(role: role, dialect: .generic)
            for index in 0..<60_000 {
                let record = "{\"serial\":\"C\(100_000_000 + index)\",\"udid\":\"\(mark)\(index)\"}"
                try ledger.append(record: Array(record.utf8), file: 0, number: UInt32(index + 1))
            }
            try fleet.add(ledger)
        }
        let joined = fleet.finish()
        #expect(joined.duplicates.count == 60_000)
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
