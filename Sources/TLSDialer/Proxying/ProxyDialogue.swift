/// What is said to a proxy and what its answer means, without a socket.
///
/// Bytes go in however they are cut; nothing is kept beyond named limits.
protocol ProxyDialogue: Sendable {
    /// What is waited for, for a sentence about a proxy that does not give it.
    var awaited: String { get }

    /// The first thing that is said.
    mutating func begin() -> [UInt8]

    /// Takes bytes of the proxy.
    mutating func receive(_ bytes: [UInt8]) -> ProxyStep

    /// What is known if nothing more comes, absent before the answer.
    func conclude() -> ProxyAnswer?
}

/// What came of some bytes of a proxy.
enum ProxyStep: Hashable, Sendable {
    /// More must come, after this was said.
    case waiting(send: [UInt8])
    /// The answer is known; what still comes of it is evidence.
    case settling
    /// The answer; `rest` is what came behind it and belongs to the far end.
    case answered(ProxyAnswer, rest: [UInt8])
}

extension Proxy {
    /// The dialogue that asks for a tunnel, with or without saying who asks.
    func dialogue(to destination: Endpoint, withCredentials: Bool) -> any ProxyDialogue {
        let credentials = withCredentials ? credentials : nil
        return switch scheme {
        case .http, .https: ConnectDialogue(to: destination, as: credentials)
        case .socks5: SocksDialogue(to: destination, as: credentials)
        }
    }
}
