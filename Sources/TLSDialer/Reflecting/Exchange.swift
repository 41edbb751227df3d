/// One request over a finished handshake, and what comes back.
struct Exchange: Sendable {
    let request: [UInt8]
    private(set) var response: [UInt8] = []
    /// Whether the answer is whole, or as long as one may be.
    private(set) var isComplete = false
    /// Where the answer ends, once its head says so.
    private var end: End = .unknown

    private enum End {
        case unknown
        case at(Int)
        case lastChunk
        case close
    }

    init(request: [UInt8]) { self.request = request }

    /// Takes what came; what is beyond the limit is let go.
    ///
    /// Complexity: linear in the bytes, however they are cut.
    mutating func take(_ bytes: [UInt8]) {
        guard !isComplete else { return }
        let known = max(0, response.count - 3)
        response += bytes.prefix(DialOptions.responseLimit - response.count)
        if case .unknown = end { readHead(from: known) }
        switch end {
        case .at(let length): isComplete = response.count >= length
        case .lastChunk: isComplete = response.suffix(5).elementsEqual("0\r\n\r\n".utf8)
        case .unknown, .close: break
        }
        if response.count >= DialOptions.responseLimit { isComplete = true }
    }

    private mutating func readHead(from start: Int) {
        guard let length = HTTPAnswer.headLength(response, from: start) else { return }
        let fields = HTTPAnswer.fields(of: response.prefix(length))
        if fields["transfer-encoding"]?.lowercased().contains("chunked") == true {
            end = .lastChunk
        } else if let count = fields["content-length"].flatMap({ Int($0) }), count >= 0 {
            end = .at(count > DialOptions.responseLimit ? DialOptions.responseLimit : length + count)
        } else {
            end = .close
        }
    }
}
