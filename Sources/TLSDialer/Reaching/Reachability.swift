import NIOCore
import TLSHandshake

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What the errors of the system mean for an attempt.
enum Reachability {
    /// Why no connection came about, in the transcript's words.
    static func outcome(ofConnecting error: any Error) -> HandshakeTranscript.Outcome {
        switch (error as? IOError)?.errnoCode {
        case ECONNREFUSED: .refused
        case ECONNRESET: .reset
        default: .unreachable
        }
    }

    /// One sentence for a failed connection to `address`.
    static func text(ofConnecting error: any Error, to address: String, after limit: Duration) -> String {
        if case ChannelError.connectTimeout = error {
            return "\(address) did not answer in \(NameResolution.seconds(limit))"
        }
        guard let code = (error as? IOError)?.errnoCode else { return "\(address): \(brief(error))" }
        return "\(address): \(words(code))"
    }

    /// Why an open conversation broke off.
    static func end(of error: any Error) -> Conversation.End {
        guard let code = (error as? IOError)?.errnoCode else { return .reset(brief(error)) }
        switch code {
        // Written to after the peer's orderly end; after a reset it would be ECONNRESET.
        case EPIPE: return .closed
        case ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EHOSTDOWN: return .unreachable(words(code))
        default: return .reset(words(code))
        }
    }

    private static func words(_ code: CInt) -> String {
        unsafe String(cString: strerror(code))
    }

    private static func brief(_ error: any Error) -> String {
        String(String(describing: error).prefix { $0 != "\n" }.prefix(200))
    }
}
