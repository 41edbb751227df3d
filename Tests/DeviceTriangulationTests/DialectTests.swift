import OpenFormats
import Testing

@testable import DeviceTriangulation

struct DialectTests {
    @Test func fieldGuideDeviceIsRead() throws {
        let fleet = try FleetLedger.of([
            SourceLedger(
                .tenant, .fieldGuide,
                [
                    """
                    {"udid":"f3a7b2c1-0d4e-4a6b-9c8d-112233445566","serialNumber":" c02xg0aajgh5 ","enrollmentStatus":"in_progress",
                    "deviceOwnershipState":"assigned","mdmProfileId":null,"abm_sync_status":"throttled_by_rate_limit",
                    "abmSyncStatus":{"supervisionIntentEnforced":false},
                    "supervisionIdentity":{"id":"si_9f3a","fingerprint":"SHA256:AB:CD:01"},"enrollmentIntent":"supervised_only",
                    "enrollmentVerificationMode":"none","errorReason":"SUPERVISION_IDENTITY_MISMATCH",
                    "lastModified":"2026-04-17T11:00:00.5Z","assignedAt":1776420000,"mdmServerId":"9B1C","tier":"abe","new":{"x":1}}
                    """
                ])
        ])
        #expect(fleet.count == 1)
        #expect(fleet.serial(of: 0) == "C02XG0AAJGH5")
        #expect(fleet.udid(of: 0) == "F3A7B2C1-0D4E-4A6B-9C8D-112233445566")
        let view = try #require(fleet.view(.tenant, of: 0))
        #expect(view.status == "in_progress")
        #expect(view.ownership == "assigned")
        #expect(view.hasProfile == false && view.profileID == nil)
        #expect(view.sync == "throttled_by_rate_limit")
        #expect(view.isSupervisionIntentEnforced == false)
        #expect(view.fingerprint == "abcd01")
        #expect(view.intent == "supervised_only" && view.verification == "none" && view.tier == "abe")
        #expect(view.errorReason == "SUPERVISION_IDENTITY_MISMATCH")
        #expect(view.modifiedAt == noon - 3_600_000_000 + 500_000)
        #expect(view.assignedAt == 1_776_420_000_000_000)
        #expect(view.server == "9B1C" && view.hasServer == true)
        #expect(view.isEnrolled == nil && view.contactAt == nil)
        #expect(view.origin?.number == 1 && view.shape == "field-guide device")
    }

    @Test func jamfComputerIsRead() throws {
        let record = """
            {"id":"1","udid":"00008110-001A2B3C4D5E6F70","general":{"name":"mac","lastContactTime":"2026-04-17T11:59:00.12Z",
            "lastEnrolledDate":"2026-04-01T08:00:00Z","mdmCapable":{"capable":true,"capableUsers":["a"]},"supervised":true,
            "enrolledViaAutomatedDeviceEnrollment":true,"remoteManagement":{"managed":true}},
            "hardware":{"serialNumber":"C02A","modelIdentifier":"Mac15,6"},"operatingSystem":{"version":"15.4.1"}}
            """
        let ledger = SourceLedger(.mdm, .jamfPro, [record])
        #expect(ledger.shape?.name == "jamf-pro computers-inventory")
        let view = try #require(try FleetLedger.of([ledger]).view(.mdm, of: 0))
        #expect(view.isEnrolled == true && view.isSupervised == true && view.isViaADE == true)
        #expect(view.contactAt == noon - 59_880_000)
        #expect(view.enrolledAt == 1_775_030_400_000_000)
        #expect(view.model == "Mac15,6" && view.os == "15.4.1")
    }

