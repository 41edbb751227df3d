package import OpenFormats

/// A reason why a record is not in the ledger.
package enum RecordError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The bytes are not JSON.
    case json(JSONError)
    /// The record is JSON, but no object.
    case notAnObject
    /// The record has neither serial nor UDID.
    case noIdentity
    /// The serial or UDID is not text.
    case identityOfWrongType(path: String)
    /// The serial or UDID is longer than any is.
    case identityTooLong(path: String, bytes: Int)
    /// No dialect has its serial or UDID where this record has one.
    case unrecognised
    /// A spreadsheet turned the serial into a number, and its characters are lost.
    case mangledSerial(path: String, text: String)
    /// The ledger has no place for more records.
    case ledgerFull

    package var description: String {
        switch self {
        case .json(let error): error.description
        case .notAnObject: "device record: expected an object"
        case .noIdentity: "device record: neither serial nor UDID"
        case .identityOfWrongType(let path): "device record: \(path) is not text"
        case .identityTooLong(let path, let bytes): "device record: \(path) has \(bytes) bytes"
        case .unrecognised: "device record: no known dialect"
        case .mangledSerial(let path, let text):
            "device record: \(path) is \(text), a serial that a spreadsheet turned into a number"
        case .ledgerFull: "device record: the ledger is full"
        }
    }

    /// Whether the record may be no device but hold some.
    var mayBeWrapping: Bool { self == .noIdentity || self == .unrecognised }
}
