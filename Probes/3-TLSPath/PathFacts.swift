package import Casework
package import ProbeKit
package import TLSHandshake

/// What layer 3 looks at: handshakes, from a case or measured just now, each with the way it took.
package struct PathFacts: FactSheet {
    package var supplied: Set<Supply> = []
    package var asOf = Instant(microseconds: 0)
    package var thresholds = Thresholds()
    package var handshakes: [PathHandshake] = []
    /// Records that are no handshake transcript: skipped, counted, never a reason to stop.
    package var unreadable = 0

    package init() {}

    /// Takes handshakes that were measured just now.
    package init(transcripts: [HandshakeTranscript], asOf: Instant, thresholds: Thresholds = Thresholds()) {
        self.init()
        supplied = [Supply(.handshakes)]
        self.asOf = asOf
        self.thresholds = thresholds
        handshakes = transcripts.enumerated().map { place, transcript in
            PathHandshake(
                transcript, citation: Citation(file: "live", locator: "handshake \(place + 1)"), asOf: asOf)
        }
    }
}

/// One handshake with the path that it took and what its chain is worth.
package struct PathHandshake: Sendable, Hashable {
    package var transcript: HandshakeTranscript
    package var citation: Citation
    package let host: String
    /// The name of the way: `direct`, or what the case or the dialer calls the proxy.
    package let via: String
    package let startedAt: Instant?
    /// `nil` where no certificate arrived.
    package var chain: ChainJudgement?

    /// The name of the way without anything in between.
    package static let direct = "direct"

    package init(_ transcript: HandshakeTranscript, name: String? = nil, citation: Citation, asOf: Instant) {
        self.transcript = transcript
        self.citation = citation
        host = Self.host(of: transcript)
        via = name ?? transcript.via ?? Self.direct
        startedAt = transcript.startedAt.flatMap(Instant.init(rfc3339:))
        chain = ChainJudgement(recordedIn: transcript, host: host, at: startedAt ?? asOf)
    }

    /// A name that the case gives decides: a gateway may stand in the way of a connection that goes "direct".
    package var isDirect: Bool { via == Self.direct || via == "baseline" }

    package var scope: PathScope {
        PathScope(
            host: host, role: transcript.hostRole.flatMap(HostRole.init(rawValue:)),
            vantage: transcript.vantage.flatMap(Vantage.init(rawValue:)), via: via)
    }

    private static func host(of transcript: HandshakeTranscript) -> String {
        let named = transcript.serverName ?? transcript.sent?.sni ?? transcript.address ?? "an unnamed host"
        let parts = named.split(separator: ":", omittingEmptySubsequences: false)
        // A name with a port; an IPv6 address has more colons and stays whole.
        let bare = parts.count == 2 && parts[1].allSatisfy(\.isNumber) ? String(parts[0]) : named
        // The dot of an absolute name is no part of it for certificates (RFC 9525 section 6.3).
        return (bare.hasSuffix(".") ? String(bare.dropLast()) : bare).lowercased()
    }
}
