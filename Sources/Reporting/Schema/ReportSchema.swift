/// The JSON Schemas (draft 2020-12) that `report schema` prints, by the name of what they describe.
package enum ReportSchema: String, Sendable, Hashable, CaseIterable {
    case report, path, device, inspection

    /// The schema's text, with a line feed at the end.
    package var text: String {
        switch self {
        case .report: Self.reportText
        case .path: Self.pathText
        case .device: Self.deviceText
        case .inspection: Self.inspectionText
        }
    }
}
