@testable import DeviceTriangulation

extension VendorSample {
    static let hosted = [
        VendorSample(
            "intune", "intune importedAppleDeviceIdentity",
            [
                .ade: [
                    "adeStatus=empty", "contactAt=2026-04-10T08:00:00Z", "enrolled=false", "hasProfile=false",
                    "released=false", "status=not_contacted", "supervised=true",
                ],
                .mdm: [
                    "adeStatus=empty", "contactAt=2026-04-10T08:00:00Z", "enrolled=false", "hasProfile=false",
                    "released=false", "status=not_contacted", "supervised=true",
                ],
            ],
            """
            {"@odata.type":"#microsoft.graph.importedAppleDeviceIdentity","id":"1","serialNumber":"C02A","requestedEnrollmentProfileId":null,
            "requestedEnrollmentProfileAssignmentDateTime":"0001-01-01T00:00:00Z","isSupervised":true,
            "discoverySource":"deviceEnrollmentProgram","isDeleted":false,"createdDateTime":"2026-04-01T08:00:00.1234567Z",
            "lastContactedDateTime":"2026-04-10T08:00:00Z","description":"","enrollmentState":"notContacted","platform":"ios"}
            """),
        VendorSample(
            "intune", "intune managedDevice",
            [
                .mdm: [
                    "contactAt=2026-04-17T10:00:00Z", "enrolled=true",
                    "enrolledAt=2026-04-02T08:00:00.123456Z",
                    "method=applebulkwithuser", "model=iPad Pro", "os=18.4", "supervised=true", "viaADE=true",
                ]
            ],
            """
            {"@odata.type":"#microsoft.graph.managedDevice","id":"2","userId":"u","deviceName":"pad","managedDeviceOwnerType":"company",
            "enrolledDateTime":"2026-04-02T08:00:00.1234567Z","lastSyncDateTime":"2026-04-17T10:00:00Z","operatingSystem":"iOS",
            "complianceState":"compliant","managementAgent":"mdm","osVersion":"18.4","deviceEnrollmentType":"appleBulkWithUser",
            "deviceRegistrationState":"registered","isSupervised":true,"model":"iPad Pro","manufacturer":"Apple","imei":"",
            "serialNumber":"C02A","udid":"00008103-000A11223344001E"}
            """),
        VendorSample(
            "simplemdm", "simplemdm device",
            [
                .mdm: [
                    "contactAt=2026-04-17T11:13:07.4Z", "enrolled=true", "model=iPad8,1", "os=18.4",
                    "status=enrolled",
                    "supervised=true", "viaADE=true",
                ]
            ],
            """
            {"type":"device","id":121,"attributes":{"name":"Mike's iPad","last_seen_at":"2026-04-17T11:13:07.400+00:00","status":"enrolled",
            "device_name":"Mike's iPad","os_version":"18.4","build_version":"22E","model_name":"iPad","model":"MC979LL","product_name":"iPad8,1",
            "unique_identifier":"0dad565fb40b010a9e490440188063a378721069","serial_number":"C02A","imei":null,"is_supervised":true,
            "is_dep_enrollment":true,"is_user_approved_enrollment":true,"battery_level":"94%"},
            "relationships":{"device_group":{"data":{"type":"device_group","id":37}}}}
            """),
        VendorSample(
            "simplemdm", "simplemdm dep device",
            [.ade: ["adeStatus=assigned", "assignedAt=2026-04-16T10:00:00Z", "model=IPAD"]],
            """
            {"type":"dep_device","id":9,"attributes":{"serial_number":"C02A","model":"IPAD","description":"IPAD","color":"black",
            "asset_tag":null,"profile_status":"assigned","profile_assign_time":"2026-04-16T10:00:00Z","profile_push_time":null}}
            """),
        VendorSample(
            "mosyle", "mosyle device",
            [
                .mdm: [
                    "contactAt=2026-04-17T09:20:00Z", "enrolled=true", "enrolledAt=2026-04-17T10:00:00Z",
                    "method=dep", "model=iPad Air", "os=18.4", "supervised=true", "viaADE=true",
                ]
            ],
            """
            {"deviceudid":"00008103-000A11223344001E","serial_number":"C02A","device_name":"pad","device_model":"iPad13,1",
            "device_model_name":"iPad Air","osversion":"18.4","is_supervised":"1","date_enroll":"1776420000","date_last_beat":"1776417600",
            "date_last_push":"1776417600","date_info":"0","enrollment_type":"DEP","tags":null}
            """),
    ]

