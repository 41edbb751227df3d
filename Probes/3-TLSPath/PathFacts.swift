package import Casework
package import ProbeKit
package import TLSHandshake

/// What layer 3 looks at: handshakes, from a case or measured just now, each with the way it took.
package struct PathFacts: FactSheet {
    package var supplied: Set<Supply> = []
    package var asOf = Instant(microseconds: 0)
    package var thresholds = Thresholds()
    /// Handshakes that stand for themselves.
    package var handshakes: [PathHandshake] = []
    /// Handshakes of a series: each varies one thing, so that none of them says how a device fares.
    package var trials: [PathHandshake] = []
    /// Answers of other services than TLS: HTTP on port 80, and the time.
    package var services: [PathHandshake] = []
    /// What the tenant's diagnostic endpoint said, in the order of the evidence.
    package var diagnostics: [DiagnosticAnswer] = []
    /// Whether the case says that a pre-shared key must be taken.
    package var requiresPSK = false
    /// Records that are no handshake transcript: skipped, counted, never a reason to stop.
    package var unreadable = 0

    package init() {}

    /// Takes handshakes that were measured just now.
    ///
    /// - Parameter names: of their ways, in the same order; a way without one is called what its transcript says.
    package init(
        transcripts: [HandshakeTranscript], names: [String?] = [], asOf: Instant,
        thresholds: Thresholds = Thresholds()
    ) {
        self.init()
        supplied = [Supply(.handshakes)]
        self.asOf = asOf
        self.thresholds = thresholds
        for (place, transcript) in transcripts.enumerated() {
            let citation = Citation(file: "live", locator: "handshake \(place + 1)")
            let name = names.indices.contains(place) ? names[place] : nil
            take(PathHandshake(transcript, name: name, citation: citation, asOf: asOf))
        }
    }

    /// Puts a transcript where it belongs; one that its own side gave up says nothing.
    mutating func take(_ handshake: PathHandshake) {
        guard handshake.transcript.outcome != .cancelled else { return }
        if handshake.transcript.application != nil {
            services.append(handshake)
        } else if handshake.transcript.trial != nil {
            trials.append(handshake)
        } else {
            handshakes.append(handshake)
        }
    }

    /// The trials of one purpose.
    func trials(for purpose: TrialPurpose) -> [PathHandshake] {
        trials.filter { $0.transcript.trial?.purpose == purpose.rawValue }
    }
}

/// Why a series of handshakes was made, as transcripts name it.
enum TrialPurpose: String {
    case ladder, psk, locate, reflection
}

/// One handshake with the path that it took and what its chain is worth.
package struct PathHandshake: Sendable, Hashable {
    package var transcript: HandshakeTranscript
    package var citation: Citation
    /// Where the ClientHello that arrived at the far end is written down, if not in the transcript itself.
    package var farCitation: Citation?
    package let host: String
    /// The name of the way: `direct`, or what the case or the dialer calls the proxy.
    package let via: String
    package let startedAt: Instant?
    /// `nil` where no certificate arrived.
    package var chain: ChainJudgement?

    /// The name of the way without anything in between.
    package static let direct = "direct"
    /// The name of a way that the others are compared with, whatever it is.
    package static let baseline = "baseline"

    package init(_ transcript: HandshakeTranscript, name: String? = nil, citation: Citation, asOf: Instant) {
        self.transcript = transcript
        self.citation = citation
        host = Self.host(of: transcript)
        via = name ?? transcript.via ?? Self.direct
        startedAt = transcript.startedAt.flatMap(Instant.init(rfc3339:))
        chain = ChainJudgement(recordedIn: transcript, host: host, at: startedAt ?? asOf)
    }

    /// A name that the case gives decides: a gateway may stand in the way of a connection that goes "direct".
    package var isDirect: Bool { via == Self.direct || via == Self.baseline }

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

    /// The port that was connected to, or that its name gives.
    var port: Int? {
        [transcript.address, transcript.serverName].compactMap { text -> Int? in
            guard let text, let colon = text.lastIndex(of: ":"),
                text.hasPrefix("[") || text.count(where: { $0 == ":" }) == 1
            else { return nil }
            return Int(text[text.index(after: colon)...])
        }.first
    }
}
