internal import OpenFormats

/// The property list of a `TokenUpdate`, looked at for one key only.
///
/// Source: `apple-enrollment.md` 5.5: the last raw `TokenUpdate` is kept as it came.
enum TokenUpdateText {
    private static let key = Array("<key>AwaitingConfiguration</key>".utf8)
    private static let yes = Array("<true/>".utf8)

    /// Whether the text says that the device waits in Setup Assistant.
    static func isAwaiting(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        while index + key.count <= range.upperBound {
            guard ByteHash.equal(bytes, index..<(index + key.count), key.span, 0) else {
                index += 1
                continue
            }
            index += key.count
            while index < range.upperBound, bytes[index] <= 0x20 { index += 1 }
            return index + yes.count <= range.upperBound
                && ByteHash.equal(bytes, index..<(index + yes.count), yes.span, 0)
        }
        return false
    }
}
