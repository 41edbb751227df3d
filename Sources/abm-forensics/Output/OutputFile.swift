#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

enum OutputError: Error, CustomStringConvertible {
    case cannotWrite(String, code: Int32 = errno)

    var description: String {
        switch self {
        case .cannotWrite(let path, let code):
            "\(path) cannot be written: \(unsafe String(cString: strerror(code)))"
        }
    }
}

/// A file, or standard output, that bytes are written to in order.
struct OutputFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    static let standardOutput: Int32 = 1

    /// Replaces what is there; readable by everybody like any report, unless the umask says otherwise.
    init(path: String) throws {
        descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        self.path = path
        guard descriptor >= 0 else { throw OutputError.cannotWrite(path) }
    }

    /// Opens a file that holds secrets: nobody but its owner may read it, whatever it was before.
    init(secretsAt path: String, isAppended: Bool) throws {
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (isAppended ? O_APPEND : O_TRUNC)
        descriptor = unsafe open(path, flags, 0o600)
        self.path = path
        guard descriptor >= 0, fchmod(descriptor, 0o600) == 0 else { throw OutputError.cannotWrite(path) }
    }

    deinit { close(descriptor) }

    func write(_ text: String) throws { try write(Data(text.utf8)) }

    func write(_ bytes: [UInt8]) throws { try write(Data(bytes)) }

    func write(_ bytes: Data) throws {
        try Self.write(bytes, to: descriptor, name: path)
    }

    static func write(_ bytes: Data, to descriptor: Int32, name: String) throws {
        let whole = Array(bytes)
        var done = 0
        while done < whole.count {
            let count = unsafe whole.withUnsafeBytes { buffer in
                #if canImport(Darwin)
                unsafe Darwin.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                #elseif canImport(Glibc)
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                #else
                unsafe Musl.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
                #endif
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw OutputError.cannotWrite(name)
            }
            done += count
        }
    }
}
