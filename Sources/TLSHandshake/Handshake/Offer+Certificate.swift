extension Offer {
    /// The ways of compression that the server may use for its chain.
    private var certificateCompressions: [CertificateCompressionAlgorithm] {
        (try? hello.extensions.decode(CompressCertificate.self))?.algorithms ?? []
    }

    /// The messages in which the server's chain may come.
    var certificateTypes: [HandshakeType] {
        certificateCompressions.isEmpty ? [.certificate] : [.certificate, .compressedCertificate]
    }

    /// Reads the server's chain and how it was compressed, if it was.
    func certificate(
        in message: HandshakeMessage
    ) throws(Deviation) -> (certificate: Certificate, compression: CertificateCompressionAlgorithm?) {
        guard message.type == .compressedCertificate else {
            return (try message.checked(Certificate.self), nil)
        }
        let compressed = try message.checked(CompressedCertificate.self)
        guard certificateCompressions.contains(compressed.algorithm) else {
            throw Deviation(
                "certificate compression \(compressed.algorithm) was not offered",
                in: .message(message.type), at: HandshakeMessage.headerLength, alert: .illegalParameter)
        }
        let plain: HandshakeMessage
        do throws(WireError) { plain = try compressed.uncompressed() } catch {
            throw Deviation(error, in: message.type)
        }
        return (try plain.checked(Certificate.self), compressed.algorithm)
    }
}
