import Casework

/// The lines of a handshake transcript, read out of its JSON by field name; what is missing gives an empty line.
struct Transcript {
    let tree: JSONTree

    var outcome: String { tree["outcome"]?.string ?? "unknown" }
    var isComplete: Bool { outcome == "completed" }
    var ink: Ink { isComplete ? .good : .bad }
    var address: String? { tree["address"]?.string }

    /// Each stage that was reached, with its time since the start: `connect 12.4 ms`.
    var stages: [Phrase] {
        (tree["stages"]?.elements ?? []).map { stage in
            let name = stage["name"]?.string ?? "?"
            let time = stage["atMs"]?.double.map { " \(Self.decimal($0)) ms" } ?? ""
            return .solid(name) + .solid(time, .faint)
        }
    }

    var settled: Phrase {
        let parts = [
            tree["version"]?.string, tree["cipherSuite"]?.string, tree["group"]?.string,
            tree["alpn"]?.string.map { "ALPN \($0)" }, pre("PSK ", tree["psk"]?["accepted"]?.boolean),
            tree["ja3s"]?.string.map { "JA3S \($0)" },
        ]
        return Self.line(parts)
    }

    var trust: Phrase {
        guard let trust = tree["trust"], let status = trust["status"]?.string else { return "" }
        let product = trust["product"]?.string.map { " by \($0)" } ?? ""
        let anchor = trust["anchor"]?.string.map { ", anchor \($0)" } ?? ""
        let ink: Ink =
            switch status {
            case "expected", "public": .good
            case "incomplete": .caution
            default: .bad
            }
        return Phrase(status, ink) + Phrase("\(product)\(anchor)")
    }

    /// One line a certificate from the leaf up: subject, issuer, validity, digest.
    var chain: [String] {
        (tree["certificates"]?.elements ?? []).map { certificate in
            let parts = [
                certificate["subject"]?.string, certificate["issuer"]?.string.map { "issued by \($0)" },
                certificate["notAfter"]?.string.map { "until \($0)" },
                certificate["sha256"]?.string.map { "sha256 \($0.prefix(16))…" },
            ]
            return parts.compactMap { $0 }.joined(separator: ", ")
        }
    }

    /// What came of checking the server's proofs, with the signature's scheme.
    var verified: String {
        let verified = tree["verified"]
        let scheme = verified?["scheme"]?.string.map { " (\($0))" } ?? ""
        let parts = [
            verified?["certificateVerify"]?.string.map { "CertificateVerify \($0)\(scheme)" },
            verified?["finished"]?.string.map { "Finished \($0)" },
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }

    /// Which ClientHello was sent.
    var sent: Phrase {
        guard let sent = tree["sent"], sent != .null else { return "" }
        let parts = [
            tree["template"]?.string, sent["sni"]?.string.map { "SNI \($0)" } ?? "no SNI",
            sent["bytes"]?.int.map { "\($0.grouped) bytes" }, sent["ja4"]?.string.map { "JA4 \($0)" },
        ]
        return Self.line(parts)
    }

    /// The alert, what went wrong, what came instead of TLS, how long nothing came: what there is of it.
    var trouble: String {
        let alert = tree["alert"]
        let words = [
            alert?["direction"]?.string, alert?["level"]?.string, "alert", alert?["name"]?.string,
            alert?["code"]?.int.map { "(\($0))" },
        ]
        let parts = [
            alert?["name"] == nil ? nil : words.compactMap { $0 }.joined(separator: " "),
            tree["error"]?.string,
            tree["silenceMs"]?.double.map { "silent for \(Self.decimal($0 / 1000)) s" },
            tree["firstBytes"]?.string.map { "first bytes \($0.prefix(64))\($0.count > 64 ? "…" : "")" },
        ]
        return parts.compactMap { $0 }.joined(separator: "; ")
    }

    /// Each part stays on one line where it fits.
    private static func line(_ parts: [String?]) -> Phrase {
        parts.compactMap { $0.map { Phrase.solid($0) } }.joined(separator: "  ")
    }

    private func pre(_ words: String, _ flag: Bool?) -> String? {
        flag.map { words + ($0 ? "yes" : "no") }
    }

    /// With one decimal, and never in exponents.
    private static func decimal(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        guard tenths.isFinite, abs(tenths) < 1e15 else { return "?" }
        let whole = Int64(tenths)
        let sign = whole < 0 ? "-" : ""
        return "\(sign)\(whole.magnitude / 10).\(whole.magnitude % 10)"
    }
}