    static let others = [
        VendorSample(
            "iru", "iru ade device",
            [
                .ade: [
                    "adeStatus=assigned", "assignedAt=2026-04-16T10:00:00Z", "assignedBy=anna@example.org",
                    "assignment=success", "enrolled=false", "model=MacBook Air",
                    "modifiedAt=2026-04-15T10:00:00Z",
                    "os=OSX",
                ],
                .mdm: [
                    "adeStatus=assigned", "assignedAt=2026-04-16T10:00:00Z", "assignedBy=anna@example.org",
                    "assignment=success", "enrolled=false", "model=MacBook Air",
                    "modifiedAt=2026-04-15T10:00:00Z",
                    "os=OSX",
                ],
            ],
            """
            {"id":"x","serial_number":"C02A","model":"MacBook Air","description":"MBA","device_family":"Mac","os":"OSX","asset_tag":null,
            "profile_status":"assigned","profile_assign_time":"2026-04-16T10:00:00Z","profile_push_time":null,
            "device_assigned_date":"2026-04-15T10:00:00Z","device_assigned_by":"anna@example.org","last_assignment_status":"SUCCESS",
            "failed_assignment_attempts":0,"assignment_status_received_at":"2026-04-16T10:00:01Z","blueprint_id":"b","mdm_device":null}
            """),
        VendorSample(
            "iru", "iru device",
            [
                .mdm: [
                    "contactAt=2026-04-17T11:00:00.123456Z", "enrolled=true",
                    "enrolledAt=2026-04-01T08:00:00Z",
                    "model=iPad Pro", "os=18.4", "supervised=true",
                ]
            ],
            """
            {"device_id":"x","device_name":"pad","model":"iPad Pro","serial_number":"C02A","platform":"iPad","os_version":"18.4",
            "last_check_in":"2026-04-17T11:00:00.123456Z","user":"","asset_tag":null,"blueprint_id":"b","mdm_enabled":true,
            "agent_installed":false,"is_missing":false,"is_removed":false,"first_enrollment":"2026-04-01T08:00:00Z",
            "last_enrollment":"2026-04-01T08:00:00Z","supervised":true}
            """),
        VendorSample(
            "iru", "iru device details",
            [
                .mdm: [
                    "contactAt=2026-04-17T11:00:00Z", "enrolled=true", "enrolledAt=2026-04-01T08:00:00Z",
                    "locked=true",
                    "model=Mac15,6", "os=15.4.1", "supervised=true", "viaADE=true",
                ]
            ],
            """
            {"general":{"device_id":"x","device_name":"mac","last_enrollment":"2026-04-01T08:00:00Z","platform":"Mac","os_version":"15.4.1"},
            "mdm":{"mdm_enabled":"True","supervised":"True","install_date":"2026-04-01","last_check_in":"2026-04-17T11:00:00Z"},
            "activation_lock":{"user_activation_lock_enabled":true,"device_activation_lock_enabled":false},
            "automated_device_enrollment":{"auto_enrolled":"True","auto_enroll_managed":"True"},
            "hardware_overview":{"serial_number":"C02A","udid":"00008110-001A2B3C4D5E6F70","model_identifier":"Mac15,6"}}
            """),
        VendorSample(
            "fleet", "fleet host",
            [
                .mdm: [
                    "assignment=failed", "contactAt=2026-04-17T11:33:12Z", "enrolled=true",
                    "enrolledAt=2026-02-26T22:33:12Z", "model=Mac15,6", "os=macOS 15.4.1",
                    "site=Workstations",
                    "status=on (automatic)", "viaADE=true",
                ],
                .ade: [
                    "assignment=failed", "contactAt=2026-04-17T11:33:12Z", "enrolled=true",
                    "enrolledAt=2026-02-26T22:33:12Z", "model=Mac15,6", "os=macOS 15.4.1",
                    "site=Workstations",
                    "status=on (automatic)", "viaADE=true",
                ],
            ],
            """
            {"id":1,"hostname":"mac.local","uuid":"392547DC-0000-0000-A87A-D701FF75BC65","platform":"darwin","os_version":"macOS 15.4.1",
            "hardware_serial":"C02A","hardware_model":"Mac15,6","seen_time":"2026-04-17T11:14:58Z","last_enrolled_at":"2026-02-26T22:00:00Z",
            "last_mdm_enrolled_at":"2026-02-26T22:33:12Z","last_mdm_checked_in_at":"2026-04-17T11:33:12Z","team_id":2,
            "team_name":"Workstations","mdm":{"enrollment_status":"On (automatic)","dep_profile_error":true,"name":"Fleet",
            "server_url":"https://mdm.example.org/mdm/apple/mdm","encryption_key_available":true,"connected_to_fleet":true}}
            """),
        VendorSample(
            "nanomdm", "nanomdm device",
            [
                .mdm: [
                    "awaiting=true", "begunAt=2026-04-17T10:00:00Z", "enrolled=true",
                    "enrolledAt=2026-04-17T10:00:03Z",
                    "incomplete=false",
                ]
            ],
            """
            {"id":"00008103-000A11223344001E","identity_cert":"-----BEGIN","serial_number":"C02A","unlock_token":null,"unlock_token_at":null,
            "authenticate":"<plist/>","authenticate_at":"2026-04-17 10:00:00",
            "token_update":"<dict><key>AwaitingConfiguration</key>\\n<true/></dict>","token_update_at":"2026-04-17 10:00:03",
            "bootstrap_token_b64":null,"bootstrap_token_at":null,"created_at":"2026-04-17 10:00:00","updated_at":"2026-04-17 10:00:03"}
            """),
        VendorSample(
            "nanomdm", "nanomdm enrollment",
            [.mdm: ["contactAt=2026-04-17T11:00:00Z", "enrolled=true"]],
            """
            {"id":"00008103-000A11223344001E","device_id":"00008103-000A11223344001E","user_id":null,"type":"Device","topic":"com.apple.mgmt",
            "push_magic":"m","token_hex":"aa","enabled":1,"token_update_tally":3,"last_seen_at":"2026-04-17 11:00:00"}
            """),
        VendorSample(
            "nanomdm", "nanomdm joined row",
            [
                .mdm: [
                    "begunAt=2026-04-17T10:00:00Z", "contactAt=2026-04-17T11:00:00Z", "enrolled=true",
                    "enrolledAt=2026-04-17T10:00:03Z", "incomplete=false",
                ]
            ],
            """
            {"device_id":"00008103-000A11223344001E","enabled":1,"authenticate_at":"2026-04-17 10:00:00","serial_number":"C02A",
            "id":"00008103-000A11223344001E:5E2","type":"User","token_update_tally":1,"token_update_at":"2026-04-17 10:00:03",
            "last_seen_at":"2026-04-17 11:00:00"}
            """),
        VendorSample(
            "guardmdm", "guardmdm device",
            [
                .mdm: [
                    "adeStatus=empty", "enrolled=false", "hasProfile=false",
                    "observedAt=2026-04-17T11:55:00Z", "os=iPadOS",
                    "status=unassigned",
                ],
                .ade: [
                    "adeStatus=empty", "enrolled=false", "hasProfile=false",
                    "observedAt=2026-04-17T11:55:00Z", "os=iPadOS",
                    "status=unassigned",
                ],
            ],
            """
            {"serialNumber":"C02A","os":"iPadOS","assignedProfile":null,"defaultProfileOS":null,"status":"Unassigned",
            "lastSync":"2026-04-17T11:55:00Z"}
            """),
        VendorSample(
            "generic", "generic",
            [.mdm: ["contactAt=2026-04-17T11:00:00Z", "enrolled=true", "status=enrolled"]],
            #"{"serial":"C02A","state":"enrolled","enrolled":true,"lastContact":"2026-04-17T11:00:00Z"}"#),
    ]
}
