import Casework
import ProbeKit
import Testing

@testable import ADETokenProbes
@testable import CaseReading

struct ErrorTests {
    @Test(arguments: [
        "EXPIRED_CURSOR", "\"EXPIRED_CURSOR\"", " EXPIRED_CURSOR \n", #"{"code":"EXPIRED_CURSOR"}"#,
        #"{"error":"expired_cursor"}"#,
    ])
    func aBodyIsDecodedInEveryForm(body: String) {
        #expect(ADEServiceError(status: 400, body: body)?.word == "EXPIRED_CURSOR")
    }

    @Test func theLongestWordDecides() {
        #expect(ADEServiceError(status: 404, body: "PROFILE_NOT_FOUND")?.word == "PROFILE_NOT_FOUND")
        #expect(ADEServiceError(status: 404, body: "NOT_FOUND")?.word == "NOT_FOUND")
        let discovery = "MDM_SERVICE_DISCOVERY_URL_REQUIRED"
        #expect(ADEServiceError(status: 400, body: discovery)?.word == discovery)
    }

    @Test func theStatusOfALogLineIsNoWord() {
        let error = ADEServiceError(status: nil, body: "DEP HTTP error: 403 Forbidden: T_C_NOT_SIGNED")
        #expect(error?.kind == .terms)
        #expect(ADEServiceError(status: nil, body: "DEP HTTP error: 403 Forbidden: ") == nil)
        #expect(ADEServiceError(status: 403, body: "FORBIDDEN")?.kind == .session)
    }

    @Test func aSuccessIsNoErrorWhateverItsBody() {
        #expect(ADEServiceError(status: 200, body: "token_rejected") == nil)
        #expect(ADEServiceError(status: 401, body: "", isSession: true)?.kind == .token)
        #expect(ADEServiceError(status: 401, body: "") == nil)
        #expect(ADEServiceError(status: 429, body: "")?.kind == .throttled)
    }

    /// A word that the decoder knows and no log pattern keeps would be lost in a log.
    @Test func everyWordIsKeptOutOfLogs() {
        let general: Set = ["UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND"]
        for error in ADEServiceError.table where !general.contains(error.word) {
            let line = Array("x \(error.word) y".utf8)
            let isKept = LogPatterns.mdm.occurs(in: line.span)
            #expect(isKept, "\(error.word)")
        }
        let words = ADEServiceError.table.map(\.word)
        #expect(Set(words).count == words.count)
    }

    @Test func callsComeFromTraceLogAndPages() throws {
        func exchange(_ url: String, _ status: Int, _ body: String) -> HTTPExchange {
            HTTPExchange(url: url, status: status, responseBody: body, citation: Citation(file: "t.har"))
        }
        let own = ADEServiceCall(exchange("https://mdmenrollment.apple.com/session", 401, "token_rejected"))
        #expect(own?.endpoint == .session && own?.error?.word == "token_rejected")
        #expect(ADEServiceCall(exchange("https://mdm.example.com/session", 401, "token_rejected")) == nil)
        let guide = exchange("https://mdmenrollment.apple.com/v2/diag?token=x", 200, "{}")
        #expect(ADEServiceCall(guide) == nil, "a call of the field guide proves nothing about a token")
        let line = MDMLogLine(at: nil, text: "DEP sync completed", citation: Citation(file: "m.log"))
        #expect(ADEServiceCall(line)?.result == .succeeded)
        let started = MDMLogLine(at: nil, text: "DEP sync started", citation: Citation(file: "m.log"))
        #expect(ADEServiceCall(started) == nil)
        let page = ADESyncPage(.refused("\"INVALID_CURSOR\""), citation: Citation(file: "p"))
        #expect(ADEServiceCall(page)?.endpoint == .devices)
    }

    @Test func aRefusalEndsWithALaterSuccessWhateverTheOrderOfTheEvidence() {
        func call(_ minute: Int, _ result: ADEServiceCall.Result) -> ADEServiceCall {
            ADEServiceCall(
                at: Instant(microseconds: 0) + .minutes(minute), endpoint: .session, result: result,
                citation: Citation(file: "t.har"))
        }
        guard let error = ADEServiceError(status: 401, body: "token_rejected") else {
            Issue.record("the word is documented")
            return
        }
        #expect(ADEServiceHistory([call(9, .succeeded), call(3, .refused(error))]).open([.token]).isEmpty)
        #expect(ADEServiceHistory([call(3, .succeeded), call(9, .refused(error))]).open([.token]).count == 1)
    }

    @Test func aRejectedClockIsSomebodyElsesTask() throws {
        let facts = ADETokenFacts.calling([.answered(401, "timestamp_refused")])
        guard case .found(let claims) = IsAcceptedByTheService().examine(facts).answer else {
            Issue.record("expected a finding")
            return
        }
        #expect(claims.first?.remedy?.summary.contains("clock") == true)
    }

    /// A condition that nobody saw begin covers devices that came before the first refusal.
    @Test func aRejectedProfileReachesBackToTheLastOneThatWasTaken() throws {
        func extent(_ calls: [ADEServiceCall]) -> Extent? {
            guard case .found(let claims) = CallsTheServiceRightly().examine(.calling(calls)).answer else {
                return nil
            }
            return claims.first?.extent
        }
        let refused = ADEServiceCall.answered(400, "FLAGS_INVALID", to: "/profile", minute: 9)
        #expect(extent([refused]) == .standing(since: nil))
        let taken = ADEServiceCall.answered(200, "{}", to: "/profile", minute: 2)
        #expect(extent([taken, refused]) == .standing(since: taken.at))
    }

    @Test func aHoleNamesItsDevices() throws {
        var facts = ADETokenFacts.paging([
            .page(.fetch, ["A": 9], until: 8), .page(.sync, ["B": 6], until: 5),
            .page(.fetch, ["A": 9, "B": 6, "C": 7], until: 4),
        ])
        facts.ordinalOfSerial = { $0 == "C" ? 41 : nil }
        guard case .found(let claims) = MissesNoDevice().examine(facts).answer else {
            Issue.record("expected a finding")
            return
        }
        #expect(claims.first?.devices == DeviceSet([41]))
        #expect(claims.first?.detail.contains(": C.") == true)
    }
}
