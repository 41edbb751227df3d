import OpenFormats
import Testing

@testable import DeviceTriangulation

/// A record as a vendor documents it: its names and its shape are the vendor's, its values ours.
struct VendorSample: Sendable, CustomTestStringConvertible {
    let dialect: String
    let shape: String
    let record: String
    /// What it says, by view: `name=value`, sorted.
    let facts: [SourceRole: [String]]

    var testDescription: String { shape }

    init(_ dialect: String, _ shape: String, _ facts: [SourceRole: [String]], _ record: String) {
        self.dialect = dialect
        self.shape = shape
        self.record = record
        self.facts = facts
    }
}

extension DeviceView {
    /// All that the view says, as `name=value`, sorted; times as RFC 3339.
    var facts: [String] {
        var facts: [String] = []
        let texts: [(String, String?)] = [
            ("status", status), ("ownership", ownership), ("profileID", profileID), ("sync", sync),
            ("adeStatus", adeStatus), ("assignment", assignment), ("server", server), ("model", model),
            ("os", os),
            ("migration", migration), ("purchase", purchase), ("operation", operation),
            ("assignedBy", assignedBy), ("method", method), ("site", site),
        ]
        for case let (name, text?) in texts { facts.append("\(name)=\(text)") }
        let truths: [(String, Bool?)] = [
            ("hasProfile", hasProfile), ("hasServer", hasServer), ("enrolled", isEnrolled),
            ("supervised", isSupervised), ("viaADE", isViaADE), ("released", isReleased),
            ("replaced", isReplaced),
            ("awaiting", isAwaitingConfiguration), ("incomplete", isCheckinIncomplete),
            ("locked", isActivationLocked), ("setUp", isSetUp),
        ]
        for case let (name, truth?) in truths { facts.append("\(name)=\(truth)") }
        let times: [(String, Int64?)] = [
            ("modifiedAt", modifiedAt), ("assignedAt", assignedAt), ("pushedAt", pushedAt),
            ("enrolledAt", enrolledAt), ("contactAt", contactAt), ("observedAt", observedAt),
            ("addedAt", addedAt),
            ("deadline", migrationDeadline), ("begunAt", checkinBegunAt),
        ]
        for case let (name, time?) in times { facts.append("\(name)=\(Timestamps.text(microseconds: time))") }
        return facts.sorted()
    }
}

extension VendorSample {
    /// One sample of every kind of record that is not a table.
    static let all: [VendorSample] = apple + jamf + hosted + others

