/// The printable start of bytes that were meant to be something else.
struct FirstLine: CustomStringConvertible {
    let description: String

    init(_ bytes: [UInt8]) {
        let line = bytes.prefix { $0 != 0x0A && $0 != 0x0D }.prefix(80)
        let isText = !line.isEmpty && line.allSatisfy { (0x20...0x7E).contains($0) }
        description = isText ? String(decoding: line, as: UTF8.self) : "\(bytes.count) bytes that are no text"
    }
}
