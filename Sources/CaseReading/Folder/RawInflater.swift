import CZlib

/// Inflates one deflate stream chunk by chunk, and says where it ends.
///
/// Memory: one output chunk.    Source: RFC 1951.
@safe final class RawInflater {
    /// A window of 32 KiB and no header.
    private static let rawWindow: Int32 = -15

    private(set) var isAtEnd = false
    // zlib keeps the address of its stream, so it must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var isOpen = false
    private var output = [UInt8](repeating: 0, count: RegularFile.chunkBytes)

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        unsafe isOpen =
            inflateInit2_(stream, Self.rawWindow, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        if isOpen { _ = unsafe inflateEnd(stream) }
        unsafe stream.deallocate()
    }

    /// Takes compressed bytes, hands on what they hold, and returns how many of them it used.
    ///
    /// Returns nil for bytes that are no deflate stream, or where zlib gives no memory.
    func read(_ input: ArraySlice<UInt8>, into deliver: (Span<UInt8>) -> Bool) -> Int? {
        guard isOpen else { return nil }
        var consumed = 0
        while !isAtEnd {
            let (code, used, given) = step(input.dropFirst(consumed))
            consumed += used
            if given > 0, !deliver(output.span.extracting(..<given)) { return consumed }
            switch code {
            case Z_STREAM_END: isAtEnd = true
            case Z_OK: if given < output.count, consumed == input.count { return consumed }
            case Z_BUF_ERROR: return consumed
            default: return nil
            }
        }
        return consumed
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

    /// The check sum of bytes after those that gave `sum`.
    static func checksum(_ sum: UInt, _ bytes: Span<UInt8>) -> UInt {
        unsafe bytes.withUnsafeBufferPointer {
            unsafe UInt(crc32(uLong(sum), $0.baseAddress, UInt32(clamping: $0.count)))
        }
    }
}
