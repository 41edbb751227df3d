import TLSHandshake

/// Reads this server's own ServerHello as it goes out: the TLS library does not tell what it negotiated.
struct AnswerReader {
    private var framer = RecordFramer()
    private var assembler = HandshakeAssembler()
    private(set) var isReading = true

    /// Takes what is sent and gives every hello in it, up to the one that decides.
    mutating func take(_ bytes: some Collection<UInt8>) -> [ServerHello] {
        guard isReading else { return [] }
        framer.append(bytes)
        var hellos: [ServerHello] = []
        // Anything else than a hello, an alert for one, means that none will come.
        while isReading, let record = try? framer.next() {
            guard record.type != .changeCipherSpec else { continue }
            guard record.type == .handshake else {
                stop()
                break
            }
            assembler.append(record.fragment)
            guard let message = try? assembler.next() else { continue }
            guard let hello = try? message.decode(ServerHello.self) else {
                stop()
                break
            }
            hellos.append(hello)
            assembler = HandshakeAssembler()
            if !hello.isHelloRetryRequest { stop() }
        }
        return hellos
    }

    private mutating func stop() {
        isReading = false
        framer = RecordFramer()
        assembler = HandshakeAssembler()
    }
}
