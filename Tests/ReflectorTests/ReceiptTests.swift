import Crypto
import Foundation
import TLSHandshake
import Testing

@testable import Reflector

/// Whether a receipt holds what it says.
struct ReceiptTests {
    typealias Reflection = HandshakeTranscript.Reflection

    private static let ed25519 = Curve25519.Signing.PrivateKey()
    private static let p256 = P256.Signing.PrivateKey()

    /// The file that `openssl genpkey -algorithm ed25519` writes.
    private static var ed25519PEM: String {
        let prefix: [UInt8] = [
            0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
        ]
        let der = Data(prefix) + ed25519.rawRepresentation
        return "-----BEGIN PRIVATE KEY-----\n\(der.base64EncodedString())\n-----END PRIVATE KEY-----\n"
    }

    private static var record: Reflection {
        var record = Reflection()
        record.receivedAt = "2026-04-17T12:00:00.250Z"
        record.sni = "mdm.example.test"
        record.cipherSuites = ["TLS_AES_128_GCM_SHA256"]
        record.bytes = 1_541
        return record
    }

    private static func signers() throws -> [ReceiptSigner] {
        try [ed25519PEM, p256.pemRepresentation].map { try ReceiptSigner(pem: Array($0.utf8)) }
    }

    @Test func aReceiptIsValid() throws {
        for signer in try Self.signers() {
            let signed = try signer.sign(Self.record)
            #expect(signed.verdict() == .valid)
            #expect(signed.verdict(expecting: signer.publicKey) == .valid)
            let judged = signed.judged(expecting: signer.publicKey)
            #expect(judged.signature == "valid")
            #expect(judged.signedBy.map { "sha256:\($0)" } == signer.publicKey.description)
            #expect(judged.verdict() == .valid, "what is added later is not covered")
        }
        #expect(Self.record.verdict() == .unsigned)
        #expect(Self.record.judged().signature == "unsigned")
    }

    @Test func anotherKeyIsSaid() throws {
        let signers = try Self.signers()
        let signed = try signers[0].sign(Self.record)
        #expect(Self.record.verdict(expecting: signers[0].publicKey) == .missing, "a key was expected")
        #expect(signed.verdict(expecting: signers[1].publicKey) == .otherKey)
        #expect(
            signed.verdict(expecting: ReflectorKey("sha256:" + String(repeating: "00", count: 32)))
                == .otherKey)
    }

    @Test func anyChangeIsFound() throws {
        for signer in try Self.signers() {
            let signed = try signer.sign(Self.record)
            var changed = signed
            changed.sni = "gateway.example.test"
            #expect(changed.verdict() == .invalid)
            for path in [\Reflection.Receipt.payload, \.signature, \.key, \.algorithm] {
                var broken = signed
                broken.receipt?[keyPath: path] = nil
                #expect(broken.verdict() == .invalid)
                broken.receipt?[keyPath: path] = "AAAA"
                #expect(broken.verdict() == .invalid)
            }
            var claimed = signed
            claimed.receipt?.keySHA256 = String(repeating: "00", count: 32)
            #expect(claimed.verdict(expecting: signer.publicKey) == .valid, "only the key itself counts")
        }
    }

    @Test func aReceiptSurvivesItsLine() throws {
        let signed = try Self.signers()[0].sign(Self.record)
        let line = try JSONEncoder().encode(signed)
        #expect(try JSONDecoder().decode(Reflection.self, from: line) == signed)
    }

    @Test(arguments: [
        "", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
        P384.Signing.PrivateKey().pemRepresentation, P256.Signing.PrivateKey().publicKey.pemRepresentation,
    ])
    func otherFilesAreRefused(_ text: String) {
        let error = #expect(throws: IdentityError.self) { _ = try ReceiptSigner(pem: Array(text.utf8)) }
        #expect(error?.description.contains("encrypted") == true)
        let body = text.split(separator: "\n").dropFirst().first.map(String.init) ?? "?"
        #expect(error?.description.contains(body) == false)
    }

    @Test func aPinIsReadFromDigitsAndFromAFile() throws {
        let key = Self.p256.publicKey
        let pin = ReflectorKey(subjectPublicKeyInfo: Array(key.derRepresentation))
        #expect(ReflectorKey(pem: Array(key.pemRepresentation.utf8)) == pin)
        #expect(ReflectorKey(pin.description) == pin)
        #expect(ReflectorKey(pin.description.uppercased()) == pin)
        for text in ["", "sha256:", "sha256:00", "sha1:00", "sha256:" + String(repeating: "0g", count: 32)] {
            #expect(ReflectorKey(text) == nil)
        }
        #expect(ReflectorKey(pem: Array("-----END PUBLIC KEY-----\n-----BEGIN PUBLIC KEY-----".utf8)) == nil)
    }
}
