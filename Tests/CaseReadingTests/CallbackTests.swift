import Casework
import Crypto
import OpenFormats
import Testing

@testable import CaseReading

struct CallbackTests {
    private let body =
        #"{"enrollmentSessionId":"es_1","udid":"00008120-000000000001001E","serialNumber":"ZZTEST000001"}"#
    private let secret = "shared-secret"

    private func signature(_ body: String) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array(body.utf8), using: SymmetricKey(data: Array(secret.utf8)))
    }

    private func delivery(headers: String, body: String? = nil, more: String = "") -> String {
        let text = (body ?? self.body).replacing("\"", with: "\\\"")
        return
            #"{"receivedAt":"2026-04-17T10:00:00Z","remoteAddress":"17.253.128.9","method":"POST","path":"/hook","status":200,"headers":\#(headers),"body":"\#(text)"\#(more)}"#
            + "\n"
    }

    private func read(
        _ content: String, secret reference: String? = nil, options: ReadingOptions = ReadingOptions(),
        prepare: (CaseOnDisk) throws -> Void = { _ in }
    ) throws -> CaseEvidence {
        let disk = CaseOnDisk()
        try disk.write("d.ndjson", threeDevices)
        try disk.write("c.ndjson", content)
        try prepare(disk)
        let secret = reference.map { ", secret: \"\($0)\"" } ?? ""
        try disk.caseFile(
            "evidence: [{kind: devices, role: tenant, file: d.ndjson}, {kind: callbacks, file: c.ndjson\(secret)}]"
        )
        return try disk.read(options)
    }

    @Test func aDeliveryGivesItsSessionAndDevice() throws {
        let evidence = try read(delivery(headers: "{}"))
        let callback = try #require(evidence.callbacks.first)
        #expect(
            callback.session == "es_1" && callback.device == 0 && callback.status == 200
                && callback.needsSession)
        #expect(
            callback.remoteAddress == "17.253.128.9" && callback.path == "/hook"
                && callback.signature == .unsigned)
        #expect(evidence.citation(file: callback.file, line: callback.line).short == "c.ndjson:1")
    }

    @Test func aSignatureWithoutASecretIsUnchecked() throws {
        #expect(
            try read(delivery(headers: #"{"X-ABM-Signature-SHA256":"00"}"#)).callbacks.first?.signature
                == .unchecked)
    }

    @Test func signaturesAreHexOrBase64WithOrWithoutAPrefix() throws {
        let hex = Hex.text(signature(body))
        let base64 = Data64.text(Array(signature(body)))
        let headers = [hex, hex.uppercased(), "sha256=\(hex)", base64, "sha256=\(base64)"].map {
            #"{"x-abm-signature-sha256":"\#($0)"}"#
        }
        let listed = #"[{"name":"X-Abm-Signature-Sha256","value":"\#(hex)"}]"#
        let content = (headers + [listed]).map { delivery(headers: $0) }.joined()
        let options = ReadingOptions(environment: ["HOOK": secret])
        let evidence = try read(content, secret: "env:HOOK", options: options)
        #expect(evidence.callbacks.map(\.signature) == Array(repeating: .valid, count: 6))
    }

    @Test func aWrongSignatureIsInvalid() throws {
        let hex = Hex.text(signature(body + " "))
        let content =
            delivery(headers: #"{"x-abm-signature-sha256":"\#(hex)"}"#)
            + delivery(headers: #"{"x-abm-signature-sha256":"nonsense"}"#) + delivery(headers: "{}")
        let evidence = try read(
            content, secret: "env:HOOK", options: ReadingOptions(environment: ["HOOK": secret]))
        #expect(evidence.callbacks.map(\.signature) == [.invalid, .invalid, .unsigned])
    }

    @Test func theBytesOfABase64BodyAreSigned() throws {
        let hex = Hex.text(signature(body))
        let content = delivery(
            headers: #"{"x-abm-signature-sha256":"\#(hex)"}"#, body: Data64.text(Array(body.utf8)),
            more: #","bodyEncoding":"base64""#)
        let evidence = try read(
            content, secret: "env:HOOK", options: ReadingOptions(environment: ["HOOK": secret]))
        #expect(evidence.callbacks.first?.signature == .valid && evidence.callbacks.first?.session == "es_1")
    }

    @Test func oneLineBreakOfASecretFileIsDropped() throws {
        let content = delivery(headers: #"{"x-abm-signature-sha256":"\#(Hex.text(signature(body)))"}"#)
        let evidence = try read(content, secret: "file:hook.secret") {
            try $0.write("hook.secret", bytes: Array((secret + "\n").utf8), mode: 0o600)
        }
        #expect(evidence.callbacks.first?.signature == .valid)
    }

    @Test func aSecretThatOthersMayReadIsRefusedWithItsLine() throws {
        let error = #expect(throws: CaseError.self) {
            try read(delivery(headers: "{}"), secret: "file:hook.secret") {
                try $0.write("hook.secret", bytes: Array(secret.utf8), mode: 0o644)
            }
        }
        #expect(error?.exitClass == .configuration && error?.line == 3)
        #expect(error?.reason.contains("644") == true && error?.reason.contains(secret) == false)
    }

    @Test(arguments: ["env:NOT_THERE", "file:gone.secret", "file:../outside", "keychain:a/b", "fd:999"])
    func aSecretThatCannotBeHadIsAConfigurationError(reference: String) throws {
        let error = #expect(throws: CaseError.self) { try read(delivery(headers: "{}"), secret: reference) }
        #expect(error?.exitClass == .configuration)
    }

    @Test func aNanoMDMPayloadNeedsNoSession() throws {
        let payload =
            #"{"topic":"mdm.Authenticate","event_id":"e","checkin_event":{"udid":"00008120-000000000002001E"}}"#
        let callback = try #require(try read(delivery(headers: "{}", body: payload)).callbacks.first)
        #expect(!callback.needsSession && callback.session == nil && callback.device == 1)
    }

    @Test func aBodyThatIsNoJSONIsStillADelivery() throws {
        let callback = try #require(try read(delivery(headers: "{}", body: "hello")).callbacks.first)
        #expect(callback.session == nil && callback.device == nil && callback.status == 200)
    }

    @Test func aParsedBodyTellsItsSessionAndIsNotChecked() throws {
        let line =
            #"{"receivedAt":"2026-04-17T10:00:00Z","headers":{"x-abm-signature-sha256":"00"},"body":\#(body)}"#
        let callback = try #require(
            try read(line, secret: "env:HOOK", options: ReadingOptions(environment: ["HOOK": secret]))
                .callbacks.first)
        #expect(callback.session == "es_1" && callback.signature == .unchecked)
    }

    @Test func secretsDoNotPrint() {
        let secret = Secret(Array("hunter2".utf8))
        #expect(!"\(secret)".contains("hunter2"))
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!dumped.contains("104"))  // the code of its first letter
    }
}

/// Base 64 as a test writes it.
private enum Data64 {
    static func text(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(bytes.count, start + 3)])
            let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                text.append(place <= group.count ? digits[word >> (18 - 6 * place) & 63] : "=")
            }
        }
        return text
    }
}
