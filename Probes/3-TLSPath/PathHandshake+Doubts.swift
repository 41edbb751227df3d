import TLSHandshake

extension PathHandshake {
    /// What was sent as server name, where somebody chose another one than the host's, or none.
    ///
    /// Such a handshake tells how the host treats that name. No device sends it.
    var otherNameSent: String? {
        guard let sent = transcript.sent else { return nil }
        guard let name = sent.sni?.lowercased(), !name.isEmpty else {
            // An address has no server name, and records of other tools may not say what was sent.
            let isKnown = sent.extensions.map { !$0.contains("server_name") } ?? false
            return isKnown && host.contains(where: \.isLetter) && !host.contains(":") ? "no name" : nil
        }
        let bare = name.hasSuffix(".") ? String(name.dropLast()) : name
        return bare == host ? nil : bare
    }
}

extension HandshakeTranscript {
    /// Names of the alerts by which a server says that it wanted a certificate of the client.
    ///
    /// Source: RFC 8446 section 6.2 (116); RFC 5246 section 7.4.6 for the older ones.
    private static let certificateAlerts: Set<String> = [
        "certificate_required", "bad_certificate", "handshake_failure",
    ]

    /// Whether the server asked for a client certificate, got none, and ended the handshake for it.
    var isRefusedForItsCertificate: Bool {
        guard outcome == .alert, clientCertificateSent != true, alert?.direction != "sent",
            let name = alert?.name
        else { return false }
        if name == "certificate_required" { return true }
        return clientCertificateRequested == true && Self.certificateAlerts.contains(name)
    }
}
