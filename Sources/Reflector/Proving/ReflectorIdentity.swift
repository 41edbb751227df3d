import Crypto
import NIOCore
import NIOSSL
import TLSHandshake

/// The certificate that a reflector shows, and its key.
package struct ReflectorIdentity: Sendable {
    let chain: [NIOSSLCertificate]
    let key: NIOSSLPrivateKey
    /// SHA-256 of the first certificate, as lowercase hex.
    package let fingerprint: String

    init(chain: [NIOSSLCertificate], key: NIOSSLPrivateKey) throws(IdentityError) {
        guard let first = chain.first, let der = try? first.toDERBytes() else {
            throw IdentityError("there is no certificate")
        }
        self.chain = chain
        self.key = key
        fingerprint = Hex.encode(Array(SHA256.hash(data: der)))
    }

    /// Takes a chain, the server's own certificate first, and its private key, both in PEM.
    ///
    /// Throws: ``IdentityError``, also for a key that is encrypted or is not the certificate's.
    package init(certificatePEM: [UInt8], keyPEM: [UInt8]) throws(IdentityError) {
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(certificatePEM), !chain.isEmpty else {
            throw IdentityError("the certificate file holds no certificate in PEM")
        }
        guard let key = try? NIOSSLPrivateKey(bytes: keyPEM, format: .pem) else {
            throw IdentityError("the key file holds no unencrypted private key in PEM")
        }
        try self.init(chain: chain, key: key)
        guard (try? serverContext()) != nil else {
            throw IdentityError("the key is not that of the first certificate")
        }
    }

    /// The TLS server: every version that the library has, and HTTP/1.1 alone.
    ///
    /// A gateway that shows its client what the far end chose (many do) then speaks HTTP/1.1 to both, and the
    /// question behind the handshake gets through.
    func serverContext() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv1
        configuration.applicationProtocols = ["http/1.1"]
        configuration.renegotiationSupport = .none
        configuration.shutdownTimeout = .seconds(1)
        return try NIOSSLContext(configuration: configuration)
    }
}
