import TLSHandshake

/// Reads ClientHellos out of what a client sends, however it is cut.
///
/// It only listens: whatever it makes of the bytes, they go on to the server unchanged. It takes no more than
/// it was told to and forgets everything once it was told that no further ClientHello will come.
struct HelloCollector {
    /// One ClientHello as it arrived.
    struct Arrival {
        var hello: ClientHello
        /// The records that carried it.
        var raw: [UInt8]
        var records: Int
        /// Reads of the socket until it was whole.
        var reads: Int
    }

    /// Why there will be no ClientHello.
    enum Failure: Error, Equatable {
        case notTLS
        case malformed(String)
        case tooLong(limit: Int)

        /// The word for the record.
        var outcome: String {
            switch self {
            case .notTLS: "not-tls"
            case .malformed: "malformed"
            case .tooLong: "too-long"
            }
        }

        var text: String {
            switch self {
            case .notTLS: "the first bytes are no record of TLS"
            case .malformed(let what): what
            case .tooLong(let limit): "no whole ClientHello in \(limit) bytes"
            }
        }
    }

    private let limit: Int
    private var framer = RecordFramer()
    private var assembler = HandshakeAssembler()
    private var raw: [UInt8] = []
    private var records = 0
    private var reads = 0
    private var taken = 0
    private(set) var isListening = true

    init(limit: Int) { self.limit = limit }

    /// Whether something came that is no whole ClientHello yet.
    var hasBegun: Bool { taken > 0 }

    /// Takes what one read brought and gives a ClientHello if it became whole.
    mutating func take(_ bytes: some Collection<UInt8>) throws(Failure) -> Arrival? {
        guard isListening else { return nil }
        reads += 1
        taken += bytes.count
        framer.append(bytes)
        do throws(Failure) {
            let arrival = try next()
            if arrival != nil {
                startAgain()
            } else if taken > limit {
                throw .tooLong(limit: limit)
            }
            return arrival
        } catch {
            stop()
            throw error
        }
    }

    /// Ends the listening and lets go of what was collected.
    mutating func stop() {
        isListening = false
        framer = RecordFramer()
        assembler = HandshakeAssembler()
        raw = []
    }

    /// Counts anew for a second ClientHello, which a HelloRetryRequest may ask for.
    private mutating func startAgain() {
        assembler = HandshakeAssembler()
        raw = []
        records = 0
        reads = 0
        taken = 0
    }

    private mutating func next() throws(Failure) -> Arrival? {
        while let record = try nextRecord() {
            // Between two ClientHellos there may be a change_cipher_spec, and early data.
            guard record.type == .handshake else {
                guard record.type == .changeCipherSpec || record.type == .applicationData else {
                    throw .malformed("a record of the kind \(record.type) came where a ClientHello should")
                }
                continue
            }
            records += 1
            raw += record.bytes
            assembler.append(record.fragment)
            if let arrival = try arrival() { return arrival }
        }
        return nil
    }

    private mutating func nextRecord() throws(Failure) -> Record? {
        do throws(RecordFramer.Failure) {
            return try framer.next()
        } catch {
            switch error {
            case .notTLS: throw .notTLS
            case .deviation(let deviation): throw .malformed(deviation.description)
            }
        }
    }

    private mutating func arrival() throws(Failure) -> Arrival? {
        do throws(Deviation) {
            guard let message = try assembler.next() else { return nil }
            guard message.type == .clientHello else {
                throw Deviation(
                    "\(message.type) came where client_hello should", in: .message(message.type), at: 0,
                    alert: .unexpectedMessage)
            }
            do throws(WireError) {
                let hello: ClientHello = try message.decode()
                return Arrival(hello: hello, raw: raw, records: records, reads: reads)
            } catch {
                throw Deviation(error, in: .clientHello)
            }
        } catch {
            throw .malformed(error.description)
        }
    }
}