    static let apple = [
        VendorSample(
            "field-guide", "field-guide device",
            [
                .tenant: [
                    "assignedAt=2026-04-16T10:00:00Z", "hasProfile=false", "hasServer=true",
                    "modifiedAt=2026-04-17T11:00:00.5Z", "ownership=assigned", "server=9B1C",
                    "status=assigned",
                    "sync=throttled_by_rate_limit",
                ]
            ],
            """
            {"udid":"00008120-000A11223344001E","serialNumber":"C02A","enrollmentStatus":"assigned","mdmProfileId":null,
            "deviceOwnershipState":"assigned","abm_sync_status":"throttled_by_rate_limit","mdmServerId":"9B1C",
            "supervisionIdentity":null,"lastModified":"2026-04-17T11:00:00.5Z","assignedAt":"2026-04-16T10:00:00Z"}
            """),
        VendorSample(
            "axm", "axm orgDevice",
            [
                .tenant: [
                    "addedAt=2025-04-30T22:05:14.192Z", "deadline=2026-10-01T00:00:00Z", "hasServer=true",
                    "migration=started", "model=iMac 21.5\"", "modifiedAt=2025-05-01T03:21:44.685Z",
                    "purchase=apple", "released=false", "server=1F97349736CF4614A94F624E705841AD",
                    "status=assigned",
                ]
            ],
            """
            {"type":"orgDevices","id":"C02A","attributes":{"serialNumber":"C02A","addedToOrgDateTime":"2025-04-30T22:05:14.192Z",
            "releasedFromOrgDateTime":null,"updatedDateTime":"2025-05-01T03:21:44.685Z","deviceModel":"iMac 21.5\\"",
            "productFamily":"Mac","productType":"iMac16,2","deviceCapacity":"750GB","partNumber":"FD311LL/A","orderNumber":"1234567890",
            "color":"SILVER","status":"ASSIGNED","orderDateTime":"2011-08-15T07:00:00Z","imei":["123456789012345"],"meid":"12345678901234",
            "eid":"89049037640158663184237812557346","purchaseSourceId":"12345678","purchaseSourceType":"APPLE",
            "wifiMacAddress":["F8E9D8C7B6A5"],"builtInEthernetMacAddress":"A1B2C3D4E5F6","isMdmMigrationCapable":true,
            "mdmMigrationStatus":"STARTED","mdmMigrationDeadlineDateTime":"2026-10-01T00:00:00Z"},
            "relationships":{"assignedServer":{"links":{"self":"https://api-business.apple.com/v1/orgDevices/C02A/relationships/assignedServer",
            "related":"https://api-business.apple.com/v1/orgDevices/C02A/assignedServer"},
            "data":{"type":"mdmServers","id":"1F97349736CF4614A94F624E705841AD"}}},
            "links":{"self":"https://api-business.apple.com/v1/orgDevices/C02A"}}
            """),
        VendorSample(
            "axm", "axm device attributes",
            [
                .tenant: [
                    "addedAt=2026-01-01T00:00:00Z", "model=MacBook Air", "purchase=manually_added",
                    "released=true",
                    "status=unassigned",
                ]
            ],
            """
            {"serialNumber":"C02A","addedToOrgDateTime":"2026-01-01T00:00:00Z","releasedFromOrgDateTime":"2026-03-01T00:00:00.5Z",
            "deviceModel":"MacBook Air","productFamily":"Mac","status":"UNASSIGNED","purchaseSourceType":"MANUALLY_ADDED",
            "ethernetMacAddress":["A1B2C3D4E5F6"],"imei":"123456789012345"}
            """),
        VendorSample(
            "dep", "dep device",
            [
                .ade: [
                    "adeStatus=removed", "assignedAt=2026-04-16T10:00:00Z", "assignedBy=anna@example.org",
                    "deadline=2026-06-01T00:00:00Z", "hasProfile=true", "model=IPAD",
                    "modifiedAt=2026-04-15T10:00:00Z", "observedAt=2026-04-17T09:00:00Z",
                    "operation=modified",
                    "os=iOS", "profileID=88FC4E378FEC4021A96B2ADD6D07FB14", "pushedAt=2026-04-16T11:00:00Z",
                    "released=false", "replaced=true",
                ]
            ],
            """
            {"serial_number":"C02A","model":"IPAD","description":"IPAD WI-FI 16GB","color":"black","asset_tag":"39645",
            "profile_status":"removed","profile_uuid":"88FC4E378FEC4021A96B2ADD6D07FB14","profile_assign_time":"2026-04-16T10:00:00Z",
            "profile_push_time":"2026-04-16T11:00:00Z","device_assigned_date":"2026-04-15T10:00:00Z",
            "device_assigned_by":"anna@example.org","op_type":"modified","op_date":"2026-04-17T09:00:00Z","device_family":"iPad","os":"iOS",
            "mdm_migration_deadline":"2026-06-01T00:00:00Z","wifi_mac_address":"A1B2C3D4E5F6","imei":["123456789012345"],"meid":[],
            "eid":"89049037640158663184237812557346","is_replacement_device":true,"released_by_replacement":false}
            """),
    ]

