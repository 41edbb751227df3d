/// Hexadecimal text, as fingerprints and identifiers are written.
public enum Hex {
    /// The value of one hexadecimal digit; nil for any other byte.
    @inlinable
    public static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// Bytes as hexadecimal text.
    public static func text(_ bytes: some Sequence<UInt8>, uppercase: Bool = false) -> String {
        var text: [UInt8] = []
        let letter: UInt8 = uppercase ? 0x37 : 0x57
        for byte in bytes {
            for nibble in [byte >> 4, byte & 15] {
                text.append(nibble < 10 ? 0x30 + nibble : letter + nibble)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes that hexadecimal text stands for; colons, spaces and hyphens between pairs are dropped.
    ///
    /// Returns nil for any other byte and for half a pair.
    public static func bytes(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for byte in text {
            if let nibble = digit(byte) {
                if let upper = high {
                    bytes.append(upper << 4 | nibble)
                    high = nil
                } else {
                    high = nibble
                }
            } else if high != nil || (byte != 0x3A && byte != 0x20 && byte != 0x2D) {
                return nil
            }
        }
        return high == nil ? bytes : nil
    }

    /// The bytes that hexadecimal text stands for.
    public static func bytes(_ text: String) -> [UInt8]? { bytes(text.utf8) }
}
