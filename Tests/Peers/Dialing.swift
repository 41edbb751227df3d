import Foundation
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

/// Every test that talks to a peer; one after the other, because some measure time, and because a server that
/// closes what it inherits would hold up the watch on another one's end.
@Suite(.serialized) enum PeerTests {}

/// Dials loopback in the name of the test host and waits for the end.
func dialLoopback(
    _ port: Int, as host: String = PeerCertificates.host, serverName: DialTarget.ServerName = .host,
    by route: Route = .direct,
    _ change: (inout DialOptions) -> Void = { _ in }
) async throws -> HandshakeTranscript {
    var options = DialOptions()
    options.timeout = .seconds(20)
    options.stall = .seconds(10)
    change(&options)
    let target = DialTarget(
        host: host, connect: Endpoint(host: "127.0.0.1", port: port), serverName: serverName)
    return try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
        await dialer.dial(target, route: route, options: options)
    }
}

/// Runs a body with a dialer, the loopback target in the test host's name and short waits.
func withLoopback<Result>(
    _ port: Int, _ body: (Dialer, DialTarget, DialOptions) async throws -> Result
) async throws -> Result {
    var options = DialOptions()
    options.timeout = .seconds(20)
    options.stall = .seconds(10)
    let target = DialTarget(
        host: PeerCertificates.host, connect: Endpoint(host: "127.0.0.1", port: port))
    return try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
        try await body(dialer, target, options)
    }
}

@Sendable func wallClock() -> WallTime {
    WallTime(millisecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000))
}

extension HandshakeTranscript {
    /// The names of the stages in order; a stage that comes twice in a row counts once.
    var stageNames: [String] {
        var names: [String] = []
        for name in (stages ?? []).map(\.name.rawValue) where name != names.last { names.append(name) }
        return names
    }

    /// Whether time never goes back from stage to stage.
    var isMonotonic: Bool {
        let times = (stages ?? []).compactMap(\.atMs)
        return times.count == stages?.count && zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
    }
}

/// Checks what every completed handshake of TLS 1.3 has in common.
func expectCompleted(
    _ transcript: HandshakeTranscript, suite: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    let words = Comment(rawValue: transcript.error ?? "")
    #expect(transcript.outcome == .completed, words, sourceLocation: sourceLocation)
    #expect(transcript.error == nil, sourceLocation: sourceLocation)
    #expect(transcript.version == "TLSv1.3", sourceLocation: sourceLocation)
    #expect(transcript.cipherSuite == suite, sourceLocation: sourceLocation)
    #expect(transcript.verified?.certificateVerify == "valid", sourceLocation: sourceLocation)
    #expect(transcript.verified?.finished == "valid", sourceLocation: sourceLocation)
    #expect(transcript.isMonotonic, sourceLocation: sourceLocation)
    #expect(transcript.acked == true, sourceLocation: sourceLocation)
    #expect((transcript.bytesIn ?? 0) > 500, sourceLocation: sourceLocation)
    #expect((transcript.bytesOut ?? 0) > 200, sourceLocation: sourceLocation)
}

/// The stages of a full handshake without a client certificate request and without tickets.
let fullHandshake = [
    "connect", "client-hello", "server-hello", "encrypted-extensions", "certificate", "certificate-verify",
    "server-finished", "client-finished",
]
