/// Reads a zip archive that holds one file, from its start to that file's end, chunk by chunk.
///
/// A portal hands out its exports this way. Folders and what macOS adds under `__MACOSX` do not count; a
/// second file is refused, because which one is meant nobody said.
/// Memory: one chunk.    Source: PKWARE APPNOTE 6.3.10, 4.3.7 (local header), 4.3.9 (data descriptor).
final class ZipReader {
    /// A reason why an archive cannot be read.
    enum Fault: Error, Hashable, CustomStringConvertible {
        case damaged(String)
        case truncated
        case empty
        case encrypted
        case unsupported(method: Int)
        case severalFiles(String)
        case tooLarge(limit: Int)
        case bomb(ratio: Int)

        var description: String {
            switch self {
            case .damaged(let words): "zip damaged (\(words))"
            case .truncated: "zip ends too early"
            case .empty: "zip holds no file"
            case .encrypted: "zip is encrypted; unpack it first"
            case .unsupported(let method): "zip uses compression method \(method); unpack it first"
            case .severalFiles(let name):
                "zip holds more than one file, the second is \(name); unpack it first"
            case .tooLarge(let limit): "inflates to more than \(limit) bytes"
            case .bomb(let ratio): "inflates to more than \(ratio) times its size"
            }
        }
    }

    private enum Place {
        case header
        case stored(left: Int)
        case deflated(RawInflater)
        /// After a file: its descriptor, where it has one, and the next signature.
        case between(hasDescriptor: Bool)
        case done
    }

    /// The first bytes of a local header.
    static let signature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
    private static let headerBytes = 30
    /// The longest descriptor: its signature, a check sum and two sizes of 64 bits.
    private static let descriptorBytes = 24
    private static let isEncrypted = 1, hasDescriptor = 8

    private(set) var inflatedBytes = 0
    private let limits: ReadingLimits
    private var place = Place.header
    /// Bytes that were not used yet.
    private var kept: [UInt8] = []
    private var readBytes = 0
    private var checksum: UInt = 0
    private var expected: UInt = 0
    /// Whether the present entry is the file that is wanted.
    private var isWanted = false
    private var hasFile = false

    init(limits: ReadingLimits) { self.limits = limits }

    /// Takes the next bytes of the archive and hands on what the file holds.
    func read(_ chunk: ArraySlice<UInt8>, into deliver: (Span<UInt8>) -> Void) throws(Fault) {
        readBytes += chunk.count
        kept.append(contentsOf: chunk)
        while try advance(into: deliver) {}
    }

    /// Checks that the file was whole.
    func finish() throws(Fault) {
        guard case .done = place else { throw .truncated }
        guard hasFile else { throw .empty }
    }

    /// One step; false where more bytes are needed, or none.
    private func advance(into deliver: (Span<UInt8>) -> Void) throws(Fault) -> Bool {
        switch place {
        case .header: return try header()
        case .stored(let left): return try stored(left, into: deliver)
        case .deflated(let inflater): return try deflated(inflater, into: deliver)
        case .between(let hasDescriptor): return try between(hasDescriptor)
        case .done:
            kept = []
            return false
        }
    }

    private func header() throws(Fault) -> Bool {
        guard kept.count >= Self.headerBytes else { return false }
        let (nameBytes, extraBytes) = (number(26, 2), number(28, 2))
        let whole = Self.headerBytes + nameBytes + extraBytes
        guard kept.count >= whole else { return false }
        let flags = number(6, 2)
        let name = String(decoding: kept[Self.headerBytes..<(Self.headerBytes + nameBytes)], as: UTF8.self)
        isWanted = !name.hasSuffix("/") && !name.hasPrefix("__MACOSX/") && !name.hasSuffix(".DS_Store")
        if isWanted {
            guard !hasFile else { throw .severalFiles(String(name.prefix(80))) }
            guard flags & Self.isEncrypted == 0 else { throw .encrypted }
            hasFile = true
        }
        (checksum, expected) = (0, UInt(number(14, 4)))
        let isOpenEnded = flags & Self.hasDescriptor != 0
        switch number(8, 2) {
        case 0:
            let size = number(18, 4)
            guard !isOpenEnded || size > 0, size < 0xFFFF_FFFF else {
                throw .damaged("a stored file without its size")
            }
            hasOpenEnd = isOpenEnded
            place = .stored(left: size)
        case 8:
            hasOpenEnd = isOpenEnded
            place = .deflated(RawInflater())
        case let method: throw .unsupported(method: method)
        }
        kept.removeFirst(whole)
        return true
    }

