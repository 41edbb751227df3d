import CustomDump
import ForensicsTestKit
import OpenFormats
import Testing

/// One stuck device of each sample fleet, and the ways to name a device.
struct DeviceTests {
    @Test(arguments: SampleCase.all) func aStuckDeviceShowsFourViewsAndItsCause(_ sample: SampleCase)
        async throws
    {
        let truth = try sample.truth
        let story = try await sample.told
        let device = try #require(story.report["devices.0"])
        #expect(story.exitCode == 2 && story.report["schema"]?.string == "abm-forensics/device/1")
        #expect(device["serial"]?.string == sample.stuckDevice && device["standing"]?.string == "stuck")
        #expect((device["stuckForSeconds"]?.int ?? 0) > 3600)
        let views = device["views"].items
        expectNoDifference(views.compactMap { $0["label"]?.string }, ["ABM", "ADE", "MDM", "Device"])
        #expect(views.allSatisfy { !$0["text"].words.isEmpty })
        let cause = try #require(truth[path: "rootCause.code"]?.string)
        #expect(device["sentence"].words.contains(cause))
        #expect(!device["next"].items.isEmpty)
        let stuckState = truth[path: "devices.byState"]?.counts.keys.first { $0 != "enrolled" }
        #expect(device["state"]?.string == stuckState)
    }

    @Test(arguments: SampleCase.all) func itsTimelineIsInOrder(_ sample: SampleCase) async throws {
        let timeline = try await sample.told.report["devices.0.timeline"].items
        let times = timeline.compactMap { Timestamps.microseconds(of: $0["at"].words) }
        #expect(times.count == timeline.count && times.count >= 2 && times == times.sorted())
        for event in timeline {
            #expect(event[path: "evidence.file"]?.string != nil, "\(event["text"] ?? .null)")
        }
    }

    @Test(arguments: SampleCase.all) func textAndJSONTellTheSame(_ sample: SampleCase) async throws {
        let story = try await sample.told
        let device = try #require(story.report["devices.0"])
        let text = unwrapped(story.text)
        #expect(text.hasPrefix(sample.stuckDevice) && text.contains("STUCK"))
        let timeline = device["timeline"].items
        let views = device["views"].items
        let facts =
            ["model", "os", "sentence"].compactMap { device[$0]?.string }
            + (views + timeline).compactMap { $0["text"]?.string }
            + device["findings"].items.compactMap { $0["code"]?.string }
            + device["next"].items.compactMap { $0["text"]?.string }
            + timeline.compactMap { $0[path: "evidence.file"]?.string }
        #expect(facts.count > 8)
        for fact in facts { #expect(text.contains(unwrapped(fact)), "\(fact)") }
    }

    @Test func theLogOfADeviceIsInItsTimeline() async throws {
        let story = try await SampleCase.healthcareSupervision.told
        let sources = story.report["devices.0.timeline"].items.compactMap { $0["source"]?.string }
        #expect(sources.contains("Device") && sources.contains("ABM"))
        #expect(story.report["devices.0.step.number"]?.int != nil)
    }

    @Test func devicesCanBeNamedByFileAndByUDID() async throws {
        let small = try SmallCase()
        let list = try small.write("stuck.txt", "ZZTEST000002\n\n\(SmallCase.udid(3))  # by its UDID\n")
        let outcome = try await Tool.run(
            "device", "ZZTEST000001", "--devices", list, "--case", small.path, "--format", "json")
        #expect(outcome.exitCode == 0 && outcome.stderr.isEmpty)
        let devices = try JSONReport(outcome.stdout)["devices"].items
        expectNoDifference(
            devices.compactMap { $0["serial"]?.string }, ["ZZTEST000001", "ZZTEST000002", "ZZTEST000003"])
        #expect(devices.allSatisfy { $0["standing"]?.string == "enrolled" })
    }

    @Test func anUnknownDeviceGetsASuggestion() async throws {
        let small = try SmallCase()
        let outcome = try await Tool.run("device", "ZZTEST00001", "--case", small.path)
        #expect(outcome.exitCode == 65 && outcome.stdout.isEmpty)
        #expect(
            outcome.stderr.contains("\"ZZTEST00001\"")
                && outcome.stderr.contains("Did you mean ZZTEST000001?"))
    }

    @Test func someDeviceMustBeNamed() async throws {
        let small = try SmallCase()
        let nobody = try await Tool.run("device", "--case", small.path)
        #expect(nobody.exitCode == 64 && nobody.stderr.contains("Name a device"))
        let unreadable = try await Tool.run(
            "device", "--devices", "\(small.path)/nowhere.txt", "--case", small.path)
        #expect(unreadable.exitCode == 64 && unreadable.stderr.contains("nowhere.txt"))
    }

    /// A device's story out of a damaged case must not look like one out of a whole case.
    @Test func damageIsSaidHereToo() async throws {
        let small = try SmallCase(more: ["{kind: queue, file: mdm/queue.ndjson}"])
        try small.write("mdm/queue.ndjson", "\u{1}\u{2}\n")
        let outcome = try await Tool.run("device", "ZZTEST000001", "--case", small.path)
        #expect(outcome.stdout.contains("ZZTEST000001") && outcome.stderr.contains("mdm/queue.ndjson"))
    }

    /// Words in one line: the text report breaks and indents them.
    private func unwrapped(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
