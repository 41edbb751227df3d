/// Base 64 as bodies and signatures write it.
///
/// Source: RFC 4648 sections 4 and 5.
enum Base64 {
    /// The bytes; line breaks and missing padding are forgiven, any other character makes it `nil`.
    static func bytes(_ text: String) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count / 4 * 3)
        var word: UInt32 = 0
        var count = 0
        var padding = 0
        for byte in text.utf8 {
            let digit: UInt8
            switch byte {
            case 0x41...0x5A: digit = byte - 0x41
            case 0x61...0x7A: digit = byte - 0x47
            case 0x30...0x39: digit = byte + 4
            case 0x2B, 0x2D: digit = 62
            case 0x2F, 0x5F: digit = 63
            case 0x3D:
                padding += 1
                continue
            case 0x09, 0x0A, 0x0D, 0x20: continue
            default: return nil
            }
            guard padding == 0 else { return nil }
            word = word << 6 | UInt32(digit)
            count += 1
            if count % 4 == 0 {
                result.append(contentsOf: [
                    UInt8(word >> 16 & 255), UInt8(word >> 8 & 255), UInt8(word & 255),
                ])
                word = 0
            }
        }
        guard padding <= 2 else { return nil }
        switch count % 4 {
        case 2: result.append(UInt8(word >> 4 & 255))
        case 3: result.append(contentsOf: [UInt8(word >> 10 & 255), UInt8(word >> 2 & 255)])
        case 1: return nil
        default: break
        }
        return result
    }
}
