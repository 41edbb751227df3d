import Casework
import CustomDump
import ForensicsTestKit
import PlugIns
import ProbeKit
import Testing

/// The sample probes that the package ships, as a run would start them.
struct SampleTests {
    private static let rows = """
        {"serial":"C02XK1ABJG5J","mdmEnrolled":true,"mdmLastContact":"2026-04-01T00:00:00Z"}
        {"serial":"c02 1","mdmEnrolled":true,"mdmLastContact":"2026-04-17T11:00:00Z"}
        {"serial":"F4KDEVICE001","mdmEnrolled":false,"mdmLastContact":null}

        """
    private let fleet = ["C02XK1ABJG5J": 0, "c02 1": 1, "F4KDEVICE001": 2]

    private func answer(
        _ sample: String, rows: String = rows, parameters: [String: String] = [:]
    ) async throws -> (card: ProbeCard, answer: PlugInAnswer) {
        let folder = try TemporaryFolder()
        let file = try PlugInFile(path: PackageRoot.file("Samples/probes/\(sample)"))
        let host = PlugInHost(describeDeadline: 30)
        let description = try await host.describe(file)
        #expect(description.complaints(takenIDs: [], takenCodes: []).isEmpty)
        #expect(description.needs == ["devices"])
        let devices = try folder.write("devices.ndjson", rows)
        let printed = try await host.run(
            file, request(["devices": .file(devices)], parameters, description.deadline))
        let codes = Set(description.codes.map(\.code))
        return (description.card, try PlugInAnswer(ndjson: printed, codes: codes) { fleet[$0] })
    }

    @Test(.needs(program: "awk")) func serialFormatFindsTheUnusualOne() async throws {
        let (card, answer) = try await answer("serial-format.sh")
        #expect(card.id == "x.serial-format" && card.layer == .deviceState)
        let claim = try #require(answer.claims.first)
        #expect(claim.code == "X-SERIAL-UNUSUAL" && claim.count == 1 && claim.devices == [1])
        expectNoDifference(claim.values, ["serials": .count(3), "unusual": .count(1)])
        let result = ProbeResult(card: card, claims: answer.claims)
        #expect(result.outcome == .warn && result.fault == nil)
    }

    @Test(.needs(program: "awk")) func serialFormatIsContentWithUsualOnes() async throws {
        let (card, answer) = try await answer("serial-format.sh", rows: "{\"serial\":\"C02XK1ABJG5J\"}\n")
        #expect(answer.claims.isEmpty && answer.notes == ["1 serial numbers have their usual form"])
        #expect(ProbeResult(card: card, claims: answer.claims).outcome == .pass)
    }

    @Test(.needs(program: "python3")) func staleContactFindsTheSilentOne() async throws {
        let (card, answer) = try await answer("stale-contact.py")
        #expect(card.id == "x.stale-contact")
        let claim = try #require(answer.claims.first)
        #expect(claim.code == "X-CONTACT-STALE" && claim.count == 1 && claim.devices == [0])
        #expect(claim.values["enrolled"] == .count(2))
    }

    @Test(.needs(program: "python3")) func withoutItsFactsASampleSaysSo() async throws {
        for sample in ["stale-contact.py", "serial-format.sh"] {
            let file = try PlugInFile(path: PackageRoot.file("Samples/probes/\(sample)"))
            do throws(PlugInFault) {
                _ = try await PlugInHost().run(file, request())
                Issue.record("\(sample) judged nothing and did not say so")
            } catch {
                guard case .failed(65, let said) = error else {
                    Issue.record("\(sample): \(error)")
                    continue
                }
                #expect(said.contains("facts.devices"))
            }
        }
    }
}
