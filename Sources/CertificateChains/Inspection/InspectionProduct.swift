/// A product that ends TLS on the way, and how sure its name makes one.
package struct InspectionProduct: Sendable, Hashable {
    /// How surely the names of its certificates tell it from anything else.
    package enum Confidence: String, Sendable, Hashable, CaseIterable, Comparable {
        case low, medium, high

        package static func < (lhs: Confidence, rhs: Confidence) -> Bool { lhs.rank < rhs.rank }

        private var rank: Int {
            switch self {
            case .low: 0
            case .medium: 1
            case .high: 2
            }
        }
    }

    /// What it is known to do to a connection besides the chain; absent where nobody has published it.
    package struct Behaviour: Sendable, Hashable {
        /// A host to which its block page redirects.
        package var blockPage: String?
        /// Whether it takes the post-quantum groups out of the ClientHello.
        package var stripsPostQuantum: Bool?
        /// Whether the staple of the server is lost behind it.
        package var dropsStaple: Bool?
        /// One sentence.
        package var remark: String?
    }

    package var id: String
    package var name: String
    package var confidence: Confidence
    package var behaviour = Behaviour()
    var rules: [NameRule]

    init(
        _ id: String, _ name: String, _ confidence: Confidence, _ rules: [NameRule],
        _ behaviour: Behaviour = Behaviour()
    ) {
        self.id = id
        self.name = name
        self.confidence = confidence
        self.rules = rules
        self.behaviour = behaviour
    }

    /// The product with this name.
    package static func named(_ name: String) -> InspectionProduct? { table.first { $0.name == name } }

    /// The surest product to which one of the issuers belongs.
    ///
    /// Only issuers count: a leaf may be a vendor's own, what signs it is what inspects.
    package static func recognise(issuers: [DirectoryName]) -> InspectionProduct? {
        let issuers = Set(issuers).map(ComparedName.init)
        let found = table.filter { product in
            issuers.contains { issuer in product.rules.contains { $0.matches(issuer) } }
        }
        return Confidence.allCases.reversed().lazy
            .compactMap { level in found.first { $0.confidence == level } }.first
    }

    /// The same for names as a transcript writes them.
    package static func recognise(issuerTexts: [String]) -> InspectionProduct? {
        recognise(issuers: issuerTexts.compactMap(DirectoryName.init(text:)))
    }
}