    /// Whether the check sum of the present entry stands after it.
    private var hasOpenEnd = false

    private func stored(_ left: Int, into deliver: (Span<UInt8>) -> Void) throws(Fault) -> Bool {
        let count = min(left, kept.count)
        let taken = Array(kept.prefix(count))
        kept.removeFirst(count)
        if count > 0 { try hand(taken.span, into: deliver) }
        place = count == left ? .between(hasDescriptor: hasOpenEnd) : .stored(left: left - count)
        return count == left
    }

    private func deflated(_ inflater: RawInflater, into deliver: (Span<UInt8>) -> Void) throws(Fault) -> Bool
    {
        guard !kept.isEmpty else { return false }
        var fault: Fault?
        let input = kept
        let used = inflater.read(input[...]) { chunk in
            do throws(Fault) { try hand(chunk, into: deliver) } catch { fault = error }
            return fault == nil
        }
        if let fault { throw fault }
        guard let used else { throw .damaged("no deflate stream near byte \(readBytes - kept.count)") }
        kept.removeFirst(used)
        guard inflater.isAtEnd else { return false }
        place = .between(hasDescriptor: hasOpenEnd)
        return true
    }

    private func hand(_ chunk: Span<UInt8>, into deliver: (Span<UInt8>) -> Void) throws(Fault) {
        inflatedBytes += chunk.count
        guard inflatedBytes <= limits.inflatedBytes else { throw .tooLarge(limit: limits.inflatedBytes) }
        guard inflatedBytes <= limits.bombBytes || inflatedBytes / max(1, readBytes) <= limits.inflationRatio
        else { throw .bomb(ratio: limits.inflationRatio) }
        guard isWanted else { return }
        checksum = RawInflater.checksum(checksum, chunk)
        deliver(chunk)
    }

    private func between(_ hasDescriptor: Bool) throws(Fault) -> Bool {
        let room = hasDescriptor ? Self.descriptorBytes : 0
        // The central directory follows the last file, and is longer than any descriptor.
        guard kept.count >= room + 4 else { return false }
        var start: Int?
        for offset in 0...room where start == nil && isSignature(at: offset) { start = offset }
        guard let start else { throw .damaged("no entry where one should begin") }
        if hasDescriptor, start >= 12 {
            let isMarked = kept.starts(with: [0x50, 0x4B, 0x07, 0x08])
            expected = UInt(number(isMarked ? 4 : 0, 4))
        }
        guard !isWanted || checksum == expected else { throw .damaged("its check sum is wrong") }
        place = kept[start + 2] == 0x03 ? .header : .done
        kept.removeFirst(start)
        return true
    }

    /// Whether a local header or the central directory begins here.
    private func isSignature(at offset: Int) -> Bool {
        guard kept[offset] == 0x50, kept[offset + 1] == 0x4B else { return false }
        return (kept[offset + 2] == 3 && kept[offset + 3] == 4)
            || (kept[offset + 2] == 1 && kept[offset + 3] == 2)
    }

    /// A little-endian number of the header.
    private func number(_ offset: Int, _ bytes: Int) -> Int {
        (0..<bytes).reversed().reduce(0) { $0 << 8 | Int(kept[offset + $1]) }
    }
}
