import Casework
import ProbeKit
import TLSHandshake

extension PathFacts {
    /// The variants of a ladder, each with the fate of its tries.
    static func climbing(_ variants: [String: [Bool]], acked: Bool? = nil) -> Self {
        measuring(
            variants.sorted { $0.key < $1.key }.flatMap { variant, fates in
                fates.enumerated().map { round, lives in
                    let transcript: HandshakeTranscript =
                        lives ? .completed(via: "ztna") : .stalled(via: "ztna")
                    return transcript.trying(.ladder, variant, round: round + 1).with {
                        if !lives { $0.acked = acked }
                    }
                }
            })
    }

    /// What both names met, hop by hop from the first.
    static func locating(_ target: [String], _ control: [String]) -> Self {
        func series(_ variant: String, _ answers: [String]) -> HandshakeTranscript {
            HandshakeTranscript.stalled().trying(.locate, variant).with {
                $0.hops = answers.enumerated().map {
                    HandshakeTranscript.Hop(
                        limit: $0 + 1, answer: $1, from: $1 == "time-exceeded" ? "10.0.0.\($0 + 1)" : nil)
                }
            }
        }
        return measuring([series("target", target), series("control", control)])
    }

    static func requiringPSK(_ transcripts: [HandshakeTranscript]) -> Self {
        var facts = measuring(transcripts)
        facts.requiresPSK = true
        return facts
    }

    /// A case with exchanges; the endpoint speaks of the chain, or was not asked.
    static func hearing(_ chainIsValid: Bool?, _ transcripts: [HandshakeTranscript]) -> Self {
        var facts = measuring(transcripts)
        facts.supplied.insert(Supply(.exchanges))
        if let chainIsValid {
            var answer = DiagnosticAnswer(
                host: HandshakeTranscript.sampleHost, citation: Citation(file: "diag.har", locator: "entry 1")
            )
            answer.chainIsValid = chainIsValid
            facts.diagnostics = [answer]
        }
        return facts
    }
}

extension HandshakeTranscript {
    func with(_ change: (inout Self) -> Void) -> Self {
        var copy = self
        change(&copy)
        return copy
    }

    func trying(_ purpose: TrialPurpose, _ variant: String, round: Int = 1) -> Self {
        with { $0.trial = Trial(purpose: purpose.rawValue, variant: variant, round: round) }
    }

    /// The way ended at the proxy, before a word to the host.
    static func atProxy(_ outcome: Outcome, status: Int? = nil, _ reason: String? = nil) -> Self {
        sample(sampleHost, via: "ztna", outcome, [.resolve, .connect]).with {
            var leg = ProxyLeg()
            leg.scheme = "http"
            leg.address = "gateway.example.com:3128"
            leg.status = status
            leg.reason = reason
            $0.proxy = leg
        }
    }

    /// The tunnel through a proxy stood, and what follows went through it.
    var throughProxy: Self {
        with {
            var leg = ProxyLeg()
            leg.scheme = "http"
            leg.address = "gateway.example.com:3128"
            $0.proxy = leg
            $0.stages?.insert(Stage(.proxy, atMs: 15), at: 1)
        }
    }

    /// The same, ended by the server for want of a client certificate.
    var missingClientCertificate: Self {
        with {
            $0.outcome = .alert
            $0.clientCertificateRequested = true
            $0.clientCertificateSent = false
            $0.alert = AlertSummary()
            $0.alert?.name = "certificate_required"
            $0.alert?.direction = "received"
        }
    }

    private static let sampleSuites = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"]
    private static let sampleJA4 = "t13d2013h2_a09f3c656075_7f0f34a4126d"

    /// A handshake of which the far end wrote down what arrived: as sent, unless told otherwise.
    static func reflected(
        sni: String? = sampleHost, ja4: String? = nil, suites: [String]? = sampleSuites,
        versions: [String] = ["TLSv1.3", "TLSv1.2"], alpn: [String]? = ["h2", "http/1.1"],
        grease: String = "0x0A0A", matchedBy: [String] = ["session-id"], signature: String = "valid"
    ) -> Self {
        completed(via: "ztna").trying(.reflection, "probe").with {
            $0.sent?.sni = sampleHost
            $0.sent?.ja4 = suites == nil ? nil : sampleJA4
            $0.sent?.cipherSuites = ["0x0A0A"] + sampleSuites
            $0.sent?.versions = ["0xFAFA", "TLSv1.3", "TLSv1.2"]
            $0.sent?.alpn = ["h2", "http/1.1"]
            var reflection = Reflection()
            reflection.sni = sni
            reflection.ja4 = suites == nil ? nil : ja4 ?? sampleJA4
            reflection.cipherSuites = suites.map { [grease] + $0 }
            reflection.versions = versions
            reflection.alpn = alpn
            reflection.matchedBy = matchedBy
            reflection.signature = signature
            $0.reflection = reflection
        }
    }

    static func hybrid(via: String = "direct", group: String) -> Self {
        completed(via: via).with {
            $0.sent?.groups = [LooksLikeTheBaseline.hybrid, "x25519"]
            $0.group = group
        }
    }

    static func stapled(_ isStapled: Bool, via: String = "direct") -> Self {
        completed(via: via).with {
            $0.ocsp = OCSP()
            $0.ocsp?.stapled = isStapled
        }
    }

    static func resolved(_ address: String, for host: String = sampleHost, via: String = "direct") -> Self {
        completed(host, via: via).with {
            let type = address.contains(":") ? "AAAA" : "A"
            $0.answers = [Answer(name: host, type: type, value: address)]
        }
    }

    static func push(_ port: Int, _ outcome: Outcome = .completed, from vantage: String = "device-network")
        -> Self
    {
        let host = "1-courier.push.apple.com"
        let transcript =
            outcome == .completed ? completed(host) : sample(host, via: "direct", outcome, [.resolve])
        return transcript.with {
            $0.address = "17.57.144.1:\(port)"
            $0.vantage = vantage
        }
    }

    static func time(_ host: String, _ outcome: Outcome = .completed) -> Self {
        sample(host, via: "direct", outcome, [.resolve]).with { $0.application = ServiceKind.ntp.rawValue }
    }

    /// What a host answered on port 80.
    static func web(_ host: String, _ outcome: Outcome = .completed, _ text: String? = nil) -> Self {
        sample(host, via: "direct", outcome, [.resolve, .connect]).with {
            $0.application = ServiceKind.http.rawValue
            $0.firstBytes = text.map { page($0).firstBytes ?? "" }
        }
    }

    /// A handshake of the psk series.
    static func keyTrial(
        _ variant: String, accepted: Bool? = nil, tickets: Int? = nil, via: String = "direct"
    ) -> Self {
        completed(via: via).trying(.psk, variant).with {
            $0.tickets = tickets
            guard let accepted else { return }
            $0.psk = PSK()
            $0.psk?.offered = true
            $0.psk?.accepted = accepted
        }
    }
}

extension [HandshakeTranscript] {
    /// A handshake that obtains tickets, and what became of them.
    static func resuming(_ fates: [Bool], _ variant: String = "resume", via: String = "direct") -> Self {
        [.keyTrial("full", tickets: 2, via: via)]
            + fates.map { .keyTrial(variant, accepted: $0, via: via) }
    }
}
