import Casework
import DeviceTriangulation
import OpenFormats
import Testing

@testable import CaseReading

/// The result depends on the devices alone: not on order, threads, container or compression.
struct FleetReadingTests {
    private static let count = 500
    private static let fields = ["serial", "udid", "state", "enrolled", "model", "lastContact", "serverId"]

    private static func values(_ index: Int, _ role: SourceRole) -> [String] {
        let state = ["assigned", "enrolled", "pending", "failed"][index % 4]
        return [
            index % 7 == 0 && role == .mdm ? "" : "C\(100_000 + index)",
            "00008110-\(1_000_000_000_000_000 + index)", role == .tenant ? state : "",
            role == .mdm ? (index % 3 == 0 ? "false" : "true") : "", "Mac\(index % 5),\(index % 2)",
            "2026-04-1\(index % 7)T10:00:0\(index % 10)Z", index % 11 == 0 ? "S2" : "S1",
        ]
    }

    private static func json(_ values: [String]) -> String {
        let members = zip(fields, values).compactMap { name, value -> String? in
            if value.isEmpty { return nil }
            return value == "true" || value == "false" ? "\"\(name)\":\(value)" : "\"\(name)\":\"\(value)\""
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// A list in each container.
    private static func containers(_ records: [[String]]) -> [(name: String, text: String)] {
        let json = records.map(Self.json)
        let half = json.count / 2
        let pages = [json[..<half], json[half...]].map {
            "{\"devices\":[\($0.joined(separator: ","))],\"total\":\(json.count)}"
        }
        return [
            ("lines.ndjson", json.joined(separator: "\n") + "\n"),
            ("dos.ndjson", "\u{FEFF}" + json.joined(separator: "\r\n")),
            ("array.json", "[\n  " + json.joined(separator: ",\n  ") + "\n]\n"),
            ("pages.json", pages.joined(separator: "\n")),
            ("table.csv", ([fields] + records).map { $0.joined(separator: ";") }.joined(separator: "\n")),
        ]
    }

    /// Everything that is known of a device, but where its records stand.
    private struct Story: Equatable {
        let serial: String?
        let state: DeviceState?
        let views: [DeviceView?]
    }

    private static func stories(_ readout: FleetReadout) -> [Story] {
        let states = Triangulator.classify(
            readout.fleet, policy: TriangulationPolicy(asOf: 1_776_427_200_000_000))
        return (0..<UInt32(readout.fleet.count)).map { ordinal in
            let views = SourceRole.allCases.map { role -> DeviceView? in
                var view = readout.fleet.view(role, of: ordinal)
                view?.origin = nil
                return view
            }
            return Story(
                serial: readout.fleet.serial(of: ordinal), state: states.state(of: ordinal), views: views)
        }
    }

    private func read(
        _ folder: CaseOnDisk, _ name: String, _ text: String, threads: Int, seed: Int
    ) async throws -> FleetReadout {
        let mdm = Self.containers((0..<Self.count).map { Self.values($0, .mdm) })[0].text
        try folder.write(
            name, bytes: name.hasSuffix(".gz") ? try gzipped(Array(text.utf8)) : Array(text.utf8))
        try folder.write("mdm.ndjson", mdm)
        var reading = FleetReading(threads: threads)
        reading.limits.recordBytes = 4_096
        return await reading.read([
            FleetInput("\(folder.path)/\(name)", role: .tenant, dialect: .generic),
            FleetInput("\(folder.path)/mdm.ndjson", role: .mdm, dialect: .generic),
        ])
    }

    @Test func orderThreadsAndContainerDoNotMatter() async throws {
        let folder = CaseOnDisk()
        let records = (0..<Self.count).map { Self.values($0, .tenant) }
        var expected: [Story]?
        for (seed, records) in [records, records.reversed(), records.shuffled()].enumerated() {
            for (name, text) in Self.containers(records) {
                for (name, threads) in [(name, 1), (name, 3), (name + ".gz", 2)] {
                    let readout = try await read(folder, name, text, threads: threads, seed: seed)
                    #expect(readout.files.map(\.records) == [Self.count, Self.count], "\(name)")
                    #expect(readout.files.allSatisfy { $0.isComplete && $0.fault == nil && $0.refused == 0 })
                    let stories = Self.stories(readout)
                    #expect(stories.count == Self.count)
                    let isSame = expected == nil || stories == expected
                    #expect(isSame, "\(name)")
                    expected = stories
                }
            }
        }
    }

    @Test func linesKeepTheirNumbersAcrossStretches() async throws {
        let folder = CaseOnDisk()
        let pad = String(repeating: "x", count: 900)
        var lines = (1...2_000).map { "{\"serial\":\"C\(100_000 + $0)\",\"note\":\"\(pad)\"}" }
        lines[1_499] = "{\"serial\":\"C1\",}"
        lines[1_899] = "{\"serial\":\"C2\",\"note\":\"" + String(repeating: "y", count: 2 << 20) + "\"}"
        lines[1_949] = "[]"
        try folder.write("mdm.ndjson", lines.joined(separator: "\n"))
        for threads in [1, 2, 5] {
            var reading = FleetReading(threads: threads)
            reading.limits.recordBytes = 1 << 20
            let readout = await reading.read([FleetInput("\(folder.path)/mdm.ndjson", role: .mdm)])
            #expect(readout.fleet.count == 1_997)
            #expect(readout.files[0].records == 1_997 && readout.files[0].refused == 2)
            let places = readout.files[0].problems.compactMap(\.citation.locator)
            #expect(places == ["line 1500", "line 1900", "line 1950"])
            let last = try #require(readout.fleet.ordinal(serial: "C102000"))
            #expect(readout.fleet.view(.mdm, of: last)?.origin?.number == 2_000)
        }
    }

    @Test func damageIsSaidAndTheRestCounts() async throws {
        let folder = CaseOnDisk()
        let lines = (1...4_000).map {
            "{\"serial\":\"C\(100_000 + $0 * 7_919 % 90_000)\",\"enrolled\":true}\n"
        }
        let whole = try gzipped(Array(lines.joined().utf8))
        try folder.write("cut.ndjson.gz", bytes: Array(whole.prefix(whole.count / 2)))
        try folder.write("wide.json", bytes: Array("[{}]".utf8).flatMap { [$0, 0] })
        try folder.write("blank.ndjson", " \n\n")
        try folder.write("empty.json", "[]")
        try folder.write("no.csv", "colour,size\nred,4\n")
        let names = ["cut.ndjson.gz", "wide.json", "blank.ndjson", "empty.json", "no.csv", "absent.json"]
        let readout = await FleetReading(threads: 2).read(
            names.map { FleetInput("\(folder.path)/\($0)", role: .mdm) })
        let files = readout.files
        #expect(files[0].fault?.contains("gzip ends too early") == true && files[0].records > 500)
        #expect(files[1].fault?.contains("UTF-16") == true)
        #expect(files[2].problems.first?.reason.contains("blank") == true && !files[2].isComplete)
        #expect(files[3].fault == nil && files[3].isComplete && files[3].records == 0)
        #expect(files[4].problems.first?.reason.contains("no column") == true && files[4].records == 0)
        #expect(files[5].fault == "there is no such file")
        #expect(readout.completeRoles.contains(.mdm) == false)
        #expect(readout.fleet.listedRoles.contains(.mdm))
    }
}
