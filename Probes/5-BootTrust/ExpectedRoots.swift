import CaseReading
import Casework
import CertificateChains

/// The roots in which the chains of Apple's enrolment hosts end.
///
/// Source: AE 4.1 for Apple's own, AE 4.2 for the public ones that Apple's pin rules admit.
enum ExpectedRoots {
    /// The public anchors of Apple's pin rules, by their SHA-256.
    static let publicAnchors: Set<String> = [
        "7431e5f4c3c1ce4690774f0b61e05440883ba9a01ed00ba6abd7806ed3b118cf",  // DigiCert High Assurance EV
        "cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f",  // DigiCert Global Root G2
        "31ad6648f8104138c738f39ea4320133393e3a18cc02296ef97c2ac9ef6731d0",  // DigiCert Global Root G3
        "d7a7a0fb5d7e2731d771e9484ebcdef71d5f0c3e0a2948782bc83ee0ea699ef4",  // AAA Certificate Services
        "1793927a0614549789adce2f8f34f7f0b66d0f3ae3a3b84d21ec15dbba4fadc7",  // COMODO ECC
        "e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2",  // USERTrust RSA
    ]

    static func holds(_ root: Casework.Fingerprint, beside given: Set<Casework.Fingerprint>) -> Bool {
        given.contains(root) || publicAnchors.contains(root.hex) || AppleRoots.name(sha256: root.hex) != nil
    }
}

extension BootTrustFacts {
    /// Takes the roots that device records name, and those that the case expects.
    ///
    /// Complexity: O(devices), where the case holds device records at all.
    mutating func takeRoots(of evidence: CaseEvidence) {
        let anchors = evidence.profile.anchors.flatMap { (try? PEMFile($0.bytes))?.certificates ?? [] }
        expectedRoots = Set(evidence.profile.rootFingerprints)
        for anchor in anchors {
            if let print = Casework.Fingerprint(CertificateFacts(der: anchor).sha256) {
                expectedRoots.insert(print)
            }
        }
        guard evidence.supplied.contains(Supply(.devices, .device)) else { return }
        for ordinal in 0..<max(0, evidence.fleet.count) {
            let device = evidence.fleet.device(ordinal)
            guard let view = device.onDevice, let root = view.rootFingerprint else { continue }
            reportedRoots.append(
                ReportedRoot(
                    device: ordinal, name: device.serial ?? device.udid ?? "device \(ordinal)", root: root,
                    at: view.at, citation: view.citation))
        }
    }
}
