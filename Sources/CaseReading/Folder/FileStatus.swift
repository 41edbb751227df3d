#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system says of a file.
///
/// It stands in a module without Foundation: where the runtime is linked statically, Foundation's own C headers
/// bring a `stat` of another module, and the compiler refuses the members.
package struct FileStatus: Sendable, Hashable {
    /// Whether it is no folder, pipe, socket or device.
    package let isRegular: Bool
    /// The permission bits, as in `chmod`.
    package let mode: UInt32

    /// Asks for an open file; absent with `errno` set.
    package init?(descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Asks for a path, links followed; absent with `errno` set.
    package init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init(_ status: stat) {
        isRegular = status.st_mode & S_IFMT == S_IFREG
        mode = UInt32(status.st_mode) & 0o7777
    }
}
