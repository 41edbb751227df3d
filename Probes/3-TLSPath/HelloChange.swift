/// A change of the ClientHello that a ladder tries, in the order in which they are believed.
///
/// The smallest come first; where several help, the first one names the reason.
enum HelloChange: String, CaseIterable {
    case noGREASE = "no-grease"
    case onlyHTTP1 = "alpn-http1"
    case noALPN = "no-alpn"
    case noHybridGroup = "no-pq"
    case olderVersion = "tls12"
    case controlName = "control-sni"
    case noName = "no-sni"
    // Last, because a cut inside the name also helps against what looks for a name in one packet.
    case twoSegments = "two-segments"
    case twoRecords = "two-records"

    /// Whether it changes the server name, so that any answer in TLS shows that the connection was let through.
    var changesName: Bool { self == .controlName || self == .noName }

    /// Whether the ClientHello stays about as long and in one piece.
    var keepsSize: Bool {
        switch self {
        case .noGREASE, .onlyHTTP1, .noALPN, .olderVersion, .controlName, .noName: true
        case .noHybridGroup, .twoSegments, .twoRecords: false
        }
    }

    /// What it says of the path where the whole ClientHello dies and this one lives, as a sentence.
    ///
    /// Source: TLS 3.8.
    var meaning: String {
        switch self {
        case .noGREASE:
            "Without GREASE the same ClientHello completes: something on the way cannot take values that it does not know."
        case .onlyHTTP1:
            "With http/1.1 as its only application protocol it completes: h2 in the offer is refused."
        case .noALPN: "Without ALPN it completes: the list of application protocols is what is refused."
        case .twoSegments:
            "Cut into two TCP segments inside its name it completes: what holds it back looks for the name in the first segment."
        case .twoRecords:
            "Cut into two TLS records it completes: what holds it back looks for the name in the first record."
        case .noHybridGroup:
            "Without X25519MLKEM768, in one segment, it completes: its size is what the path cannot take."
        case .olderVersion: "An offer of TLS 1.2 completes: TLS 1.3 itself is refused."
        case .controlName:
            "With another server name the same ClientHello is answered: the policy goes by the name."
        case .noName: "Without a server name the same ClientHello is answered: the policy goes by the name."
        }
    }
}
