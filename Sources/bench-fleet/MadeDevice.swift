/// One device: what is the same in all lists, and the times that make its state.
struct MadeDevice {
    /// The clock of the fleet, 2026-04-17T12:00:00Z, in seconds since 1970.
    static let now = 1_776_427_200
    static let server = "9B1C4A6E-2F0D-4C11-9E57-0A6B5D3C8F21"
    private static let otherServer = "51D0E7B2-8A34-4F6B-B1C9-7E2F90A4D6C3"
    private static let models = [
        ("MacBook Air (13-inch, M3)", "Mac15,12", "MBA 13.6 MID/16GB/512GB"),
        ("MacBook Pro (14-inch, M4)", "Mac16,1", "MBP 14.2 SPB/24GB/1TB"),
        ("MacBook Air (15-inch, M4)", "Mac16,13", "MBA 15.3 SIL/16GB/256GB"),
        ("iMac (24-inch, M4)", "Mac16,3", "IMAC 24 BLU/16GB/256GB"),
        ("Mac mini (M4 Pro)", "Mac16,11", "MINI M4P/24GB/512GB"),
        ("MacBook Pro (16-inch, M3)", "Mac15,7", "MBP 16.2 SPB/36GB/512GB"),
    ]
    private static let systems = [
        ("15.4", "24E248"), ("15.4.1", "24E263"), ("15.3.2", "24D81"), ("14.7.5", "23H527"),
    ]
    private static let letters = Array("0123456789CDFGHJKLMNPQRTVWXY".utf8)

    let index: Int
    let state: MadeState
    private let random: SplitMix

    init(_ index: Int, seed: UInt64) {
        self.index = index
        var random = SplitMix(state: seed &* 0x2545_F491_4F6C_DD1D &+ UInt64(index))
        state = MadeState(lot: random.below(1_000))
        self.random = random
    }

    func write(as list: MadeList, to line: inout LineWriter) {
        var random = random
        let device = Details(index, state, &random)
        switch list {
        case .tenant: if state != .unknownToTenant { device.writeTenant(&line) }
        case .ade: if !device.isMissingFromADE { device.writeADE(&line) }
        case .mdm: if !device.isMissingFromMDM { device.writeMDM(&line) }
        }
    }

    /// Everything that the records say.
    struct Details {
        let index: Int
        let state: MadeState
        var serial: [UInt8] = []
        let udid: (UInt64, UInt64)
        let model: (String, String, String)
        let system: (String, String)
        let identity: Int
        let assignedAt: Int
        let lot: Int

        init(_ index: Int, _ state: MadeState, _ random: inout SplitMix) {
            self.index = index
            self.state = state
            udid = (random.next(), random.next())
            model = MadeDevice.models[random.below(MadeDevice.models.count)]
            system = MadeDevice.systems[random.below(MadeDevice.systems.count)]
            identity = random.below(4)
            // From ten days to two years ago.
            assignedAt = MadeDevice.now - 864_000 - random.below(62_208_000)
            lot = random.below(1_000_000)
            // Ten letters: six tell the number, so that no serial comes twice.
            var number = (index &* 268_435_399) % 481_890_304
            for _ in 0..<6 {
                serial.append(MadeDevice.letters[number % 28])
                number /= 28
            }
            for _ in 0..<4 { serial.append(MadeDevice.letters[random.below(28)]) }
        }

        var isManaged: Bool {
            switch state {
            case .enrolled, .staleContact, .wrongServer, .unknownToTenant, .releasedButManaged: true
            default: false
            }
        }

        var isMissingFromADE: Bool {
            switch state {
            case .unknownToTenant, .wrongServer, .unassigned, .releasedButManaged: true
            default: false
            }
        }

        var isMissingFromMDM: Bool {
            switch state {
            case .notActivated, .unassigned, .unknownToMDM, .pending, .throttledZombie, .noADEProfile: true
            case .pushedNoCheckin, .enrolledWithoutProfile: lot % 2 == 0
            default: false
            }
        }

        // MARK: Records

        func writeTenant(_ line: inout LineWriter) {
            line.key("{\"udid\":\"")
            line.udid(udid, isShort: index % 3 != 0)
            line.key("\",\"serialNumber\":\"")
            line.bytes.append(contentsOf: serial)
            line.key("\",\"enrollmentStatus\":\"")
            line.text(status)
            line.key("\",\"ownershipState\":\"")
            line.text(state == .releasedButManaged ? "released" : "assigned")
            line.key("\",\"mdmProfileId\":")
            if hasProfile { line.uuid(0xA1) } else { line.text("null") }
            line.key(",\"abm_sync_status\":")
            line.text(state == .throttledZombie ? "\"throttled_by_rate_limit\"" : "null")
            line.key(
                ",\"abmSyncStatus\":{\"supervisionIntentEnforced\":true},\"supervisionIdentity\":{\"id\":\"si-"
            )
            line.number(identity)
            line.key("\",\"fingerprint\":\"SHA256:")
            line.fingerprint(identity)
            line.key("\"},\"errorReason\":")
            line.text(state == .undetermined ? "\"PROFILE_REJECTED\"" : "null")
            line.key(",\"lastModified\":\"")
            line.time(modifiedAt, microseconds: lot)
            line.key("\",\"assignedAt\":\"")
            line.time(assignedAt, microseconds: nil)
            line.key("\",\"mdmServerId\":")
            line.text(server)
            line.key(",\"tier\":\"abm\"}\n")
        }

