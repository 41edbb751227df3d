package import CertificateChains
package import TLSHandshake

/// The files of a client's certificate and key, read into an identity.
package enum ClientIdentityFiles {
    /// What is wrong, and with which of the two files.
    package enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case certificate(CertificateFileError)
        case key(PrivateKeyFile.Problem)
        case pair(ClientIdentity.Problem)

        package var description: String {
            switch self {
            case .certificate(let problem): "the certificate: \(problem)"
            case .key(let problem): "the key: \(problem)"
            case .pair(let problem): problem.description
            }
        }
    }

    /// Reads the chain, the client's own certificate first, and the key; both may be the same bytes.
    package static func read(certificate: [UInt8], key: [UInt8]) throws(Problem) -> ClientIdentity {
        let chain: [[UInt8]]
        do { chain = try PEMFile(certificate).certificates } catch { throw .certificate(error) }
        let signer: SigningKey
        do { signer = try PrivateKeyFile(key).key } catch { throw .key(error) }
        do { return try ClientIdentity(chain: chain, key: signer) } catch { throw .pair(error) }
    }
}
