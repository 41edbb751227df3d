/// What one line says of one request, as places in its bytes.
struct RequestFields {
    /// What stands where a request should.
    enum Request {
        case endpoint
        /// The client sent none, as before a time-out.
        case absent
        /// Bytes that are no request line, as a TLS handshake on a plain port.
        case notHTTP
    }

    var request = Request.absent
    /// Method, space and path without the query.
    var endpoint = 0..<0
    /// The other end of the connection: an address, a name or a list of addresses.
    var connection = 0..<0
    /// What `X-Forwarded-For` said; empty where nothing.
    var forwarded = 0..<0
    /// Three digits; 0 where none was answered.
    var status = 0
    var bytes = 0
    /// Seconds since 1970; `Int64.min` where the line tells none.
    var second = Int64.min
    /// Microseconds; negative where the line tells none.
    var duration: Int64 = -1
}
