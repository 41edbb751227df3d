import OpenFormats

/// The bytes of a file or pipe from its start to its end, inflated where they are gzip.
///
/// Memory: one chunk for gzip, else none.
final class ByteSource {
    /// What ended the bytes early; those before were handed on.
    private(set) var fault: String?
    /// Bytes read so far as they lie in the file.
    private(set) var bytesRead = 0
    /// The size of a regular file; 0 for a pipe.
    let size: Int
    private let file: RegularFile
    private let inflater: GzipInflater?
    /// Bytes that were read or inflated and not yet handed on.
    private var pending: [UInt8] = []
    private var handed = 0
    private var isOver = false
    private var compressed: [UInt8] = []

    init(path: String, limits: ReadingLimits) throws(FileFault) {
        file = try RegularFile(path: path, acceptsPipe: true)
        size = file.size
        var start = [UInt8](repeating: 0, count: 1 << 16)
        var count = 0
        // A pipe may hand its first two bytes over one by one.
        while count < 2, case let more = try file.read(into: &start, at: count), more > 0 { count += more }
        bytesRead = count
        start.removeLast(start.count - count)
        let isGzip = count >= 2 && start[0] == 0x1F && start[1] == 0x8B
        inflater = isGzip ? GzipInflater(limits: limits) : nil
        if isGzip {
            inflate(start[...])
            compressed = [UInt8](repeating: 0, count: RegularFile.chunkBytes)
        } else {
            pending = start
        }
    }

    /// Fills a buffer from an offset on and returns how many bytes came; 0 at the end.
    func read(into buffer: inout [UInt8], at offset: Int) -> Int {
        var offset = offset
        let start = offset
        while offset < buffer.count {
            if handed < pending.count {
                let count = min(buffer.count - offset, pending.count - handed)
                buffer.replaceSubrange(offset..<(offset + count), with: pending[handed..<(handed + count)])
                handed += count
                offset += count
            } else if isOver || fault != nil {
                break
            } else if inflater != nil {
                refill()
            } else {
                pending = []
                handed = 0
                let count = take(&buffer, at: offset)
                guard count > 0 else { break }
                offset += count
            }
        }
        return offset - start
    }

    private func refill() {
        pending.removeAll(keepingCapacity: true)
        handed = 0
        let count = take(&compressed, at: 0)
        if count > 0 { return inflate(compressed[..<count]) }
        guard fault == nil, let inflater else { return }
        do throws(GzipInflater.Fault) { try inflater.finish() } catch { fault = "\(error)" }
    }

    private func inflate(_ bytes: ArraySlice<UInt8>) {
        do throws(GzipInflater.Fault) {
            try inflater?.read(bytes) { chunk in
                unsafe chunk.withUnsafeBufferPointer { unsafe pending.append(contentsOf: $0) }
            }
        } catch {
            fault = "\(error)"
        }
    }

    private func take(_ buffer: inout [UInt8], at offset: Int) -> Int {
        do throws(FileFault) {
            let count = try file.read(into: &buffer, at: offset)
            bytesRead += count
            if count == 0 { isOver = true }
            return count
        } catch {
            fault = "\(error)"
            return 0
        }
    }
}
