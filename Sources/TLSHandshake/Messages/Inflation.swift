internal import CZlib

/// Undoes the compression of zlib, into exactly the space that was asked for.
///
/// Source: RFC 1950.
enum Inflation {
    /// Why a stream is not what it was said to be.
    enum Failure: Error, Hashable, CustomStringConvertible {
        case damaged
        case shorter(Int)
        case longer
        case trailing(Int)

        var description: String {
            switch self {
            case .damaged: "no whole zlib stream"
            case .shorter(let count): "\(count) bytes"
            case .longer: "more bytes"
            case .trailing(let count): "\(count) bytes behind the end of the stream"
            }
        }
    }

    /// The `count` bytes that the stream holds.
    static func inflate(_ stream: [UInt8], to count: Int) throws(Failure) -> [UInt8] {
        var (given, used, code) = (uLongf(clamping: count), uLong(clamping: stream.count), Z_DATA_ERROR)
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            unsafe stream.withUnsafeBufferPointer { source in
                guard let output = buffer.baseAddress, let input = source.baseAddress else { return }
                code = unsafe uncompress2(output, &given, input, &used)
            }
            // zlib fills from the front and says how far, also when it fails.
            initialized = code == Z_OK ? Int(clamping: given) : 0
        }
        switch code {
        case Z_OK where bytes.count < count: throw .shorter(bytes.count)
        case Z_OK where used < stream.count: throw .trailing(stream.count - Int(clamping: used))
        case Z_OK: return bytes
        case Z_BUF_ERROR: throw .longer
        case _: throw .damaged
        }
    }
}