    static let jamf = [
        VendorSample(
            "jamf-pro", "jamf-pro computers-inventory",
            [
                .mdm: [
                    "contactAt=2026-04-17T11:59:00.12Z", "enrolled=true", "enrolledAt=2026-04-01T08:00:00Z",
                    "locked=false", "model=Mac15,6", "os=15.4.1", "site=Zurich", "supervised=true",
                    "viaADE=true",
                ]
            ],
            """
            {"id":"1","udid":"00008110-001A2B3C4D5E6F70","general":{"name":"mac","lastIpAddress":"10.0.0.1","jamfBinaryVersion":"11.4.2",
            "platform":"Mac","remoteManagement":{"managed":true,"managementUsername":"x"},"supervised":true,
            "mdmCapable":{"capable":true,"capableUsers":["a"]},"reportDate":"2026-04-17T11:00:00Z","lastContactTime":"2026-04-17T11:59:00.12Z",
            "lastEnrolledDate":"2026-04-01T08:00:00Z","mdmProfileExpiration":"2028-04-01T08:00:00Z","site":{"id":"1","name":"Zurich"},
            "enrollmentMethod":{"id":"1","objectName":"Standard","objectType":"PreStage"},"userApprovedMdm":true,
            "enrolledViaAutomatedDeviceEnrollment":true,"declarativeDeviceManagementEnabled":true,"managementId":"m"},
            "hardware":{"serialNumber":"C02A","modelIdentifier":"Mac15,6","make":"Apple","bleCapable":true},
            "operatingSystem":{"name":"macOS","version":"15.4.1","build":"24E263"},
            "security":{"sipStatus":"ENABLED","activationLockEnabled":false},"applications":[],"extensionAttributes":[]}
            """),
        VendorSample(
            "jamf-pro", "jamf-pro mobile-devices detail",
            [
                .mdm: [
                    "contactAt=2026-04-10T00:00:00Z", "enrolled=true", "enrolledAt=2026-04-09T00:00:00Z",
                    "model=iPad13,4", "os=18.4", "supervised=false", "viaADE=true",
                ]
            ],
            """
            {"mobileDeviceId":"7","deviceType":"iOS","hardware":{"serialNumber":"C02A","modelIdentifier":"iPad13,4","capacityMb":1},
            "general":{"udid":"00008103-000A11223344001E","displayName":"pad","managed":true,"supervised":false,
            "enrollmentMethodPrestage":{"mobileDevicePrestageId":"1","profileName":"Standard"},"deviceOwnershipType":"Institutional",
            "lastInventoryUpdateDate":"2026-04-10T00:00:00Z","lastEnrolledDate":"2026-04-09T00:00:00Z","osVersion":"18.4"}}
            """),
        VendorSample(
            "jamf-pro", "jamf-pro device-enrollments device",
            [
                .ade: [
                    "adeStatus=pushed", "assignedAt=2026-04-16T10:00:00Z", "hasProfile=true",
                    "hasServer=true",
                    "model=MacBook Pro", "modifiedAt=2026-04-15T10:00:00Z", "profileID=88FC",
                    "pushedAt=2026-04-17T10:00:00Z", "server=1",
                ]
            ],
            """
            {"id":"3","deviceEnrollmentProgramInstanceId":"1","prestageId":"2","serialNumber":"C02A","description":"MBP","model":"MacBook Pro",
            "color":"SPACE GRAY","assetTag":"","profileStatus":"PUSHED","syncState":{"id":3,"serialNumber":"C02A","profileUUID":"88FC",
            "syncStatus":"ASSIGNED","failureCount":0,"timestamp":1776420000},"profileAssignTime":"2026-04-16T10:00:00Z",
            "profilePushTime":"2026-04-17T10:00:00Z","deviceAssignedDate":"2026-04-15T10:00:00Z"}
            """),
        VendorSample(
            "jamf-pro", "jamf-pro mobile-devices", [.mdm: ["enrolled=false", "model=iPad8,1"]],
            """
            {"id":"1","name":"iPad","serialNumber":"C02A","wifiMacAddress":"ee:00:7c:f0:e5:ff","udid":"0dad565fb40b010a9e490440188063a378721069",
            "phoneNumber":"","model":"iPad","modelIdentifier":"iPad8,1","username":"admin","type":"ios","managementId":"m",
            "softwareUpdateDeviceId":"J72bAP","managed":false}
            """),
    ]
}
