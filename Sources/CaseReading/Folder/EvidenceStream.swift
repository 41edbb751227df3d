import Crypto
import OpenFormats

/// One pass over a file: its bytes are hashed as they lie there, inflated where they are gzip or a zip of one
/// file, and handed on.
struct EvidenceStream {
    /// What a file was, once it was read to its end.
    struct Outcome {
        /// Lower-case hex of the file as it lies in the case.
        var sha256 = ""
        /// The size after inflation.
        var inflatedBytes = 0
        var isGzip = false
        /// What ended the reading early; the bytes before it were handed on.
        var fault: String?
    }

    let limits: ReadingLimits

    /// Reads a file.
    ///
    /// Throws: `FileFault` where it cannot be opened.    Memory: two chunks.
    func read(_ path: String, into deliver: (Span<UInt8>) -> Void) throws(FileFault) -> Outcome {
        let file = try RegularFile(path: path)
        var outcome = Outcome()
        var digest = SHA256()
        var inflater: GzipInflater?
        var archive: ZipReader?
        var buffer = [UInt8](repeating: 0, count: RegularFile.chunkBytes)
        var isFirst = true
        while true {
            let count: Int
            do { count = try file.read(into: &buffer) } catch {
                outcome.fault = "\(error)"
                break
            }
            guard count > 0 else { break }
            unsafe buffer.withUnsafeBytes {
                unsafe digest.update(bufferPointer: .init(rebasing: $0[..<count]))
            }
            if isFirst, count > 1, buffer[0] == 0x1F, buffer[1] == 0x8B {
                inflater = GzipInflater(limits: limits)
                outcome.isGzip = true
            } else if isFirst, count > 4, buffer.starts(with: ZipReader.signature) {
                archive = ZipReader(limits: limits)
            }
            isFirst = false
            guard outcome.fault == nil else { continue }
            if let archive {
                unpack(buffer[..<count], archive, into: deliver, &outcome)
            } else {
                hand(buffer, count, inflater, into: deliver, &outcome)
            }
        }
        if outcome.fault == nil, let archive {
            do throws(ZipReader.Fault) { try archive.finish() } catch { outcome.fault = "\(error)" }
        }
        if outcome.fault == nil, let inflater {
            do throws(GzipInflater.Fault) { try inflater.finish() } catch { outcome.fault = "\(error)" }
        }
        outcome.sha256 = Hex.text(digest.finalize())
        return outcome
    }

    private func hand(
        _ buffer: [UInt8], _ count: Int, _ inflater: GzipInflater?, into deliver: (Span<UInt8>) -> Void,
        _ outcome: inout Outcome
    ) {
        guard let inflater else {
            outcome.inflatedBytes += count
            guard outcome.inflatedBytes <= limits.inflatedBytes else {
                outcome.fault = "larger than \(limits.inflatedBytes) bytes"
                return
            }
            deliver(buffer.span.extracting(..<count))
            return
        }
        do throws(GzipInflater.Fault) { try inflater.read(buffer[..<count], into: deliver) } catch {
            outcome.fault = "\(error)"
        }
        outcome.inflatedBytes = inflater.inflatedBytes
    }

    private func unpack(
        _ chunk: ArraySlice<UInt8>, _ archive: ZipReader, into deliver: (Span<UInt8>) -> Void,
        _ outcome: inout Outcome
    ) {
        do throws(ZipReader.Fault) { try archive.read(chunk, into: deliver) } catch {
            outcome.fault = "\(error)"
        }
        outcome.inflatedBytes = archive.inflatedBytes
    }

    /// The digest of a file that nobody reads.
    func digest(of path: String) throws(FileFault) -> String {
        let file = try RegularFile(path: path)
        var digest = SHA256()
        var buffer = [UInt8](repeating: 0, count: RegularFile.chunkBytes)
        while case let count = try file.read(into: &buffer), count > 0 {
            unsafe buffer.withUnsafeBytes {
                unsafe digest.update(bufferPointer: .init(rebasing: $0[..<count]))
            }
        }
        return Hex.text(digest.finalize())
    }

    /// The first bytes of a file after inflation, for a look at what it is; empty where there are none.
    func head(of path: String, bytes wanted: Int) throws(FileFault) -> [UInt8] {
        let file = try RegularFile(path: path)
        var buffer = [UInt8](repeating: 0, count: wanted)
        let count = try file.read(into: &buffer)
        var result: [UInt8] = []
        if count > 4, buffer.starts(with: ZipReader.signature) {
            try? ZipReader(limits: limits).read(buffer[..<count]) { chunk in
                let room = min(chunk.count, max(0, wanted - result.count))
                result.append(contentsOf: chunk.array(0..<room))
            }
            return result
        }
        guard count > 1, buffer[0] == 0x1F, buffer[1] == 0x8B else { return Array(buffer[..<count]) }
        // A damaged end still leaves a head to look at.
        try? GzipInflater(limits: limits).read(buffer[..<count]) { chunk in
            let room = min(chunk.count, max(0, wanted - result.count))
            result.append(contentsOf: chunk.array(0..<room))
        }
        return result
    }
}
