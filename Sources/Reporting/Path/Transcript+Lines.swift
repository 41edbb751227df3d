import Casework

extension Transcript {
    /// What the handshake took, as a line of stages with the milliseconds since the start.
    ///
    /// One that completed names the turns alone; one that broke names everything that it reached.
    func stageLine(isFull: Bool) -> Phrase {
        let turns = ["resolve", "connect", "proxy", "client-hello", "hello-retry", "server-hello"]
        var shown = stages.filter { $0.name != "ticket" || isFull }
        if isComplete, !isFull {
            let end = stages.last { !["close", "ticket"].contains($0.name) }
            shown = shown.filter { turns.contains($0.name) } + (end.map { [$0] } ?? [])
        }
        let parts = shown.map { stage in
            Phrase.solid(stage.name)
                + .solid(stage.atMs.map { " \(Self.decimal($0))" } ?? "", .faint)
        }
        guard !parts.isEmpty else { return "" }
        return parts.joined(separator: "  ") + (shown.last?.atMs == nil ? "" : .solid(" ms", .faint))
    }

    /// How the proxy took it: its address, its answer, and the time of its leg alone.
    var proxy: Phrase {
        guard let leg = tree["proxy"], let address = proxyAddress else { return "" }
        let answer = [leg["status"]?.int.map(String.init), leg["reason"]?.string].compactMap(\.self)
        let asks = (leg["authentication"]?.elements ?? []).compactMap(\.string).joined(separator: ", ")
        let tls = [leg["tlsVersion"]?.string, leg["tlsMs"]?.double.map { "\(Self.decimal($0)) ms" }]
            .compactMap(\.self).joined(separator: " ")
        let parts = [
            "\(leg["scheme"]?.string ?? "proxy") \(address)", answer.joined(separator: " "),
            asks.isEmpty ? "" : "asks for \(asks)",
            leg["answerMs"]?.double.map { "after \(Self.decimal($0)) ms" } ?? "",
            tls.isEmpty ? "" : "(\(tls))",
        ]
        return Self.line(parts.map { $0.isEmpty ? nil : $0 })
    }

    /// What is wrong with the proxy's own certificate.
    var proxyWarning: Phrase {
        Phrase(
            tree["proxy"]?["certificateProblem"]?.string.map { "! its own certificate: \($0)" } ?? "",
            .caution)
    }

    /// Which ClientHello was sent.
    var sent: Phrase {
        guard let sent = tree["sent"], sent != .null else { return "" }
        func pieces(_ name: String) -> String? {
            sent[name]?.int.flatMap { $0 > 1 ? "in \($0.grouped) \(name)" : nil }
        }
        return Self.line([
            tree["template"]?.string, sent["sni"]?.string.map { "SNI \($0)" } ?? "no SNI",
            sent["bytes"]?.int.map { "\($0.grouped) bytes" }, pieces("records"), pieces("segments"),
            sent["ja4"]?.string.map { "JA4 \($0)" },
            tree["acked"]?.boolean == false ? "not acknowledged by TCP" : nil,
        ])
    }

    var settled: Phrase {
        let tickets = tree["tickets"]?.int.map { $0 == 0 ? "no ticket" : $0.counted("ticket") }
        return Self.line([
            tree["version"]?.string, tree["cipherSuite"]?.string, tree["group"]?.string,
            tree["alpn"]?.string.map { "ALPN \($0)" }, preSharedKey, isComplete ? tickets : nil,
            tree["downgradeSentinel"]?.string.map { "downgrade sentinel \($0)" },
            tree["ja3s"]?.string.map { "JA3S \($0)" },
        ])
    }

    private var preSharedKey: String? {
        guard let psk = tree["psk"], psk["offered"]?.boolean == true else { return nil }
        let kind = psk["kind"]?.string.map { "\($0) " } ?? ""
        return "\(kind)PSK \(psk["accepted"]?.boolean == true ? "accepted" : "offered, not accepted")"
    }

    var trust: Phrase {
        guard let trust = tree["trust"], let status = trust["status"]?.string else { return "" }
        let surely = trust["productConfidence"]?.string.map { " (confidence \($0))" } ?? ""
        let product = trust["product"]?.string.map { " by \($0)\(surely)" } ?? ""
        let anchor = trust["anchor"]?.string.map { ", anchor \($0)" } ?? ""
        let ink: Ink =
            switch status {
            case "expected", "public": .good
            case "incomplete": .caution
            default: .bad
            }
        return Phrase(status, ink) + Phrase("\(product)\(anchor)")
    }

