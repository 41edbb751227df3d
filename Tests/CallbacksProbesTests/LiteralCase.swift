import CaseReading
import Casework

@testable import CallbacksProbes

/// Evidence from literals: three devices, and whatever a test adds.
enum LiteralCase {
    static let asOf = Instant(microseconds: 1_776_427_200_000_000)  // 2026-04-17T12:00:00Z
    static let serials = ["ZZTEST000001", "ZZTEST000002", "ZZTEST000003"]
    static let udids = [
        "00008120-000000000001001E", "00008120-000000000002001E", "00008120-000000000003001E",
    ]

    static func evidence(_ fill: (inout CaseEvidence) -> Void = { _ in }) -> CaseEvidence {
        let fleet = Fleet(
            count: 3, countByState: ["enrolled": 3], stateOf: { _ in "enrolled" },
            device: { _ in Fleet.Device() },
            ordinalOfSerial: { serials.firstIndex(of: $0.uppercased()) },
            ordinalOfUDID: { udids.firstIndex(of: $0.uppercased()) })
        var evidence = CaseEvidence(profile: CaseProfile(), asOf: asOf, fleet: fleet)
        fill(&evidence)
        return evidence
    }

    static func facts(_ fill: (inout CaseEvidence) -> Void) -> CallbackFacts {
        CallbackFacts(reading: evidence(fill))
    }

    static func minutesAgo(_ minutes: Int) -> Instant { asOf + -.minutes(minutes) }

    static func exchange(
        _ url: String, _ status: Int, method: String = "POST", ago minutes: Int = 10,
        request: String? = nil,
        answer: String? = nil, headers: [HTTPHeader] = [], entry: Int = 1
    ) -> HTTPExchange {
        HTTPExchange(
            at: minutesAgo(minutes), method: method, url: url, status: status, responseHeaders: headers,
            requestBody: request, responseBody: answer,
            citation: Citation(file: "mdm/device.har", locator: "entry \(entry)"))
    }

    static func log(_ text: String, ago minutes: Int? = 10, line: Int = 1) -> MDMLogLine {
        MDMLogLine(
            at: minutes.map(minutesAgo), text: text,
            citation: Citation(file: "mdm/server.log", locator: "line \(line)"))
    }

    /// A check-in message as a device sends it.
    static func message(_ type: String, topic: String = "com.apple.mgmt.External.1", udid: String = udids[1])
        -> String
    {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <plist version="1.0"><dict><key>MessageType</key><string>\(type)</string>
        <key>Topic</key><string>\(topic)</string><key>UDID</key><string>\(udid)</string></dict></plist>
        """
    }
}
