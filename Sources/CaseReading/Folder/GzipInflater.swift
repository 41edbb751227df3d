import CZlib

/// Inflates a gzip file chunk by chunk, also one of several members after another.
///
/// Memory: one output chunk.    Source: RFC 1952.
@safe final class GzipInflater {
    /// A reason why a gzip file ends before its end.
    enum Fault: Error, Hashable, CustomStringConvertible {
        /// The offset counts bytes of the compressed file.
        case damaged(offset: Int, String)
        case truncated
        case tooLarge(limit: Int)
        case bomb(ratio: Int)

        var description: String {
            switch self {
            case .damaged(let offset, let words): "gzip damaged near byte \(offset) (\(words))"
            case .truncated: "gzip ends too early"
            case .tooLarge(let limit): "inflates to more than \(limit) bytes"
            case .bomb(let ratio): "inflates to more than \(ratio) times its size"
            }
        }
    }

    /// Windows of 32 KiB, and a gzip header before them.
    private static let gzipWindow: Int32 = 15 + 16

    private(set) var inflatedBytes = 0
    private var readBytes = 0
    private let limits: ReadingLimits
    // zlib keeps the address of its stream, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var isOpen = false
    private var isAtMemberEnd = false
    private var output = [UInt8](repeating: 0, count: RegularFile.chunkBytes)

    init(limits: ReadingLimits) {
        self.limits = limits
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        unsafe isOpen =
            inflateInit2_(stream, Self.gzipWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        if isOpen { _ = unsafe inflateEnd(stream) }
        unsafe stream.deallocate()
    }

    /// Takes the next compressed bytes and hands on what they hold.
    func read(_ chunk: ArraySlice<UInt8>, into deliver: (Span<UInt8>) -> Void) throws(Fault) {
        guard isOpen else { throw .damaged(offset: 0, "zlib gives no memory") }
        var left = chunk
        while !left.isEmpty {
            if isAtMemberEnd {
                // Zeros after the last member are padding, as tape blocks and some servers write it.
                guard let next = left.firstIndex(where: { $0 != 0 }) else { return }
                left = left[next...]
                isAtMemberEnd = false
                _ = unsafe inflateReset(stream)
            }
            let used = try inflateOnce(left, into: deliver)
            readBytes += used
            left = left.dropFirst(used)
        }
    }

    /// Checks that the last member was whole.
    func finish() throws(Fault) {
        guard isAtMemberEnd || readBytes == 0 else { throw .truncated }
    }

    /// One round of zlib: as much input as it takes, until the output no longer fills.
    private func inflateOnce(
        _ input: ArraySlice<UInt8>, into deliver: (Span<UInt8>) -> Void
    ) throws(Fault) -> Int {
        var consumed = 0
        var isDry = false
        while !isDry {
            let (code, used, given) = step(input.dropFirst(consumed))
            consumed += used
            inflatedBytes += given
            if given > 0 { deliver(output.span.extracting(..<given)) }
            guard inflatedBytes <= limits.inflatedBytes else { throw .tooLarge(limit: limits.inflatedBytes) }
            let ratio = inflatedBytes / max(1, readBytes + consumed)
            guard inflatedBytes <= limits.bombBytes || ratio <= limits.inflationRatio else {
                throw .bomb(ratio: limits.inflationRatio)
            }
            switch code {
            case Z_STREAM_END:
                isAtMemberEnd = true
                isDry = true
            case Z_OK: isDry = given < output.count && consumed == input.count
            case Z_BUF_ERROR: isDry = true
            default:
                let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "code \(code)"
                throw .damaged(offset: readBytes + consumed, words)
            }
        }
        return isAtMemberEnd ? consumed : input.count
    }

    private func step(_ input: ArraySlice<UInt8>) -> (code: Int32, used: Int, given: Int) {
        let (result, leftIn, leftOut) = unsafe input.withUnsafeBufferPointer { source in
            unsafe output.withUnsafeMutableBufferPointer { sink in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                unsafe stream.pointee.avail_in = UInt32(clamping: source.count)
                unsafe stream.pointee.next_out = sink.baseAddress
                unsafe stream.pointee.avail_out = UInt32(clamping: sink.count)
                let code = unsafe inflate(stream, Z_NO_FLUSH)
                return unsafe (code, Int(stream.pointee.avail_in), Int(stream.pointee.avail_out))
            }
        }
        return (result, input.count - leftIn, output.count - leftOut)
    }
}
