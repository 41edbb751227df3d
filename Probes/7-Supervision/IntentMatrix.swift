import Casework
import ProbeKit

/// What is known of MDM products and the intent `supervised_only`.
///
/// A table of statements with source and date; a product or version without a row is unknown, never good.
/// Source: field guide FG-7.6 and FG-C. Date: 2026-04, the seeds' own.
struct IntentMatrix: Sendable {
    /// One statement about a range of versions.
    struct Row: Sendable {
        /// Letters and digits of the names that a case may use, in lower case.
        let products: Set<String>
        let name: String
        let from: VersionNumber?
        /// Not included.
        let below: VersionNumber?
        let standing: Standing
        let rule: String
        /// `nil` where the source says exactly this; else what the row adds to it.
        let reservation: String?
    }

    enum Standing: Sendable, Hashable {
        /// Validates the tenant's identity before it builds the profile.
        case validates
        /// Builds an unsupervised profile although the tenant asks for supervision.
        case ignores
    }

    static let date = "2026-04"

    static let rows: [Row] = [
        Row(
            products: ["kandji", "iru"], name: "Kandji", from: [2, 22], below: nil, standing: .ignores,
            rule: "FG-7.6, FG-C", reservation: nil),
        Row(
            products: ["jamfpro", "jamf"], name: "Jamf Pro", from: [11, 5, 1], below: nil,
            standing: .validates,
            rule: "FG-7.6", reservation: nil),
        Row(
            products: ["jamfpro", "jamf"], name: "Jamf Pro", from: nil, below: [11, 5, 1], standing: .ignores,
            rule: "FG-7.6",
            reservation:
                "the field guide says that Jamf Pro validates from 11.5.1 on; that earlier versions do not "
                + "is concluded from it"),
    ]

    /// What the table says of one product in one version.
    enum Answer: Sendable {
        case known(Row, VersionNumber)
        /// Why nothing is known.
        case unknown(String)
    }

    static func answer(vendor: String?, version: String?) -> Answer {
        guard let vendor, !vendor.isEmpty else { return .unknown("the case does not name the MDM") }
        let key = vendor.lowercased().filter { $0.isLetter || $0.isNumber }
        let mine = rows.filter { $0.products.contains(key) }
        guard !mine.isEmpty else { return .unknown("the vendor matrix has no row for \(vendor)") }
        guard let version, !version.isEmpty else {
            return .unknown("the case does not name the version of \(vendor)")
        }
        guard let number = VersionNumber(version) else {
            return .unknown("'\(version.prefix(40))' is no version number")
        }
        let row = mine.first { row in
            (row.from.map { $0 <= number } ?? true) && (row.below.map { number < $0 } ?? true)
        }
        return row.map { .known($0, number) }
            ?? .unknown("the vendor matrix says nothing of \(vendor) \(number)")
    }
}