    @Test(
        arguments: [
            (#""remoteManagement":{"managed":false},"lastEnrolledDate":"2026-04-01T08:00:00Z""#, false),
            (#""lastEnrolledDate":"2026-04-01T08:00:00Z","mdmCapable":{"capable":false}"#, false),
            (#""mdmCapable":{"capable":false},"remoteManagement":{"managed":true}"#, false),
            (#""lastEnrolledDate":"2026-04-01T08:00:00Z""#, true), (#""lastEnrolledDate":null"#, false),
            (#""mdmCapable":{"capable":true}"#, true), (#""name":"x""#, nil),
        ] as [(String, Bool?)])
    func jamfEnrolmentIsProved(_ general: String, _ expected: Bool?) throws {
        let record =
            "{\"general\":{\(general)},\"hardware\":{\"serialNumber\":\"C02A\"},\"operatingSystem\":{}}"
        let shape = try #require(DeviceDialect.jamfPro.shapes.first)
        var ledger = SourceLedger(role: .mdm, shape: shape)
        try ledger.append(record: Array(record.utf8), file: 0, number: 1)
        #expect(try FleetLedger.of([ledger]).view(.mdm, of: 0)?.isEnrolled == expected)
    }

    @Test func jamfMobileDevicesAreRead() throws {
        let detail = """
            {"mobileDeviceId":"7","deviceType":"iOS","hardware":{"serialNumber":"F2LA","modelIdentifier":"iPad13,4"},
            "general":{"udid":"00008103-000A11223344001E","managed":true,"supervised":false,
            "lastInventoryUpdateDate":"2026-04-10T00:00:00Z","lastEnrolledDate":"2026-04-09T00:00:00Z","osVersion":"18.4"}}
            """
        let listed =
            #"{"id":"1","serialNumber":"F2LB","udid":"0dad565fb40b010a9e490440188063a378721069","model":"iPad","managed":false}"#
        let fleet = try FleetLedger.of([
            SourceLedger(.mdm, .jamfPro, [detail]), SourceLedger(.mdm, .jamfPro, [listed]),
        ])
        let first = try #require(fleet.view(.mdm, of: 0))
        #expect(first.isEnrolled == true && first.isSupervised == false && first.os == "18.4")
        #expect(fleet.udid(of: 1) == "0DAD565FB40B010A9E490440188063A378721069")
        #expect(fleet.view(.mdm, of: 1)?.isEnrolled == false)
    }

    @Test func jamfADEDeviceIsRead() throws {
        let record = """
            {"id":"3","deviceEnrollmentProgramInstanceId":"1","prestageId":"2","serialNumber":"C02A","model":"MacBook Pro",
            "profileStatus":"PUSHED","syncState":{"id":3,"serialNumber":"C02A","profileUUID":"88FC","syncStatus":"OK"},
            "profileAssignTime":"2026-04-16T10:00:00Z","profilePushTime":"2026-04-17T10:00:00Z","deviceAssignedDate":"2026-04-15T10:00:00Z"}
            """
        let ledger = SourceLedger(.mdm, .jamfPro, [record])
        #expect(ledger.roles == [.ade])
        let fleet = try FleetLedger.of([ledger])
        #expect(!fleet.has(.mdm, 0))
        let view = try #require(fleet.view(.ade, of: 0))
        #expect(view.adeStatus == "pushed" && view.profileID == "88FC")
        #expect(view.pushedAt == noon - 7_200_000_000 && view.assignedAt == noon - 26 * 3_600_000_000)
    }

    @Test(arguments: [
        ("null", false),
        (#"{"id":"x","enrolled_at":"2026-04-01T08:00:00Z","enrollment_status":3,"is_removed":false}"#, true),
        (#"{"id":"x","enrolled_at":"2026-04-01T08:00:00Z","is_removed":true}"#, false),
        (#"{"is_removed":true,"id":"x"}"#, false),
    ])
    func iruADEDeviceSaysWhetherItIsEnrolled(_ mdmDevice: String, _ expected: Bool) throws {
        let record = """
            {"serial_number":"C02A","profile_status":"assigned","profile_assign_time":"2026-04-16T10:00:00Z","profile_push_time":null,
            "device_assigned_date":"2026-04-15T10:00:00Z","last_assignment_status":"SUCCESS","blueprint_id":"b","mdm_device":\(mdmDevice)}
            """
        let fleet = try FleetLedger.of([SourceLedger(.ade, DeviceDialect.named("kandji"), [record])])
        #expect(fleet.view(.ade, of: 0)?.adeStatus == "assigned")
        #expect(fleet.view(.ade, of: 0)?.assignment == "success")
        #expect(fleet.view(.mdm, of: 0)?.isEnrolled == expected)
        #expect(fleet.listedRoles == [.ade])
    }

    @Test func iruDevicesCompleteTheADEDevice() throws {
        let ade =
            #"{"serial_number":"C02A","profile_status":"pushed","mdm_device":{"id":"x","enrolled_at":"2026-04-01T08:00:00Z"}}"#
        let device =
            #"{"device_id":"x","serial_number":"c02a","platform":"iPad","os_version":"18.4","supervised":true,"last_check_in":"2026-04-17T11:00:00Z"}"#
        let one = SourceLedger(.ade, .iru, [ade])
        let two = SourceLedger(.mdm, .iru, [device])
        for ledgers in [[one, two], [two, one]] {
            let fleet = try FleetLedger.of(ledgers)
            #expect(fleet.count == 1)
            let view = try #require(fleet.view(.mdm, of: 0))
            #expect(view.isEnrolled == true && view.isSupervised == true)
            #expect(view.contactAt == noon - 3_600_000_000)
            #expect(fleet.duplicates.isEmpty)
        }
    }

    @Test func genericRecordsAreReadFromJSONAndCSV() throws {
        let json = SourceLedger(
            .device, .generic,
            [
                #"{"serial":"C02A","state":"waiting_for_profile","clockOffsetSeconds":-312.4,"rootSHA256":"7A:1D","at":"2026-04-17T11:00:00Z"}"#
            ])
        var csv = SourceLedger(role: .device)
        let binding = try csv.bind(header: [
            "Serial", "State", "Clock Offset Seconds", "root_sha256", "AT", "colour",
        ])
        #expect(binding.unknownColumns == ["colour"])
        let row = CSVRow(["c02a", "waiting_for_profile", "-312.4", "7a1d", "1776423600", "red"])
        try csv.append(row: row, binding: binding, file: 0, number: 1)
        for ledger in [json, csv] {
            let view = try #require(try FleetLedger.of([ledger]).view(.device, of: 0))
            #expect(view.status == "waiting_for_profile" && view.isEnrolled == false)
            #expect(view.clockOffset == -312 && view.rootFingerprint == "7a1d")
            #expect(view.observedAt == noon - 3_600_000_000)
        }
    }

    @Test func csvWithoutIdentityIsRefused() {
        var ledger = SourceLedger(role: .mdm)
        #expect(throws: RecordError.unrecognised) { try ledger.bind(header: ["name", "model"]) }
    }

    @Test(arguments: [
        (#"{"serialNumber":"A","enrollmentStatus":"assigned","mdmProfileId":null}"#, "field-guide device"),
        (
            #"{"udid":"A","general":{"supervised":true},"hardware":{"serialNumber":"A"}}"#,
            "jamf-pro computers-inventory"
        ),
        (
            #"{"serialNumber":"A","profileStatus":"EMPTY","prestageId":null,"syncState":null}"#,
            "jamf-pro device-enrollments device"
        ),
        (#"{"serial_number":"A","profile_status":"assigned","mdm_device":null}"#, "iru ade device"),
        (#"{"serial_number":"A","last_check_in":"2026-04-17T11:00:00Z","os_version":"15"}"#, "iru device"),
        (#"{"serial":"A","state":"enrolled"}"#, "generic"),
    ])
    func dialectIsRecognised(_ record: String, _ shape: String) {
        let bytes = Array(record.utf8)
        let found = DeviceDialect.recognise(bytes.span)
        #expect(found?.name == shape)
    }

    @Test func columnsThatOtherValuesImplyAreNamed() {
        func implied(_ name: String) -> [DeviceField] {
            DeviceDialect.all.flatMap(\.shapes).first { $0.name == name }?.impliedRules.map(\.field) ?? []
        }
        #expect(implied("fleet host") == [.word(.adeStatus)])
        #expect(implied("intune importedAppleDeviceIdentity") == [.word(.adeStatus)])
        #expect(implied("dep device") == [])
    }

    @Test func everyDialectIsWellFormed() {
        for dialect in DeviceDialect.all {
            #expect(DeviceDialect.named(dialect.name.uppercased()) == dialect)
            for shape in dialect.shapes {
                #expect(Set(shape.rules.map(\.path)).count == shape.rules.count, "\(shape.name)")
                #expect(shape.rules.contains { $0.field == .serial || $0.field == .udid }, "\(shape.name)")
                for meaning in shape.meanings {
                    #expect(WordImplications.code(meaning.field, meaning.word) != nil, "\(meaning.word)")
                    #expect(shape.rules.contains { $0.field == .word(meaning.field) }, "\(meaning.word)")
                }
            }
        }
        #expect(DeviceDialect.named("nothing") == nil)
    }
}