    /// What the chain is worth under Apple's pin rule; empty for a host that Apple does not pin.
    var pin: Phrase {
        guard let pin = tree["trust"]?["pin"], let verdict = pin["verdict"]?.string else { return "" }
        let ink: Ink = verdict == "kept" ? .good : verdict == "broken" ? .bad : .caution
        let policy = pin["policy"]?.string.map { " Apple's rule \"\($0)\"" } ?? ""
        let version = pin["version"]?.int.map { ", list version \($0)" } ?? ""
        return Phrase(verdict, ink) + Phrase(policy + version)
    }

    /// One line a certificate from the leaf up: subject, issuer, validity, digest.
    var chain: [Phrase] {
        (tree["certificates"]?.elements ?? []).map { certificate in
            let (subject, issuer) = (certificate["subject"]?.string, certificate["issuer"]?.string)
            let isOwn = subject != nil && subject == issuer
            let parts = [
                subject, isOwn ? "self-issued" : issuer.map { "issued by \($0)" },
                certificate["notAfter"]?.string.map { "until \($0.prefix(10))" },
                certificate["sha256"]?.string.map { "sha256 \($0.prefix(16))…" },
            ]
            return parts.compactMap { $0.map { Phrase.solid($0) } }.joined(separator: ", ")
        }
    }

    /// What came of checking the server's proofs, and which came beside them.
    var proofs: Phrase {
        let verified = tree["verified"]
        let scheme = verified?["scheme"]?.string.map { " (\($0))" } ?? ""
        return Self.line([
            verified?["certificateVerify"]?.string.map { "CertificateVerify \($0)\(scheme)" },
            verified?["finished"]?.string.map { "Finished \($0)" }, staple, timestamps,
            tree["certificateCompression"]?.string.map { "certificates compressed (\($0))" },
        ])
    }

    private var staple: String? {
        guard let ocsp = tree["ocsp"], ocsp["stapled"]?.boolean == true else { return nil }
        let check = ocsp["verified"]?.string.map { " (\($0))" } ?? ""
        let revoked = ocsp["revokedAt"]?.string.map { " since \($0)" } ?? ""
        return "OCSP staple \(ocsp["status"]?.string ?? "unread")\(revoked)\(check)"
    }

    private var timestamps: String? {
        guard let leaf = tree["certificates"]?.elements.first else { return nil }
        let counts = [leaf["scts"]?.int, tree["tlsSCTs"]?.int, tree["ocsp"]?["scts"]?.int].compactMap(\.self)
        let sum = counts.reduce(0) { $0.addingReportingOverflow($1).partialValue }
        return sum > 0 ? sum.counted("SCT") : nil
    }

    /// Whether the server asked who is there, and what it got.
    var client: Phrase {
        guard tree["clientCertificateRequested"]?.boolean == true else { return "" }
        let names = (tree["acceptedAuthorities"]?.elements ?? []).compactMap(\.string)
        let more = names.count > 2 ? " and \((names.count - 2).grouped) more" : ""
        let authorities = names.isEmpty ? "" : " of \(names.prefix(2).joined(separator: "; "))\(more)"
        let answer = tree["clientCertificateSent"]?.boolean == true ? "one was sent" : "none was sent"
        return Phrase("the server asks for a certificate\(authorities); \(answer)")
    }

    /// The alert, what went wrong, what came instead of TLS, how long nothing came: what there is of it.
    var trouble: String {
        let alert = tree["alert"]
        let words = [
            alert?["direction"]?.string, alert?["level"]?.string, "alert", alert?["name"]?.string,
            alert?["code"]?.int.map { "(\($0))" },
        ]
        let parts = [
            alert?["name"] == nil ? nil : words.compactMap(\.self).joined(separator: " "),
            // The line of the proxy says it, in fewer words.
            endedAtProxy && tree["proxy"]?["status"]?.int != nil ? nil : tree["error"]?.string,
            tree["silenceMs"]?.double.map { "silent for \(Self.decimal($0 / 1000)) s" },
            endedAtProxy ? nil : tree["firstBytes"]?.string.map { "it begins: \(Self.beginning($0))" },
        ]
        return parts.compactMap(\.self).joined(separator: "; ")
    }

    private static func beginning(_ hex: String) -> String {
        let text = readable(hex: hex)
        return "\(text.prefix(64))\(text.count > 64 ? "…" : "")"
    }

    /// Each part stays on one line where it fits.
    static func line(_ parts: [String?]) -> Phrase {
        parts.compactMap { $0.map { Phrase.solid($0) } }.joined(separator: "  ")
    }
}
