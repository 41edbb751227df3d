import CaseReading

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Where a secret is to be found, so that it never stands on a command line: `env:NAME`, `file:PATH`, `fd:N`.
///
/// No error here holds what was read, nor the reference itself where it may be the secret by mistake.
enum SecretReference: Hashable, Sendable {
    /// The value of a variable of the environment.
    case environment(String)
    /// The content of a regular file that nobody else may read.
    case file(String)
    /// Everything that comes from an open descriptor, as a shell passes it: `3< file` or `3<&-`.
    case descriptor(Int32)

    /// What is wrong with a reference or with what it leads to.
    enum Problem: Error, Hashable, Sendable {
        /// Neither of the three forms; not shown, for it may be the secret itself.
        case form
        case descriptorNumber
        case notSet(variable: String)
        case cannotOpen(String, reason: String)
        case notAFile(String)
        case tooOpen(String, mode: UInt32)
        case cannotRead(String, reason: String)
        case tooLong(String, limit: Int = byteLimit)
        case empty(String)
        case notHex(String)
    }

    /// The most bytes of a secret; a key of 512 bytes has 1,024 hex digits.
    static let byteLimit = 4 << 10
    /// The highest number of a descriptor; systems allow 1,024 unless they are told otherwise.
    static let descriptorLimit: Int32 = 1_023

    /// Reads the three forms; the name behind the colon must not be empty.
    init(_ text: some StringProtocol) throws(Problem) {
        guard let colon = text.firstIndex(of: ":") else { throw .form }
        let rest = String(text[text.index(after: colon)...])
        guard !rest.isEmpty else { throw .form }
        switch text[..<colon] {
        case "env": self = .environment(rest)
        case "file": self = .file(rest)
        case "fd":
            // 1 and 2 are what this tool writes to.
            guard rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int32(rest),
                number <= Self.descriptorLimit, number != 1, number != 2
            else { throw .descriptorNumber }
            self = .descriptor(number)
        default: throw .form
        }
    }
}

// MARK: - Reading

extension SecretReference {
    /// The secret without the line's end behind it.
    ///
    /// - Parameter limit: the most bytes that it may have.
    func load(
        environment: [String: String] = ProcessInfo.processInfo.environment, limit: Int = byteLimit
    ) throws(Problem) -> [UInt8] {
        var bytes: [UInt8]
        switch self {
        case .environment(let name):
            guard let value = environment[name] else { throw .notSet(variable: name) }
            bytes = Array(value.utf8)
        case .file(let path): bytes = try readFile(path, limit)
        case .descriptor(let number): bytes = try readAll(number, limit)
        }
        guard bytes.count <= limit else { throw .tooLong(description, limit: limit) }
        if bytes.last == 0x0A { bytes.removeLast() }
        if bytes.last == 0x0D { bytes.removeLast() }
        guard !bytes.isEmpty else { throw .empty(description) }
        return bytes
    }

    private func readFile(_ path: String, _ limit: Int) throws(Problem) -> [UInt8] {
        // Without O_NONBLOCK a pipe that nobody writes to would never open.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .cannotOpen(path, reason: Self.reason()) }
        defer { close(descriptor) }
        guard let status = FileStatus(descriptor: descriptor) else {
            throw .cannotOpen(path, reason: Self.reason())
        }
        guard status.isRegular else { throw .notAFile(path) }
        let mode = status.mode & 0o777
        guard mode & 0o177 == 0 else { throw .tooOpen(path, mode: mode) }
        return try readAll(descriptor, limit)
    }

    /// Reads to the end, but no more than one byte beyond the limit.
    private func readAll(_ descriptor: Int32, _ limit: Int) throws(Problem) -> [UInt8] {
        var (bytes, piece) = ([UInt8](), [UInt8](repeating: 0, count: limit + 1))
        while bytes.count <= limit {
            let count = unsafe piece.withUnsafeMutableBytes { buffer in
                unsafe Self.readPiece(descriptor, buffer)
            }
            guard count >= 0 else { throw .cannotRead(description, reason: Self.reason()) }
            guard count > 0 else { break }
            bytes += piece.prefix(count)
        }
        return bytes
    }

    private static func readPiece(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = unsafe read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    private static func reason() -> String { unsafe String(cString: strerror(errno)) }
}

// MARK: - Words

extension SecretReference: CustomStringConvertible {
    /// The reference as it is written; it holds no secret.
    var description: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        case .descriptor(let number): "fd:\(number)"
        }
    }
}

extension SecretReference.Problem: CustomStringConvertible {
    var description: String {
        switch self {
        case .form:
            "a secret is given as env:NAME, file:PATH or fd:N; what was given is none of them, and is not "
                + "shown because it may be the secret itself"
        case .descriptorNumber:
            "fd: takes 0 or a number from 3 to \(SecretReference.descriptorLimit)"
        case .notSet(let variable): "the environment has no variable \(variable)"
        case .cannotOpen(let path, let reason): "\(path) cannot be opened: \(reason)"
        case .notAFile(let path): "\(path) is no regular file; a pipe is given as fd:N"
        case .tooOpen(let path, let mode):
            "\(path) has mode 0\(String(mode, radix: 8)); a secret's file must have 0600 or less (chmod 600)"
        case .cannotRead(let source, let reason): "\(source) cannot be read: \(reason)"
        case .tooLong(let source, let limit): "\(source) holds more than \(limit) bytes"
        case .empty(let source): "\(source) holds nothing"
        case .notHex(let source): "\(source) does not hold hex digits, two for each byte"
        }
    }
}
