#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A reason why a file cannot be opened or read.
enum FileFault: Error, Hashable, CustomStringConvertible {
    case missing
    /// A folder, pipe, socket or device stands in its place.
    case notAFile
    case denied
    case tooLarge(limit: Int)
    case other(Int32)

    init(errno code: Int32) {
        self =
            switch code {
            case ENOENT, ENOTDIR: .missing
            case EACCES, EPERM: .denied
            default: .other(code)
            }
    }

    var description: String {
        switch self {
        case .missing: "there is no such file"
        case .notAFile: "not a regular file"
        case .denied: "permission denied"
        case .tooLarge(let limit): "larger than the limit of \(limit) bytes"
        case .other(let code): unsafe String(cString: strerror(code))
        }
    }
}

/// An open regular file that is read once from its start to its end.
///
/// A pipe or device is refused rather than waited for.
final class RegularFile {
    /// What is read from the file system in one go.
    static let chunkBytes = 256 << 10

    let size: Int
    /// The permission bits, as in `chmod`.
    let mode: UInt32
    private let descriptor: Int32

    /// Opens a file; a pipe only where it is expected.
    ///
    /// Throws: `FileFault`.
    init(path: String, acceptsPipe: Bool = false) throws(FileFault) {
        let opened = unsafe open(path, O_RDONLY | O_CLOEXEC | (acceptsPipe ? 0 : O_NONBLOCK))
        guard opened >= 0 else { throw FileFault(errno: errno) }
        var status = stat()
        guard unsafe fstat(opened, &status) == 0 else {
            let code = errno
            _ = close(opened)
            throw FileFault(errno: code)
        }
        let type = status.st_mode & S_IFMT
        guard type == S_IFREG || (acceptsPipe && type == S_IFIFO) else {
            _ = close(opened)
            throw .notAFile
        }
        descriptor = opened
        size = Int(clamping: status.st_size)
        mode = UInt32(status.st_mode) & 0o7777
    }

    deinit { _ = close(descriptor) }

    /// Fills a buffer as far as the file goes and returns how many bytes came; 0 at its end.
    ///
    /// - Parameter offset: where in the buffer the bytes go.
    func read(into buffer: inout [UInt8], at offset: Int = 0) throws(FileFault) -> Int {
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { whole in
                let bytes = unsafe UnsafeMutableRawBufferPointer(rebasing: whole[min(offset, whole.count)...])
                #if canImport(Darwin)
                return unsafe Darwin.read(descriptor, bytes.baseAddress, bytes.count)
                #elseif canImport(Musl)
                return unsafe Musl.read(descriptor, bytes.baseAddress, bytes.count)
                #else
                return unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
                #endif
            }
            if count >= 0 { return count }
            guard errno == EINTR else { throw FileFault(errno: errno) }
        }
    }

    /// The whole of a small file.
    static func bytes(of path: String, limit: Int, acceptsPipe: Bool = false) throws(FileFault) -> [UInt8] {
        let file = try RegularFile(path: path, acceptsPipe: acceptsPipe)
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(chunkBytes, max(1, limit + 1)))
        while case let count = try file.read(into: &buffer), count > 0 {
            guard result.count + count <= limit else { throw .tooLarge(limit: limit) }
            result.append(contentsOf: buffer[..<count])
        }
        return result
    }
}

/// The path with every symbolic link followed; `nil` for what is not there.
func resolvedPath(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
}

/// Whether a path is a folder.
func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
