import ProbeKit
import TLSHandshake

/// Why a handshake never began, and who stood in front of it: the network, the host's port, or the proxy.
enum Obstacle: CaseIterable {
    case unresolved, unreachable, refused, proxyAuthentication

    /// `nil` where the ClientHello was sent.
    init?(_ transcript: HandshakeTranscript) {
        switch transcript.outcome {
        case .unresolved: self = .unresolved
        case .unreachable: self = .unreachable
        case .refused, .proxyRefused: self = .refused
        case .proxyAuth: self = .proxyAuthentication
        case .reset where transcript.application != nil, .closed where transcript.application != nil:
            self = .refused
        case .stalled where transcript.endsBeforeTheClientHello: self = .unreachable
        // Nothing was said to the host yet: what ended the connection is what accepted it.
        case .reset where transcript.endsBeforeTheClientHello,
            .closed where transcript.endsBeforeTheClientHello,
            .alert where transcript.failsAtProxy, .protocolError where transcript.failsAtProxy:
            self = .refused
        default: return nil
        }
    }

    var code: FindingCode {
        switch self {
        case .unresolved: "L3-UNRESOLVED"
        case .unreachable: "L3-UNREACHABLE"
        case .refused: "L3-REFUSED"
        case .proxyAuthentication: "L3-PROXY-AUTH"
        }
    }

    /// What happened, as the second half of a sentence: it is said of the proxy where the way ends there.
    func words(_ transcript: HandshakeTranscript) -> String {
        guard transcript.failsAtProxy else {
            return switch self {
            case .unresolved: "the name does not resolve"
            case .unreachable: "no answer to the connection"
            case .refused: "the connection is refused"
            case .proxyAuthentication: "the proxy asks for a login"
            }
        }
        return switch self {
        case .unresolved: "the proxy's own name does not resolve"
        case .unreachable: "the proxy does not answer"
        case .proxyAuthentication: "the proxy asks for a login"
        case .refused: Self.refusal(transcript)
        }
    }

    private static func refusal(_ transcript: HandshakeTranscript) -> String {
        switch transcript.outcome {
        case .proxyRefused:
            let reply = transcript.proxyReply.map { " (\($0))" } ?? ""
            return transcript.proxyFoundNoWay
                ? "the proxy finds no way to the host\(reply)" : "the proxy refuses the host\(reply)"
        case .reset, .closed: return "the proxy cuts the connection off"
        case .alert, .protocolError: return "the proxy does not answer as a proxy does"
        default: return "the proxy refuses the connection"
        }
    }
}

extension HandshakeTranscript {
    /// Whether stages are recorded and the ClientHello is not among them.
    var endsBeforeTheClientHello: Bool { stages?.isEmpty == false && !reached(.clientHello) }

    /// Whether the way ended at the proxy: the host was told nothing, and nothing it does is known.
    var failsAtProxy: Bool {
        switch outcome {
        case .proxyRefused, .proxyAuth: true
        case .unresolved, .unreachable, .refused: endedAtProxy
        default: endedAtProxy && endsBeforeTheClientHello
        }
    }

    /// `403 Forbidden`, as the proxy put it.
    fileprivate var proxyReply: String? {
        let parts = [proxy?.status.map(String.init), proxy?.reason].compactMap(\.self).filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// Whether the proxy says that it tried and failed, which is no refusal of its own.
    ///
    /// Source: RFC 9110 sections 15.6.3 to 15.6.5 (502, 503, 504); RFC 1928 section 6 (3 to 6).
    fileprivate var proxyFoundNoWay: Bool {
        guard let status = proxy?.status else { return false }
        return proxy?.scheme == "socks5" ? (3...6).contains(status) : (502...504).contains(status)
    }
}
