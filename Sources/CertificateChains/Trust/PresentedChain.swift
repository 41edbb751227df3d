import SwiftASN1
import X509

/// The presented certificates, read twice: as facts, all of them, and as the verifier reads them.
struct PresentedChain {
    /// The most certificates that take part in the search.
    ///
    /// Chains on the web have two to five; RFC 8446
    /// bounds only their total size.
    static let searchLimit = 32

    let facts: [CertificateFacts]
    /// The first ``searchLimit`` ones, absent where the verifier cannot use one.
    let usable: [Certificate?]

    init(_ presented: [[UInt8]]) {
        self.facts = presented.map(CertificateFacts.init(der:))
        self.usable = presented.prefix(Self.searchLimit).map { der in
            der.count <= CertificateReader.byteLimit ? try? Certificate(derEncoded: der) : nil
        }
    }

    var leaf: Certificate? { usable.first ?? nil }

    /// Why a certificate cannot take part, absent if it can.
    func obstacle(at index: Int) -> String? {
        guard index < usable.count, usable[index] == nil else { return nil }
        let certificate = facts[index]
        let which = index == 0 ? "the leaf" : "certificate \(index + 1)"
        if certificate.signature == "rsassaPss" {
            return "\(which) is signed with RSASSA-PSS, which cannot be verified here"
        }
        if let problem = certificate.problem { return "\(which) cannot be read: \(problem)" }
        return "\(which) uses what cannot be verified here: key \(certificate.key.text), "
            + "signature \(certificate.signature)"
    }

    /// The indices from the leaf up, as far as presented certificates have signed one another.
    ///
    /// Complexity: at most ``searchLimit`` steps of as many signature checks.
    func walk() -> [Int] {
        guard leaf != nil else { return facts.isEmpty ? [] : [0] }
        var path = [0]
        while path.count < usable.count, let top = path.last, let certificate = usable[top] {
            let issuer = usable.indices.first { index in
                guard !path.contains(index), let candidate = usable[index] else { return false }
                return candidate.subject == certificate.issuer && candidate.hasSigned(certificate)
            }
            guard let issuer else { break }
            path.append(issuer)
        }
        return path
    }
}

extension Certificate {
    /// Whether this certificate's key made the signature of the other one.
    func hasSigned(_ other: Certificate) -> Bool {
        publicKey.isValidSignature(other.signature, for: other)
    }
}
