package import CaseReading
import Casework
import CertificateChains

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension SupervisionFacts {
    /// Compares the anchors of each profile with the chains that the profile's own host presented.
    ///
    /// A device trusts the anchors of a profile alone for the MDM's host: neither Apple's roots nor public ones count.
    package mutating func judgeAnchors(of evidence: CaseEvidence) async {
        let anchored = adeProfiles.filter { !$0.anchorCertificates.isEmpty }
        guard !anchored.isEmpty else { return }
        let chains = PresentedChainFile.all(in: evidence)
        for profile in anchored {
            guard let host = profile.host else { continue }
            let trust = ChainTrust(anchors: profile.anchorCertificates, publicRoots: .unread)
            for chain in chains where chain.host == nil || chain.host == host {
                let second = CertificateTime(secondsSince1970: chain.at.microseconds / 1_000_000)
                let verdict = await trust.judge(
                    presented: chain.certificates, for: HostIdentity(host), at: second)
                let isGood = verdict.anchorKind == .given
                // What a gateway presents is layer 3's matter, whatever the anchors are.
                if !isGood, let product = verdict.product, product.confidence > .low { continue }
                anchorChecks.append(
                    AnchorCheck(
                        profile: profile.label, host: host, fault: isGood ? nil : verdict.reason,
                        anchors: profile.anchorCertificates.map { CertificateFacts(der: $0).subject.text },
                        presented: chain.certificates.last.map { CertificateFacts(der: $0).issuer.text },
                        evidence: [profile.citation, chain.citation]))
            }
        }
    }
}

extension ADEProfile {
    /// How a report names the profile.
    var label: String { name ?? uuid ?? "an unnamed profile" }

    /// The host of the MDM's URL in lower case, without a port.
    var host: String? {
        guard let url else { return nil }
        let host = HTTPExchange(url: url, status: 0, citation: citation).host
        return host.isEmpty ? nil : host
    }
}

/// A chain that the evidence holds as bytes, leaf first.
struct PresentedChainFile {
    /// `nil` for a file that says only that it is the MDM server's.
    let host: String?
    let certificates: [[UInt8]]
    let at: Instant
    let citation: Citation

    /// The most certificates of one file that are looked at; a chain has three.
    private static let longestChain = 16

    /// The members of a transcript that are asked for.
    private struct Transcript: Decodable {
        struct Certificate: Decodable {
            let der: String?
        }

        let serverName: String?
        let startedAt: String?
        let certificates: [Certificate]?
    }

    /// Chains of handshakes, and certificate files of the role `mdm-server`.
    static func all(in evidence: CaseEvidence) -> [Self] {
        let decoder = JSONDecoder()
        let seen = evidence.handshakes.compactMap { record -> Self? in
            guard let transcript = try? decoder.decode(Transcript.self, from: Data(record.json)),
                let host = transcript.serverName?.lowercased()
            else { return nil }
            let named = transcript.certificates ?? []
            let certificates = named.compactMap { $0.der.flatMap { Data(base64Encoded: $0) }.map(Array.init) }
            guard !certificates.isEmpty, certificates.count == named.count else { return nil }
            let bare = host.split(separator: ":").first.map(String.init) ?? host
            return Self(
                host: bare, certificates: certificates,
                at: record.citation.observedAt ?? evidence.asOf, citation: record.citation)
        }
        let files = evidence.certificates.filter { $0.role == EvidenceRole("mdm-server") }.compactMap {
            file in
            (try? PEMFile(file.bytes)).map { pem in
                Self(
                    host: nil, certificates: Array(pem.certificates.prefix(longestChain)), at: evidence.asOf,
                    citation: file.citation)
            }
        }
        return seen + files.filter { !$0.certificates.isEmpty }
    }
}
