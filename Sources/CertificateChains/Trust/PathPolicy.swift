#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import SwiftASN1
@_spi(FixedExpiryValidationTime) import X509

/// The rules of RFC 5280 at a given time, behind a limit on the work that name constraints may cause.
///
/// Subject alternative names, extended key usage and key usage may be critical: ``ChainTrust`` answers the
/// first two on their own, and the third is not policed by the rules used here.
struct PathPolicy: VerifierPolicy, Sendable {
    /// The most comparisons of a name with a constraint on one path.
    ///
    /// A path from the web needs a few
    /// hundred; the denial-of-service cases of x509-limbo need millions.
    static let comparisonLimit = 50_000

    private let rules: RFC5280Policy

    init(at time: CertificateTime) {
        self.rules = RFC5280Policy(
            fixedExpiryValidationTime: Date(timeIntervalSince1970: Double(time.secondsSince1970)))
    }

    var verifyingCriticalExtensions: [ASN1ObjectIdentifier] {
        rules.verifyingCriticalExtensions + [
            .X509ExtensionID.subjectAlternativeName, .X509ExtensionID.extendedKeyUsage,
        ]
    }

    func chainMeetsPolicyRequirements(chain: UnverifiedCertificateChain) async -> PolicyEvaluationResult {
        var names = 0
        var constraints = 0
        for certificate in chain {
            names += ((try? certificate.extensions.subjectAlternativeNames)?.count ?? 0)
            names += certificate.subject.count
            guard let limits = try? certificate.extensions.nameConstraints else { continue }
            constraints += limits.permittedSubtrees.count + limits.excludedSubtrees.count
        }
        let (comparisons, overflow) = names.multipliedReportingOverflow(by: constraints)
        if overflow || comparisons > Self.comparisonLimit {
            let reason = "\(names) names under \(constraints) name constraints are too many to compare"
            return .failsToMeetPolicy(reason: reason)
        }
        return rules.chainMeetsPolicyRequirements(chain: chain)
    }
}
