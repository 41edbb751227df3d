import ForensicsTestKit
import OpenFormats
import Testing

/// A sample case with its truth, judged once for all tests that look at it.
struct SampleCase: Sendable, CustomTestStringConvertible {
    let name: String
    /// One of the devices that the truth file calls stuck.
    let stuckDevice: String
    private let first: Once<Judged>
    private let second: Once<Judged>
    private let story: Once<Story>

    /// Both reports of one run, and the device list beside them.
    struct Judged: Sendable {
        let exitCode: Int32
        let text: String
        let report: JSONReport
        let devices: String
    }

    /// Both reports about one device.
    struct Story: Sendable {
        let exitCode: Int32
        let text: String
        let report: JSONReport
    }

    static let all = [financialBurst, edtechZTNA, healthcareSupervision]
    static let financialBurst = SampleCase("financial-burst", stuckDevice: "ZZFIN0000038")
    static let edtechZTNA = SampleCase("edtech-ztna", stuckDevice: "ZZEDU0000001")
    static let healthcareSupervision = SampleCase("healthcare-supervision", stuckDevice: "ZZMED0002621")

    private init(_ name: String, stuckDevice: String) {
        self.name = name
        self.stuckDevice = stuckDevice
        let folder = PackageRoot.file("Samples/cases/\(name)")
        first = Once { try await SampleCase.judge(folder) }
        second = Once { try await SampleCase.judgeAgain(folder) }
        story = Once { try await SampleCase.tell(stuckDevice, folder) }
    }

    var testDescription: String { name }
    var truth: JSONValue {
        get throws { try JSONReport(read(PackageRoot.file("Samples/truth/\(name).json"))).root }
    }
    var judged: Judged { get async throws { try await first.value } }
    /// The same case, judged by a second process.
    var judgedAgain: Judged { get async throws { try await second.value } }
    /// What `device` says of the stuck device.
    var told: Story { get async throws { try await story.value } }

    /// Text on standard output and JSON in a file, out of one run.
    static func judge(_ folder: String) async throws -> Judged {
        let place = try TemporaryFolder()
        defer { withExtendedLifetime(place) {} }
        let outcome = try await Tool.run(
            "run", folder, "--format", "text", "--format", "json:\(place.path)/report.json",
            environment: ["COLUMNS": "100"])
        guard outcome.stderr.isEmpty else { throw Tool.Failure(description: outcome.stderr) }
        return Judged(
            exitCode: outcome.exitCode, text: outcome.stdout,
            report: try JSONReport(read("\(place.path)/report.json")),
            devices: try read("\(place.path)/report.devices.ndjson"))
    }

    /// JSON by `--output`.
    private static func judgeAgain(_ folder: String) async throws -> Judged {
        let place = try TemporaryFolder()
        defer { withExtendedLifetime(place) {} }
        let outcome = try await Tool.run(
            "run", folder, "--format", "json", "--output", "\(place.path)/report.json")
        return Judged(
            exitCode: outcome.exitCode, text: outcome.stdout,
            report: try JSONReport(read("\(place.path)/report.json")),
            devices: try read("\(place.path)/report.devices.ndjson"))
    }

    private static func tell(_ device: String, _ folder: String) async throws -> Story {
        let place = try TemporaryFolder()
        defer { withExtendedLifetime(place) {} }
        let outcome = try await Tool.run(
            "device", device, "--case", folder, "--format", "text", "--format",
            "json:\(place.path)/device.json",
            environment: ["COLUMNS": "140"])
        return Story(
            exitCode: outcome.exitCode, text: outcome.stdout,
            report: try JSONReport(read("\(place.path)/device.json")))
    }
}
