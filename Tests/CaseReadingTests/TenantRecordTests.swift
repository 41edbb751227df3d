import Casework
import Testing

@testable import CaseReading

struct TenantRecordTests {
    @Test func rateLimitsAreReadOverTime() throws {
        let disk = try CaseOnDisk(
            "rate-limits", "r.ndjson",
            #"{"observedAt":"2026-04-17T10:01:00Z","remainingBurst":12,"remaining24h":"900","limit24h":12000}"#
                + "\n"
                + #"{"observedAt":"2026-04-17T10:00:00Z","remainingBurst":1200.5,"remainingHour":4000,"consumed1h":7}"#
                + "\n"
                + #"{"observedAt":"2026-04-17T10:00:00Z"}"# + "\n")
        let evidence = try disk.read()
        #expect(evidence.rateLimits.map(\.remainingBurst) == [1200.5, 12])
        #expect(evidence.rateLimits.map(\.remaining24h) == [nil, 900])
        #expect(evidence.rateLimits.last?.citation.short == "r.ndjson:1")
        #expect(evidence.problems.map(\.citation.locator) == ["line 3"])
    }

    @Test(arguments: [
        #"{"data":{"tenant":{"id":"t","depIntegrations":[%]}}}"#, #"{"depIntegrations":[%]}"#, "[%]", "%",
    ])
    func integrationsAreFoundWhereverTheListStands(container: String) throws {
        let one =
            #"{"vendorName":"Jamf","lastSyncStatus":"success","lastSyncError":"token_revoked_on_conflict","timestamp":"2026-04-17T09:00:00Z","lastSyncTimestamp":"2026-04-17T09:00:05Z"}"#
        let evidence = try CaseOnDisk("integrations", "i.json", container.replacing("%", with: one)).read()
        let integration = try #require(evidence.integrations.first)
        #expect(evidence.integrations.count == 1 && integration.vendor == "Jamf")
        #expect(integration.lastSyncError == "token_revoked_on_conflict")
        #expect(integration.lastSyncAt == instant("2026-04-17T09:00:05Z"))
    }

    @Test func aDecryptedTokenGivesItsDateAndNotItsSecrets() throws {
        let disk = try CaseOnDisk(
            "server-token", "token.json",
            #"{"consumer_key":"CK_abc","consumer_secret":"CS_abc","access_token":"AT_abc","access_secret":"AS_abc","access_token_expiry":"2027-04-01T00:00:00Z"}"#
        )
        let evidence = try disk.read()
        let token = try #require(evidence.tokens.first)
        #expect(token.name == "token.json" && token.expiresAt == instant("2027-04-01T00:00:00Z"))
        #expect(!"\(evidence.tokens)".contains("_abc"))
    }

    @Test func aTokenListGivesStatusAndOrganisation() throws {
        let disk = try CaseOnDisk(
            "server-token", "t.json",
            #"[{"token":"secret-1","expiresAt":"2026-05-01T00:00:00Z","status":"ACTIVE","organizationName":"Org"}]"#
        )
        let evidence = try disk.read()
        #expect(evidence.tokens.map(\.name) == ["Org"] && evidence.tokens.map(\.status) == ["ACTIVE"])
        #expect(!"\(evidence.tokens)".contains("secret-1"))
    }

    @Test func queueSamplesAreSortedAndChecked() throws {
        let disk = try CaseOnDisk(
            "queue", "q.ndjson",
            #"{"at":"2026-04-17T10:15:00Z","total":20,"queued":3}"# + "\n"
                + #"{"at":"2026-04-17T10:00:00Z","total":10,"queued":1}"# + "\n"
                + #"{"at":"x","total":1,"queued":1}"# + "\n"
                + #"{"at":"2026-04-17T10:00:00Z","total":-1,"queued":1}"# + "\n")
        let evidence = try disk.read()
        #expect(evidence.queue.map(\.queued) == [1, 3])
        #expect(evidence.problems.map(\.citation.locator) == ["line 3", "line 4"])
    }

    @Test func transcriptsOfADocumentKeepTheNameOfTheirPath() throws {
        let disk = try CaseOnDisk(
            "handshakes", "p.json",
            #"""
            {"schema":"abm-forensics/path/1","target":"mdmenrollment.apple.com","paths":[
              {"name":"direct","via":null,"handshake":{"serverName":"mdmenrollment.apple.com","outcome":"completed","startedAt":"2026-04-17T10:00:00Z"}},
              {"name":"ztna","via":"http://gateway:3128","handshake":{"serverName":"mdmenrollment.apple.com","outcome":"stalled","name":"own"}},
              {"name":"third","handshake":null}]}
            """#)
        let evidence = try disk.read()
        let texts = evidence.handshakes.map { String(decoding: $0.json, as: UTF8.self) }
        #expect(texts.count == 2 && evidence.problems == [])
        #expect(texts[0].contains(#""name":"direct""#) && !texts[0].contains("via"))
        #expect(texts[1].contains(#""name":"own""#) && texts[1].contains(#""via":"http://gateway:3128""#))
        #expect(evidence.handshakes.map(\.citation.locator) == ["element 1, path 1", "element 1, path 2"])
    }

    @Test(arguments: ["[%,%]", "%\n%\n"])
    func transcriptsStandInArraysAndLines(container: String) throws {
        let transcript =
            #"{"serverName":"a.example","outcome":"completed","subject":"quote \" and \\ and é"}"#
        let disk = try CaseOnDisk(
            "handshakes", "p.json", container.replacing("%", with: transcript),
            more: "path: office, vantage: other")
        let evidence = try disk.read()
        #expect(evidence.handshakes.count == 2)
        let text = String(decoding: try #require(evidence.handshakes.first).json, as: UTF8.self)
        #expect(
            text
                == #"{"serverName":"a.example","outcome":"completed","subject":"quote \" and \\ and é","name":"office","vantage":"other"}"#
        )
    }
}
