/// A question to a time server, and what its answer says.
///
/// Source: RFC 4330 sections 4 and 5.
struct SNTPMessage: Equatable {
    static let length = 48
    private static let clientMode: UInt8 = 0x23  // version 4, mode 3
    private static let serverMode: UInt8 = 4
    /// 1 January 1900, from which NTP counts, to 1 January 1970.
    private static let secondsTo1970: Int64 = 2_208_988_800
    private static let strata: ClosedRange<UInt8> = 1...15

    /// What is wrong with an answer.
    enum Fault: Error, Equatable {
        case tooShort(Int)
        case noServer(mode: UInt8)
        /// Not to this question: late, or made up by somebody who did not see it.
        case foreign
        /// A refusal with its code, as `RATE` (a "kiss of death").
        case refused(String)
        /// The server says of itself that it does not know the time.
        case unsynchronized
    }

    /// The bytes of a question; the nonce stands where a clock would, so that only who saw it can answer.
    static func question(nonce: UInt64) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: length)
        bytes[0] = clientMode
        for index in 0..<8 { bytes[40 + index] = UInt8(truncatingIfNeeded: nonce >> (56 - 8 * index)) }
        return bytes
    }

    /// How far this side's clock is behind the server's.
    ///
    /// Units: milliseconds; negative if this side is ahead. The way there and back is taken as equally long.
    static func offsetMs(
        _ answer: [UInt8], to nonce: UInt64, sentMs: Int64, receivedMs: Int64
    ) throws(Fault) -> Double {
        guard answer.count >= length else { throw .tooShort(answer.count) }
        guard answer[0] & 7 == serverMode else { throw .noServer(mode: answer[0] & 7) }
        guard value(answer, at: 24) == nonce else { throw .foreign }
        if answer[1] == 0 {
            let code = answer[12..<16].filter { (0x20...0x7E).contains($0) }
            throw .refused(String(decoding: code, as: UTF8.self))
        }
        guard strata.contains(answer[1]), answer[0] >> 6 != 3 else { throw .unsynchronized }
        let arrived = milliseconds(value(answer, at: 32))
        let left = milliseconds(value(answer, at: 40))
        return ((arrived - Double(sentMs)) + (left - Double(receivedMs))) / 2
    }

    private static func value(_ bytes: [UInt8], at offset: Int) -> UInt64 {
        bytes[offset..<offset + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A time of NTP as milliseconds since 1970; the first bit tells the eras apart (RFC 4330 section 3).
    private static func milliseconds(_ timestamp: UInt64) -> Double {
        let seconds = Int64(timestamp >> 32)
        let era: Int64 = timestamp >> 63 == 0 ? 1 << 32 : 0
        let fraction = Double(timestamp & 0xFFFF_FFFF) / 4_294_967_296
        return (Double(seconds + era - secondsTo1970) + fraction) * 1_000
    }
}

extension SNTPMessage.Fault: CustomStringConvertible {
    var description: String {
        switch self {
        case .tooShort(let count): "\(count) bytes where at least \(SNTPMessage.length) are expected"
        case .noServer(let mode): "mode \(mode) where a server says 4"
        case .foreign: "it answers another question"
        case .refused(let code): "the server refuses with \(code.isEmpty ? "no code" : code)"
        case .unsynchronized: "the server says that it does not know the time"
        }
    }
}
