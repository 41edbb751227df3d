import Casework
import OpenFormats
import Testing

@testable import CaseReading

/// What signs a request must not stand in a fact, from where it would reach the report.
struct CredentialTests {
    @Test(arguments: [
        ("GET https://a:b@mdm.example/x", "GET https://REDACTED@mdm.example/x"),
        ("Authorization: OAuth oauth_token=\"AT_1\"", "Authorization: REDACTED"),
        (
            "sent {\"access_token\":\"AT_12345678901\", \"n\": 1}",
            "sent {\"access_token\":\"REDACTED\", \"n\": 1}"
        ),
        (
            "DEP sync started oauth_consumer_key=CK_1&page=2",
            "DEP sync started oauth_consumer_key=REDACTED&page=2"
        ),
        ("password: hunter2 rest", "password: REDACTED rest"),
        ("with Bearer eyJh.bGci rest", "with Bearer REDACTED rest"),
    ])
    func lineLosesItsCredentials(_ line: String, _ expected: String) {
        #expect(Redaction.line(line) == expected)
    }

    @Test(arguments: [
        "token: expired", "NSURLErrorDomain Code=-1202 \"The certificate\"",
        "MCX: No enrollment profile found",
        "token_rejected by https://mdmenrollment.apple.com/session", "basic constraints", "key=1: value",
        "errSSL: -9813, session: 12, é", "", ":", "=", "token=", "://@",
    ])
    func evidenceIsLeftAsItIs(_ line: String) { #expect(Redaction.line(line) == line) }

    @Test func mdmLogIsReadWithoutItsCredentials() throws {
        let disk = try CaseOnDisk(
            "mdm-log", "mdm.log", "2026-04-17 08:00:00 DEP sync started oauth_token=AT_SECRET page 1\n")
        let line = try #require(try disk.read().mdmLog.first)
        #expect(line.text == "DEP sync started oauth_token=REDACTED page 1")
        #expect(line.citation.excerpt?.contains("SECRET") == false)
    }

    @Test func webhookAddressIsReadWithoutItsToken() throws {
        let disk = try CaseOnDisk(
            "callbacks", "c.ndjson",
            #"{"receivedAt":"2026-04-17T08:00:00Z","path":"/hook?token=SECRET&a=1","body":"{}"}"# + "\n")
        #expect(try disk.read().callbacks.first?.path == "/hook")
    }

    @Test func gatewayIsReadWithoutItsPassword() throws {
        let disk = try CaseOnDisk(
            "handshakes", "h.ndjson",
            #"{"serverName":"a.example","outcome":"stalled","via":"http://user:SECRET@gateway:3128"}"# + "\n")
        let json = String(decoding: try #require(try disk.read().handshakes.first).json, as: UTF8.self)
        #expect(json.contains("REDACTED@gateway:3128") && !json.contains("SECRET"))
    }

    @Test(arguments: [[:], ["HOOK": ""]])
    func emptySecretIsRefused(_ environment: [String: String]) throws {
        let disk = try CaseOnDisk(
            "callbacks", "c.ndjson", #"{"receivedAt":"2026-04-17T08:00:00Z","body":"{}"}"#,
            more: "secret: \"env:HOOK\"")
        var options = ReadingOptions()
        options.environment = environment
        let error = #expect(throws: CaseError.self) { _ = try disk.read(options) }
        #expect(error?.exitClass == .configuration && error?.line == 3)
    }
}
