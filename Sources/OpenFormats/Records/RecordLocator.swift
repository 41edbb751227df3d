/// The place of a record in its file, as a report names it.
///
/// Units: lines and elements count from 1.
public enum RecordLocator: Sendable, Hashable, CustomStringConvertible {
    /// The line of a file with one record a line.
    case line(Int)
    /// The element of a list, counted through all pages of the file.
    case element(Int)

    /// The number of the line or of the element.
    public var number: Int {
        switch self {
        case .line(let number), .element(let number): number
        }
    }

    public var description: String {
        switch self {
        case .line(let number): "line \(number)"
        case .element(let number): "element \(number)"
        }
    }
}
