package import CaseReading
package import Casework
import OpenFormats

/// What the tenant's diagnostic endpoint says about the path on which it was asked.
///
/// Source: field guide FG-3.7; no document of Apple knows it.
package struct DiagnosticAnswer: Sendable, Hashable {
    package var host: String
    package var keepsServerName: Bool?
    package var takesPSK: Bool?
    package var chainIsValid: Bool?
    package var citation: Citation

    package init(host: String, citation: Citation) {
        self.host = host
        self.citation = citation
    }

    /// The end of its path.
    private static let path = "/v2/diag"

    /// Reads the answer out of an exchange; `nil` for any other exchange, and for an answer that says nothing.
    package init?(_ exchange: HTTPExchange) {
        guard exchange.path == Self.path, (200..<300).contains(exchange.status),
            let body = exchange.responseBody, let answer = try? JSONValue(parsing: body),
            let part = answer["ztna_compatibility"] ?? answer["data"]?["ztna_compatibility"]
        else { return nil }
        self.init(host: exchange.host, citation: exchange.citation)
        keepsServerName = part["sni_preserved"]?.bool
        takesPSK = part["psk_supported"]?.bool
        chainIsValid = part["cert_chain_valid"]?.bool
        guard keepsServerName != nil || takesPSK != nil || chainIsValid != nil else { return nil }
    }
}
