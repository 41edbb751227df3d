/// How much of each thing one connection may bring before it is a nuisance; the RFC sets no numbers.
public enum ConnectionLimits {
    /// A gibibyte in full records, far more than any probe reads.
    public static let records = 1 << 16
    /// Records that carry nothing; OpenSSL and BoringSSL give up after 32.
    public static let emptyRecords = 32
    /// A server sends one change_cipher_spec; middleboxes may repeat it.
    public static let changeCipherSpecs = 4
    /// A full handshake has six messages of the server.
    public static let messages = 1024
    /// Servers send two to four tickets.
    public static let tickets = 64
    /// Nobody needs more in a short connection; BoringSSL gives up after 32.
    public static let keyUpdates = 32
    /// Warnings that do not end the connection; BoringSSL gives up after four.
    public static let warnings = 4
}
