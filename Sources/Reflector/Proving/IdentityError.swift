/// Why a key or a certificate cannot be used; it never holds a part of one.
package struct IdentityError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
