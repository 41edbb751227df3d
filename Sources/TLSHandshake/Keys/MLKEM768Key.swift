internal import Crypto

/// A private key that opens what was encapsulated to its public key; for systems that may lack the algorithm.
protocol DecapsulationKey: Sendable {
    var publicKey: [UInt8] { get }

    /// The secret, or `nil` when the ciphertext has the wrong length.
    func sharedSecret(in ciphertext: [UInt8]) -> [UInt8]?
}

/// How long the parts of ML-KEM-768 are.
///
/// Units: bytes. Source: FIPS 203 table 3.
enum MLKEM768Sizes {
    static let publicKey = 1184
    static let ciphertext = 1088
}

/// A private key of ML-KEM-768.
///
/// A ciphertext that was not made for it gives another secret, not an error: the records then do not decrypt.
@available(macOS 26, *)
struct MLKEM768Key: DecapsulationKey {
    private let key: MLKEM768.PrivateKey

    /// Fails only if the system gives no randomness.
    init?() {
        guard let key = try? MLKEM768.PrivateKey.generate() else { return nil }
        self.key = key
    }

    var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    func sharedSecret(in ciphertext: [UInt8]) -> [UInt8]? {
        guard ciphertext.count == MLKEM768Sizes.ciphertext, let secret = try? key.decapsulate(ciphertext)
        else { return nil }
        return unsafe secret.withUnsafeBytes { unsafe Array($0) }
    }
}
