import NIOCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Why the reflector cannot listen where it was told to.
package struct ListeningError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ host: String, _ port: Int, _ error: any Error) {
        let place = host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        let reason = (error as? IOError).map { unsafe String(cString: strerror($0.errnoCode)) } ?? "\(error)"
        description = "cannot listen on \(place): \(reason)"
    }
}
