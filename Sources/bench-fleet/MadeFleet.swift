/// The lists that are made.
enum MadeList: String {
    case tenant, ade, mdm
}

/// The states that are made, with how many of a thousand devices are in each.
enum MadeState: String, CaseIterable {
    case enrolled
    case assignedNotEnrolled = "assigned-not-enrolled"
    case notActivated = "not-activated"
    case profileWaiting = "profile-waiting"
    case pushedNoCheckin = "pushed-no-checkin"
    case throttledZombie = "throttled-zombie"
    case enrolledWithoutProfile = "enrolled-without-profile"
    case unassigned
    case wrongServer = "wrong-server"
    case unknownToTenant = "unknown-to-tenant"
    case releasedButManaged = "released-but-managed"
    case noADEProfile = "no-ade-profile"
    case profileRemoved = "profile-removed"
    case unknownToMDM = "unknown-to-mdm"
    case staleContact = "stale-contact"
    case pending
    case undetermined

    var share: Int {
        switch self {
        case .enrolled: 790
        case .assignedNotEnrolled: 50
        case .notActivated: 30
        case .throttledZombie, .staleContact: 20
        case .profileWaiting, .pushedNoCheckin: 15
        case .enrolledWithoutProfile, .unassigned: 10
        case .noADEProfile: 7
        case .wrongServer, .unknownToTenant, .profileRemoved, .unknownToMDM, .pending, .undetermined: 5
        case .releasedButManaged: 3
        }
    }

    /// The state under which a number below 1,000 falls.
    init(lot: Int) {
        var rest = lot
        for state in Self.allCases {
            rest -= state.share
            if rest < 0 {
                self = state
                return
            }
        }
        self = .enrolled
    }
}

/// A fleet whose devices follow from a seed and their number.
struct MadeFleet {
    let count: Int
    let seed: UInt64
    /// A prime above the count: its multiples meet every device once.
    private let prime: Int

    init(count: Int, seed: UInt64) {
        self.count = count
        self.seed = seed
        var candidate = max(count, 1_000) | 1
        while !Self.isPrime(candidate) { candidate += 2 }
        prime = candidate
    }

    /// The device at a place of a list; every list has an order of its own.
    func index(at place: Int, in list: MadeList) -> Int {
        let factor =
            switch list {
            case .tenant: 7_919
            case .ade: 104_729
            case .mdm: 611_953
            }
        var index = (place * factor + factor) % prime
        // The few numbers from the count to the prime stand for others: walk on until one is a device.
        while index >= count { index = (index * factor + factor) % prime }
        return index
    }

    func device(_ index: Int) -> MadeDevice { MadeDevice(index, seed: seed) }

    private static func isPrime(_ number: Int) -> Bool {
        var divisor = 3
        while divisor * divisor <= number {
            if number % divisor == 0 { return false }
            divisor += 2
        }
        return true
    }
}

/// Steele, Lea and Flood's SplitMix64.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
