import Casework
import Testing

@testable import CaseReading

struct ADERecordTests {
    @Test func theAccountNamesItsServer() throws {
        let disk = try CaseOnDisk(
            "ade-account", "account.json",
            #"{"server_name":"Jamf","server_uuid":"677cab70","admin_id":"admin@example.com","org_name":"Example","org_id_hash":"ab"}"#
        )
        let evidence = try disk.read()
        let account = try #require(evidence.ade.accounts.first)
        #expect(account.serverName == "Jamf" && account.serverUUID == "677cab70")
        #expect(evidence.supplied.contains(Supply(.adeAccount, .ade)))
    }

    @Test func aProfileGivesItsFlagsAndAnchors() throws {
        let disk = try CaseOnDisk(
            "ade-profile", "profile.json",
            #"""
            {"profile_uuid":"88fc4e378fea4021a94b2d7268fbf767","profile_name":"Staff",
             "url":"https://mdm.example.com/enroll?token=abc","is_mandatory":true,"is_mdm_removable":false,
             "is_supervised":true,"await_device_configured":true,"anchor_certs":["MAMCAQE=","not base 64!"],
             "supervising_host_certs":["MAMCAQE="],"skip_setup_items":["Location"]}
            """#)
        let evidence = try disk.read()
        let profile = try #require(evidence.ade.profiles.first)
        #expect(profile.name == "Staff" && profile.isMandatory == true && profile.isRemovable == false)
        #expect(profile.anchorCertificates == [[0x30, 3, 2, 1, 1]] && profile.unreadableAnchors == 1)
        #expect(profile.pairingHosts == 1 && profile.awaitsConfiguration == true)
        #expect(profile.url?.contains("abc") == false, "the token of a URL is a credential")
    }

    @Test func aDefinitionWithoutNameAndURLIsNone() throws {
        let evidence = try CaseOnDisk(
            "ade-profile", "p.ndjson", #"{"is_mandatory":true}"# + "\n" + #"{"profile_name":"Staff"}"# + "\n"
        ).read()
        #expect(evidence.ade.profiles.count == 1)
        #expect(evidence.problems.map(\.citation.locator) == ["line 1"])
    }

    @Test func pagesKeepTheirOrderAndTheirKind() throws {
        let pages = [
            #"{"cursor":"a","fetched_until":"2026-04-17T08:00:00Z","more_to_follow":true,"devices":[{"serial_number":"C02A","device_assigned_date":"2026-04-01T00:00:00Z"}]}"#,
            #"{"cursor":"b","fetched_until":"2026-04-17T09:00:00Z","more_to_follow":false,"devices":[{"serial_number":"C02B","op_type":"added","op_date":"2026-04-17T08:30:00Z"}]}"#,
            #"{"cursor":"c","fetched_until":"2026-04-17T10:00:00Z","more_to_follow":false,"devices":[]}"#,
            #""EXPIRED_CURSOR""#,
            #"{"code":"INVALID_CURSOR"}"#,
            #"{"cursor":"d"}"#,
        ]
        let evidence = try CaseOnDisk("ade-sync", "sync.ndjson", pages.joined(separator: "\n") + "\n").read()
        #expect(
            evidence.ade.pages.map(\.kind) == [
                .fetch, .sync, .empty, .refused("EXPIRED_CURSOR"), .refused("INVALID_CURSOR"),
            ])
        #expect(evidence.ade.pages.map(\.hasMore) == [true, false, false, false, false])
        #expect(evidence.ade.pages.first?.fetchedUntil == instant("2026-04-17T08:00:00Z"))
        #expect(evidence.ade.pages[1].devices.first?.operationAt == instant("2026-04-17T08:30:00Z"))
        #expect(evidence.ade.pages[1].citation.short == "sync.ndjson:2")
        #expect(evidence.problems.map(\.citation.locator) == ["line 6"])
    }

    @Test(arguments: ["[%]", "%"])
    func aPageOfAThousandDevicesIsOneRecord(container: String) throws {
        let devices = (0..<1000).map {
            #"{"serial_number":"C02\#(10000 + $0)","model":"MacBook Pro","description":"a","profile_status":"empty","device_assigned_date":"2026-04-01T00:00:00Z"}"#
        }
        let page = #"{"cursor":"a","more_to_follow":false,"devices":[\#(devices.joined(separator: ","))]}"#
        let evidence = try CaseOnDisk(
            "ade-sync", "s.json", container.replacing("%", with: page)
        ).read()
        #expect(evidence.ade.pages.map(\.devices.count) == [1000] && evidence.problems == [])
    }

    /// Records of AE 5 with the connection that they describe.
    static let connections:
        [(json: String, vendor: String, status: String?, fault: String?, expires: String?)] = [
            (
                #"{"tokenName":"Staff","appleIdentifier":"a@example.com","tokenExpirationDateTime":"2027-01-01T00:00:00Z","lastSuccessfulSyncDateTime":"2026-04-15T00:00:00Z","lastSyncTriggeredDateTime":"2026-04-17T00:00:00Z","lastSyncErrorCode":3}"#,
                "intune", "failed", "error code 3", "2027-01-01T00:00:00Z"
            ),
            (
                #"{"access_token_expiry":"2026-09-01T00:00:00Z","server_name":"Iru","last_device_sync":"2026-04-17T11:00:00Z","status":"BROKEN","status_reason":"FORBIDDEN","stoken_file_name":"t.p7m"}"#,
                "iru", "BROKEN", "FORBIDDEN", "2026-09-01T00:00:00Z"
            ),
            (
                #"{"syncState":"COMPLETED","instanceId":"1","timestamp":"2026-04-17T11:00:00Z"}"#, "jamf-pro",
                "COMPLETED", nil, nil
            ),
            (
                #"{"id":"1","name":"Jamf","serverName":"Jamf","tokenExpirationDate":"2026-05-01"}"#,
                "jamf-pro", nil,
                nil, "2026-05-01T00:00:00Z"
            ),
            (
                #"{"apple_id":"a@example.com","org_name":"Example","mdm_server_url":"https://f","renew_date":"2026-06-01T00:00:00Z"}"#,
                "fleet", nil, nil, "2026-06-01T00:00:00Z"
            ),
            (
                #"{"depAccessTokenExpiry":"2026-07-01T00:00:00Z","depServerTokenState":"valid"}"#,
                "jumpcloud", nil,
                nil, "2026-07-01T00:00:00Z"
            ),
        ]

    @Test(arguments: connections.indices, ["integrations", "server-token"])
    func whatAnMDMSaysOfItsConnectionIsReadUnderEitherKind(index: Int, kind: String) throws {
        let expected = Self.connections[index]
        let evidence = try CaseOnDisk(kind, "c.json", expected.json).read()
        #expect(evidence.problems == [])
        if let status = expected.status {
            let integration = try #require(evidence.integrations.first)
            #expect(integration.vendor == expected.vendor && integration.lastSyncStatus == status)
            #expect(integration.lastSyncError == expected.fault && integration.reporter == .mdm)
        } else {
            #expect(evidence.integrations == [])
        }
        #expect(evidence.tokens.map(\.expiresAt) == [expected.expires].compactMap { $0 }.map(instant))
    }

    @Test func aNotificationOfJamfSaysThatTheTokenEnded() throws {
        let evidence = try CaseOnDisk(
            "integrations", "n.json",
            #"[{"type":"DEP_INSTANCE_EXPIRED","params":{"name":"Jamf"}},{"type":"DEP_INSTANCE_WILL_EXPIRE","params":{"name":"B"}}]"#
        ).read()
        #expect(evidence.tokens.map(\.status) == ["EXPIRED"] && evidence.tokens.map(\.name) == ["Jamf"])
    }

    @Test func theListsOfGraphAndJamfAreOpened() throws {
        for key in ["value", "results"] {
            let evidence = try CaseOnDisk(
                "integrations", "i.json",
                #"{"\#(key)":[{"syncState":"FAILED","instanceId":"1","timestamp":"2026-04-17T11:00:00Z"}]}"#
            ).read()
            #expect(evidence.integrations.map(\.lastSyncStatus) == ["FAILED"], "\(key)")
        }
    }

    @Test(arguments: [
        (
            "sync.ndjson",
            #"{"cursor":"a","devices":[],"more_to_follow":false,"fetched_until":"2026-04-17T08:00:00Z"}"#,
            "ade-sync"
        ),
        (
            "account.json", #"{"server_name":"Jamf","server_uuid":"1","admin_id":"a@example.com"}"#,
            "ade-account"
        ),
        (
            "profile.json",
            #"{"profile_name":"Staff","url":"https://mdm.example.com/enroll","devices":["C02A"]}"#,
            "ade-profile"
        ),
        (
            "iru.json",
            #"{"access_token_expiry":"2026-09-01T00:00:00Z","last_device_sync":"2026-04-17T11:00:00Z"}"#,
            "integrations"
        ),
        (
            "token.json", #"{"access_token_expiry":"2026-09-01T00:00:00Z","consumer_key":"CK"}"#,
            "server-token"
        ),
        ("offset.txt", "+0.012345 +/- 0.023456 time.apple.com 17.253.4.125\n", "device-commands"),
        ("trust.txt", "Number of trusted certs = 0\n", "device-commands"),
        ("hosts", "127.0.0.1 localhost\n", "device-files"),
        (
            "settings.txt", "-rw-r--r--  1 root  wheel  0 Apr 17 08:02 .cloudConfigRecordFound\n",
            "device-files"
        ),
        ("p.txt", "Enrolled via DEP: Yes\nMDM enrollment: No\n", "device-profiles"),
    ])
    func formsAreRecognisedByTheirContent(name: String, content: String, kind: String) throws {
        let disk = CaseOnDisk()
        try disk.write("devices.ndjson", threeDevices)
        try disk.write(name, content)
        let evidence = try disk.read(ReadingOptions(asOf: instant("2026-04-17T12:00:00Z")))
        #expect(evidence.sources.first { $0.path == name }?.kind.name == kind)
    }
}
