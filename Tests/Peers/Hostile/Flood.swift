import HandshakePeer
import TLSHandshake
import Testing

/// Something that a hostile server says without end, and what must become of it.
struct Flood: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let turn: HostileListener.Manner.Turn
    let outcome: HandshakeTranscript.Outcome
    /// Part of the error, absent where none is told.
    var words: String?
    let record: @Sendable (inout PeerServer) -> [UInt8]

    private init(
        _ name: String, _ turn: HostileListener.Manner.Turn, _ outcome: HandshakeTranscript.Outcome,
        _ words: String?, _ record: @escaping @Sendable (inout PeerServer) -> [UInt8]
    ) {
        testDescription = name
        self.turn = turn
        self.outcome = outcome
        self.words = words
        self.record = record
    }

    var manner: HostileListener.Manner {
        HostileListener.Manner(turn: turn, deed: .endless(record))
    }

    static let all = inTheClear + underHandshakeKeys + afterTheHandshake

    private static let warning: [UInt8] = [1, 90]
    /// A record full of zeros but for the header of a message of 16 MB.
    private static func enormous(_ type: HandshakeType) -> [UInt8] {
        [type.rawValue, 0xFF, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 16_000)
    }

    private static let inTheClear: [Flood] = [
        Flood("warnings in the clear", .atOnce, .alert, "user_canceled") { _ in
            Record(type: .alert, fragment: warning).bytes
        },
        Flood("empty handshake records", .atOnce, .protocolError, "an empty handshake record") { _ in
            Record(type: .handshake, fragment: []).bytes
        },
        Flood("change_cipher_spec records", .atOnce, .protocolError, "more than 4 change_cipher_spec") { _ in
            Record(type: .changeCipherSpec, fragment: [1]).bytes
        },
        Flood("application data before keys", .atOnce, .protocolError, "before keys were agreed") { _ in
            Record(type: .applicationData, fragment: [UInt8](repeating: 7, count: 16_384)).bytes
        },
        Flood("a ServerHello of 16 MB", .atOnce, .protocolError, "16777215 bytes, more than") { _ in
            Record(type: .handshake, fragment: enormous(.serverHello)).bytes
        },
    ]

    private static let underHandshakeKeys: [Flood] = [
        Flood("empty protected records", .afterHello, .protocolError, "more than 32 empty records") {
            $0.sealRecord([], as: .applicationData)
        },
        Flood("a certificate of 16 MB", .afterHello, .protocolError, nil) {
            $0.sealRecord(enormous(.certificate), as: .handshake)
        },
        Flood("EncryptedExtensions of 16 MB", .afterHello, .protocolError, "16777215 bytes, more than") {
            $0.sealRecord(enormous(.encryptedExtensions), as: .handshake)
        },
        Flood("protected warnings", .afterHello, .alert, "user_canceled") {
            $0.sealRecord(warning, as: .alert)
        },
        Flood("early application data", .afterHello, .protocolError, "before the server's Finished") {
            $0.sealRecord([UInt8](repeating: 7, count: 16_000), as: .applicationData)
        },
    ]

    private static let afterTheHandshake: [Flood] = [
        Flood("tickets", .afterFinished, .completed, nil) {
            let ticket = NewSessionTicket(lifetime: 7200, ageAdd: 5, nonce: [1], ticket: [1, 2, 3, 4])
            return $0.sealRecord(ticket.message.bytes, as: .handshake)
        },
        Flood("key updates", .afterFinished, .completed, nil) { $0.updateKeys(requesting: false) },
        Flood("key updates that want an answer", .afterFinished, .completed, nil) {
            $0.updateKeys(requesting: true)
        },
        Flood("application data", .afterFinished, .completed, nil) {
            $0.sealRecord([UInt8](repeating: 7, count: 16_000), as: .applicationData)
        },
        Flood("empty records at the end", .afterFinished, .completed, nil) {
            $0.sealRecord([], as: .applicationData)
        },
        Flood("warnings at the end", .afterFinished, .alert, "user_canceled") {
            $0.sealRecord(warning, as: .alert)
        },
    ]
}
