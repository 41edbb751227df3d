import TLSHandshake

/// What `--psk` takes: `IDENTITY=SECRETREF`, with `;sha256` or `;sha384` behind it.
///
/// It is parsed from a plain string in `validate()`, because ArgumentParser repeats a value that it cannot
/// convert, and that value may be a secret by mistake.
struct PSKArgument: Hashable, Sendable {
    /// What is wrong with the argument or the key that it leads to.
    enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// No identity, or no `=` behind it.
        case form
        case identityLength(Int)
        case secret(SecretReference.Problem)

        var description: String {
            switch self {
            case .form:
                "takes IDENTITY=SECRETREF, as in client1=env:PSK_HEX or \"client1=file:key.hex;sha384\""
            case .identityLength(let count):
                "the identity has \(count) bytes, more than \(PreSharedKey.maximumIdentity)"
            case .secret(let problem): "\(problem)"
            }
        }
    }

    let identity: String
    let reference: SecretReference
    let hash: HashAlgorithm

    /// The identity ends at the `=` before the reference, so that it may hold others.
    init(_ text: String) throws(Problem) {
        var rest = text[...]
        var hash = HashAlgorithm.sha256
        for (suffix, choice) in [(";sha256", HashAlgorithm.sha256), (";sha384", .sha384)]
        where rest.hasSuffix(suffix) {
            rest = rest.dropLast(suffix.count)
            hash = choice
            break
        }
        let forms = ["=env:", "=file:", "=fd:"].compactMap { rest.firstRange(of: $0)?.lowerBound }
        guard let equals = forms.min() ?? rest.firstIndex(of: "="), equals > rest.startIndex else {
            throw .form
        }
        identity = String(rest[..<equals])
        guard identity.utf8.count <= PreSharedKey.maximumIdentity else {
            throw .identityLength(identity.utf8.count)
        }
        do { reference = try SecretReference(rest[rest.index(after: equals)...]) } catch {
            throw .secret(error)
        }
        self.hash = hash
    }

    /// Reads the secret, which is in hex, and makes the key.
    func key() throws(Problem) -> PreSharedKey {
        let bytes: [UInt8]
        do { bytes = try reference.load() } catch { throw .secret(error) }
        guard let secret = Hex.decode(String(decoding: bytes, as: UTF8.self)), !secret.isEmpty else {
            throw .secret(.notHex(reference.description))
        }
        guard let key = PreSharedKey(external: Array(identity.utf8), secret: secret, hash: hash) else {
            throw .form
        }
        return key
    }
}
