import CertificateChains

extension ChainJudgement {
    var isTrusted: Bool { status == .expected || status == .public }

    /// The status, but the name of an inspection product in a chain that nobody vouches for settles it.
    ///
    /// A name that is a weak sign accuses nobody on its own: private roots of an MDM may bear it too.
    var standing: Status? {
        guard product != nil, !isTrusted, status != .intercepted else { return status }
        return productConfidence == InspectionProduct.Confidence.low.rawValue ? status : .intercepted
    }

    /// How sure it is that somebody inspects, as opposed to which product does.
    ///
    /// A name of Apple's under a root that is neither Apple's nor public is inspected, whoever does it.
    var inspectionConfidence: String {
        status == .intercepted ? "high" : productConfidence ?? "medium"
    }

    /// `Zscaler ZIA`, `probably Sophos`, `an unidentified gateway`.
    var inspector: String {
        guard let product else { return "an unidentified gateway" }
        switch productConfidence {
        case "low": return "perhaps \(product)"
        case "medium": return "probably \(product)"
        default: return product
        }
    }

    /// One sentence on who inspects and how sure that is, with what the product is known to do.
    var inspectionWords: String {
        guard let product else {
            return
                "No known product uses such names; that the connection is inspected is certain all the same."
        }
        var words = "The issuer's name is that of \(product) (confidence \(productConfidence ?? "medium"))."
        guard let behaviour = InspectionProduct.named(product)?.behaviour else { return words }
        if behaviour.stripsPostQuantum == true {
            words += " It takes post-quantum groups out of the ClientHello."
        }
        if let page = behaviour.blockPage { words += " Its block page is at \(page)." }
        if let remark = behaviour.remark {
            words += " \(remark.prefix(1).uppercased())\(remark.dropFirst())."
        }
        return words
    }
}
