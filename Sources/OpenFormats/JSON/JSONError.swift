/// A reason why bytes are not a JSON document, and where that shows.
///
/// Units: offset in bytes, 0-based.   Source: RFC 8259.
public struct JSONError: Error, Sendable, Hashable {
    /// What was expected, or which rule was broken.
    public enum Reason: UInt8, Sendable, Hashable, CaseIterable {
        case expectedValue, expectedKey, expectedColon, expectedCommaOrBrace, expectedCommaOrBracket
        case expectedObject, expectedArray, expectedString, expectedNumber
        case invalidLiteral, invalidNumber, controlCharacter, invalidEscape, loneSurrogate, invalidUTF8
        case unexpectedEnd, trailingBytes
        /// Every other byte is zero.
        case otherEncoding
        case tooDeep, documentTooLong, stringTooLong, tooManyMembers
    }

    /// The rule that was broken.
    public let reason: Reason
    /// The byte at which it was broken.
    public let offset: Int
    /// The byte found there; nil at the end of input.
    public let found: UInt8?

    public init(_ reason: Reason, at offset: Int, found: UInt8? = nil) {
        self.reason = reason
        self.offset = offset
        self.found = found
    }

    @usableFromInline
    init(_ reason: Reason, at offset: Int, in bytes: Span<UInt8>) {
        guard offset >= 0, offset < bytes.count else {
            self.init(.unexpectedEnd, at: bytes.count)
            return
        }
        // Text of another encoding breaks a rule at once, and that rule would not help anybody.
        let isEncoded = offset < 4 && Self.isUTF16(bytes)
        self.init(isEncoded ? .otherEncoding : reason, at: offset, found: bytes[offset])
    }

    /// Whether a document is written in UTF-16 or UTF-32, with a byte order mark or without.
    ///
    /// Source: RFC 4627 section 3: the first two characters are ASCII, so the zeros tell.
    static func isUTF16(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count >= 4 else { return false }
        switch (bytes[0], bytes[1], bytes[2], bytes[3]) {
        case (0xFF, 0xFE, _, _), (0xFE, 0xFF, _, _): return true
        case (0, 0, 0xFE, 0xFF), (0, 0, 0, 1...): return true
        case (1..., 0, 1..., 0), (0, 1..., 0, 1...), (1..., 0, 0, 0): return true
        default: return false
        }
    }
}

extension JSONError: CustomStringConvertible {
    public var description: String {
        var text = "JSON: \(reason.words) at byte \(offset)"
        if let found {
            let printable = found > 0x20 && found < 0x7F
            text += printable ? ", found \"\(Unicode.Scalar(found))\"" : ", found 0x\(Hex.text([found]))"
        }
        return text
    }
}

extension JSONError.Reason {
    /// The rule in words.
    public var words: String {
        switch self {
        case .expectedValue: "expected a value"
        case .expectedKey: "expected a key in quotation marks"
        case .expectedColon: "expected a colon"
        case .expectedCommaOrBrace: "expected a comma or a closing brace"
        case .expectedCommaOrBracket: "expected a comma or a closing bracket"
        case .expectedObject: "expected an object"
        case .expectedArray: "expected an array"
        case .expectedString: "expected a string"
        case .expectedNumber: "expected a number"
        case .invalidLiteral: "expected true, false or null"
        case .invalidNumber: "a number that RFC 8259 does not allow"
        case .controlCharacter: "a control character inside a string"
        case .invalidEscape: "an escape that RFC 8259 does not allow"
        case .loneSurrogate: "half a surrogate pair"
        case .invalidUTF8: "bytes that are not UTF-8"
        case .unexpectedEnd: "the input ends too early"
        case .trailingBytes: "more bytes after the document"
        case .otherEncoding: "UTF-16 or UTF-32, where RFC 8259 asks for UTF-8"
        case .tooDeep: "nesting deeper than the limit"
        case .documentTooLong: "document longer than the limit"
        case .stringTooLong: "string longer than the limit"
        case .tooManyMembers: "more members than the limit"
        }
    }
}
