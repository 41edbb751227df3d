import Casework
import Crypto
import Foundation
import OpenFormats
import Testing

@testable import CaseReading

/// NanoMDM's webhook, as it documents it: the device's own message stands in it as base 64.
struct NanoMDMCallbackTests {
    private static let topic = "com.apple.mgmt.External.b0b1d9b4-4a52-4b0b-9d1c-0f5a1c2d3e4f"

    private static func message(_ type: String, _ members: String = "") -> String {
        Data(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0"><dict>
            <key>MessageType</key><string>\(type)</string>
            <key>Nested</key><dict><key>Topic</key><string>other</string></dict>
            <key>Topic</key><string>\(topic)</string>
            <key>UDID</key><string>00008120-000000000002001E</string>
            \(members)
            </dict></plist>
            """.utf8
        ).base64EncodedString()
    }

    private static func line(
        _ type: String, event: String = "e1", raw: String? = nil, headers: String = "{}", udid: String? = nil
    ) -> String {
        let udid = udid.map { #""udid":"\#($0)","# } ?? ""
        let body =
            #"{"topic":"mdm.\#(type)","event_id":"\#(event)","created_at":"2026-04-17T10:00:00Z","checkin_event":{\#(udid)"url_params":null,"raw_payload":"\#(raw ?? message(type))"}}"#
        return
            #"{"receivedAt":"2026-04-17T10:00:00Z","remoteAddress":"10.1.2.3","path":"/webhook","status":200,"headers":\#(headers),"body":"\#(body.replacing("\"", with: "\\\""))"}"#
            + "\n"
    }

    private func read(_ content: String, secret: Bool = false) throws -> CaseEvidence {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        try disk.write("c.ndjson", content)
        let reference = secret ? ", secret: \"env:HOOK\"" : ""
        try disk.caseFile(
            "evidence: [{kind: devices, role: tenant, file: d.ndjson}, {kind: callbacks, file: c.ndjson\(reference)}]"
        )
        return try disk.read(ReadingOptions(environment: ["HOOK": "nano"]))
    }

    @Test func theDevicesOwnMessageTellsItsTopicAndName() throws {
        let raw = Self.message(
            "TokenUpdate",
            "<key>AwaitingConfiguration</key><true/><key>SerialNumber</key><string>ZZTEST000003</string>")
        let delivery = try #require(try read(Self.line("TokenUpdate", raw: raw)).callbacks.first)
        #expect(delivery.checkin == .tokenUpdate && delivery.topic == Self.topic)
        #expect(delivery.awaitsConfiguration == true && delivery.device == 2)
        #expect(!delivery.needsSession && delivery.session == nil && delivery.status == 200)
    }

    @Test func theUDIDOfTheMessageIsEnough() throws {
        let evidence = try read(Self.line("Authenticate"))
        let delivery = try #require(evidence.callbacks.first)
        #expect(
            delivery.checkin == .authenticate && delivery.device == 1 && delivery.awaitsConfiguration == nil)
        // A device that sends a message is alive: its tenant record alone would not say so.
        #expect(evidence.problems.isEmpty)
    }

    @Test(arguments: ["not base 64", "bm90IGEgcGxpc3Q=", ""])
    func aMessageThatCannotBeReadIsStillADelivery(raw: String) throws {
        let delivery = try #require(
            try read(Self.line("Authenticate", raw: raw, udid: "00008120-000000000001001E")).callbacks.first)
        #expect(delivery.checkin == .authenticate && delivery.topic == nil && delivery.device == 0)
    }

    @Test func commandsAreNoEnrolment() throws {
        let delivery = try #require(try read(Self.line("Connect")).callbacks.first)
        #expect(delivery.checkin == .other && delivery.topic == nil)
    }

    @Test func anEventHasOneMark() throws {
        let content =
            Self.line("Connect", event: "a") + Self.line("Connect", event: "b")
            + Self.line("Connect", event: "a")
        let marks = try read(content).callbacks.map(\.mark)
        #expect(marks[0] == marks[2] && marks[0] != marks[1] && marks[0] != nil)
    }

    @Test func itsSignatureIsBase64() throws {
        let plain = Self.line("Connect")
        let body = try #require(try JSONValue(parsing: Array(plain.utf8))["body"]?.string)
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(body.utf8), using: SymmetricKey(data: Data("nano".utf8)))
        let broken = HMAC<SHA256>.authenticationCode(
            for: Data(body.utf8), using: SymmetricKey(data: Data("nano\n".utf8)))
        let content = [Data(code), Data(broken), Data(code.reversed())].map {
            Self.line("Connect", headers: #"{"X-Hmac-Signature":["\#($0.base64EncodedString())"]}"#)
        }
        let signatures = try read(content.joined(), secret: true).callbacks.map(\.signature)
        #expect(signatures == [.valid, .validWithLineBreak, .invalid])
    }

    @Test func anExchangeShowsTheSameMessage() throws {
        let raw = try #require(Data(base64Encoded: Self.message("Authenticate")))
        let exchange = HTTPExchange(
            method: "PUT", url: "https://mdm.example.com/checkin", status: 200,
            requestBody: String(decoding: raw, as: UTF8.self), citation: Citation(file: "x.har"))
        let checkin = try #require(DeviceCheckin(exchange))
        #expect(checkin.message == .authenticate && checkin.topic == Self.topic)
        #expect(checkin.udid == "00008120-000000000002001E")
        let other = HTTPExchange(
            method: "PUT", url: "https://mdm.example.com/checkin", status: 200, requestBody: "MessageType",
            citation: Citation(file: "x.har"))
        #expect(DeviceCheckin(other) == nil)
    }
}
