package import Casework

/// What the anchors of one enrolment profile make of one chain that the MDM's host presents.
package struct AnchorCheck: Sendable, Hashable {
    /// The profile's name or UUID.
    package let profile: String
    package let host: String
    /// Why the chain ends in none of the anchors; `nil` where it does.
    package let fault: String?
    /// Subjects of the anchors.
    package let anchors: [String]
    /// The last issuer of what was presented.
    package let presented: String?
    package let evidence: [Citation]

    package init(
        profile: String, host: String, fault: String?, anchors: [String], presented: String?,
        evidence: [Citation]
    ) {
        self.profile = profile
        self.host = host
        self.fault = fault
        self.anchors = anchors
        self.presented = presented
        self.evidence = evidence
    }
}