        private var status: String {
            switch state {
            case .enrolled, .staleContact, .wrongServer: "enrolled"
            case .enrolledWithoutProfile: lot % 3 == 0 ? "in_progress" : "enrolled"
            case .throttledZombie, .unassigned, .unknownToMDM, .pending: "pending"
            case .releasedButManaged: "released"
            case .undetermined: "failed"
            default: "assigned"
            }
        }

        private var hasProfile: Bool {
            switch state {
            case .enrolled, .staleContact, .wrongServer, .releasedButManaged: true
            default: false
            }
        }

        private var server: String {
            switch state {
            case .unassigned, .releasedButManaged: "null"
            case .wrongServer: "\"\(MadeDevice.otherServer)\""
            default: "\"\(MadeDevice.server)\""
            }
        }

        private var modifiedAt: Int {
            switch state {
            case .pending: MadeDevice.now - 60 - lot % 200
            case .enrolled, .staleContact, .releasedButManaged, .wrongServer:
                assignedAt + 7_200 + lot % 86_400
            default: MadeDevice.now - 3_600 - lot % 3_600
            }
        }

        func writeADE(_ line: inout LineWriter) {
            line.key("{\"serial_number\":\"")
            line.bytes.append(contentsOf: serial)
            line.key("\",\"description\":\"")
            line.text(model.2)
            line.key("\",\"model\":\"")
            line.text(model.0)
            line.key(
                "\",\"os\":\"OSX\",\"device_family\":\"Mac\",\"profile_status\":\""
            )
            line.text(profileStatus)
            if state != .noADEProfile {
                line.key("\",\"profile_uuid\":\"")
                line.bytes.append(contentsOf: "7F0C1E52D0A94C8FB6E1A1B2C3D4E5F6".utf8)
                line.key("\",\"profile_assign_time\":\"")
                line.time(profileAssignedAt, microseconds: nil)
            }
            if profileStatus == "pushed" {
                line.key("\",\"profile_push_time\":\"")
                line.time(pushedAt, microseconds: nil)
            }
            line.key("\",\"device_assigned_date\":\"")
            line.time(assignedAt, microseconds: nil)
            line.key("\",\"device_assigned_by\":\"device.team.")
            line.number(lot % 12)
            line.key("@example.com\"}\n")
        }

        private var profileStatus: String {
            switch state {
            case .enrolled, .staleContact, .pushedNoCheckin, .enrolledWithoutProfile: "pushed"
            case .noADEProfile: "empty"
            case .profileRemoved: "removed"
            default: "assigned"
            }
        }

        private var profileAssignedAt: Int {
            switch state {
            case .profileWaiting, .notActivated: MadeDevice.now - 259_200 - lot % 86_400
            case .assignedNotEnrolled, .unknownToMDM, .throttledZombie, .undetermined:
                MadeDevice.now - 7_200 - lot % 3_600
            case .pending: MadeDevice.now - 300
            default: assignedAt + 120
            }
        }

        private var pushedAt: Int {
            state == .pushedNoCheckin ? MadeDevice.now - 5_400 - lot % 3_600 : assignedAt + 3_600
        }

        func writeMDM(_ line: inout LineWriter) {
            line.key("{\"id\":\"")
            line.number(index + 1)
            line.key("\",\"udid\":\"")
            line.udid(udid, isShort: index % 3 != 0)
            line.key("\",\"general\":{\"name\":\"MAC-")
            line.bytes.append(contentsOf: serial)
            line.key("\",\"lastIpAddress\":\"10.")
            line.number(lot % 250)
            line.key(".12.7\",\"platform\":\"Mac\",\"lastContactTime\":\"")
            line.time(contactAt, microseconds: lot / 1_000 * 1_000)
            line.key("\",\"lastEnrolledDate\":")
            if isManaged {
                line.key("\"")
                line.time(assignedAt + 3_900, microseconds: nil)
                line.key("\"")
            } else {
                line.key("null")
            }
            line.key(",\"mdmCapable\":{\"capable\":")
            line.text(isManaged ? "true" : "false")
            line.key(",\"capableUsers\":[]},\"supervised\":")
            line.text(isManaged ? "true" : "false")
            line.key(",\"enrolledViaAutomatedDeviceEnrollment\":true,\"remoteManagement\":{\"managed\":")
            line.text(isManaged ? "true" : "false")
            line.key("}},\"hardware\":{\"make\":\"Apple\",\"modelIdentifier\":\"")
            line.text(model.1)
            line.key("\",\"serialNumber\":\"")
            line.bytes.append(contentsOf: serial)
            line.key("\"},\"operatingSystem\":{\"version\":\"")
            line.text(system.0)
            line.key("\",\"build\":\"")
            line.text(system.1)
            line.key("\"}}\n")
        }

        private var contactAt: Int {
            state == .staleContact ? MadeDevice.now - 1_728_000 - lot : MadeDevice.now - 300 - lot % 432_000
        }
    }
}
