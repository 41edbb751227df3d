/// How large things on the wire may be.
public enum RecordLimits {
    public static let headerLength = 5
    /// The longest fragment of a record in the clear (RFC 8446 section 5.1).
    public static let plaintext = 1 << 14
    /// The longest protected record (RFC 8446 section 5.2).
    public static let ciphertext = plaintext + 256
    /// The longest inner plaintext, its content type included (RFC 8446 section 5.4).
    public static let innerPlaintext = plaintext + 1
    /// The longest Certificate message taken, before and after decompression.
    ///
    /// The RFC allows 2^24 - 1; the largest real chains have 30 KiB.
    public static let certificateMessage = 256 << 10
    /// The longest message of any other kind taken; the RFC allows 2^24 - 1.
    public static let message = 64 << 10
    /// The most bytes that a handshake keeps waiting: half a message, half a record, and one piece of input.
    public static let buffered =
        certificateMessage + HandshakeMessage.headerLength + plaintext + headerLength + ciphertext + plaintext
}
