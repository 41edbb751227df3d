/// Both directions of the record layer: what comes in is opened, joined and counted, what goes out sealed.
struct RecordLayer: Sendable {
    /// What a peer said.
    enum Inbound: Hashable, Sendable {
        case handshake(HandshakeMessage)
        case alert(Alert, isProtected: Bool)
        case applicationData([UInt8])
    }

    /// Whether a change_cipher_spec may come: from the first ClientHello to the server's Finished.
    var allowsChangeCipherSpec = true

    private var framer = RecordFramer()
    private var assembler = HandshakeAssembler()
    private var reads: RecordProtection?
    private var writes: RecordProtection?
    private var records = 0
    private var emptyRecords = 0
    private var changeCipherSpecs = 0
    private var messages = 0

    var bufferedCount: Int { framer.bufferedCount + assembler.bufferedCount }
    var offset: Int { framer.offset }

    /// What is unfinished when the stream ends, or `nil` when it ends between records and messages.
    var unfinished: String? {
        if framer.bufferedCount > 0 { return "\(framer.bufferedCount) bytes of a record" }
        return assembler.isEmpty ? nil : "\(assembler.bufferedCount) bytes of a handshake message"
    }

    mutating func append(_ bytes: ArraySlice<UInt8>) { framer.append(bytes) }

    /// The bytes that came and are in no record yet.
    func firstBytes(_ count: Int) -> [UInt8] { framer.waiting(count) }
}

// MARK: - Inbound

extension RecordLayer {
    /// The next thing that the peer said, or `nil` until more bytes come.
    mutating func next() throws(RecordFramer.Failure) -> Inbound? {
        while true {
            do throws(Deviation) {
                if let message = try nextMessage() { return .handshake(message) }
            } catch {
                throw .deviation(error)
            }
            guard let record = try framer.next() else { return nil }
            do throws(Deviation) {
                if let inbound = try take(record) { return inbound }
            } catch {
                throw .deviation(error)
            }
        }
    }

    private mutating func nextMessage() throws(Deviation) -> HandshakeMessage? {
        guard let message = try assembler.next() else { return nil }
        try count(&messages, to: ConnectionLimits.messages, "handshake messages", at: framer.offset)
        return message
    }

    /// Opens a record; its content, or `nil` when it only adds to a message or says nothing.
    private mutating func take(_ record: Record) throws(Deviation) -> Inbound? {
        try count(&records, to: ConnectionLimits.records, "records", at: record.offset)
        if record.type == .changeCipherSpec {
            try check(changeCipherSpec: record)
            return nil
        }
        guard record.type == .applicationData else {
            // A box on the way cannot protect its alerts: one in the clear is evidence, not an error.
            guard reads == nil || record.type == .alert else {
                throw Deviation(
                    "a \(record.type) record in the clear after keys were agreed", in: .record,
                    at: record.offset, alert: .unexpectedMessage)
            }
            return try take(record.fragment, as: record.type, at: record.offset, isProtected: false)
        }
        guard var protection = reads else {
            throw Deviation(
                "an application_data record before keys were agreed", in: .record, at: record.offset,
                alert: .unexpectedMessage)
        }
        let (type, fragment) = try protection.open(record)
        reads = protection
        return try take(fragment, as: type, at: record.offset, isProtected: true)
    }

    private mutating func take(
        _ fragment: [UInt8], as type: ContentType, at offset: Int, isProtected: Bool
    ) throws(Deviation) -> Inbound? {
        guard type == .handshake || assembler.isEmpty || !isProtected && type == .alert else {
            throw Deviation(
                "a \(type) record between the fragments of a handshake message", in: .record, at: offset,
                alert: .unexpectedMessage)
        }
        switch type {
        case .handshake:
            guard !fragment.isEmpty else {
                throw Deviation(
                    "an empty handshake record", in: .record, at: offset, alert: .unexpectedMessage)
            }
            assembler.append(fragment)
            return nil
        case .alert:
            return .alert(try alert(in: fragment, at: offset), isProtected: isProtected)
        case .applicationData:
            guard fragment.isEmpty else { return .applicationData(fragment) }
            try count(&emptyRecords, to: ConnectionLimits.emptyRecords, "empty records", at: offset)
            return nil
        case _:
            throw Deviation(
                "a protected record of type \(type)", in: .record, at: offset, alert: .unexpectedMessage)
        }
    }

    private func alert(in fragment: [UInt8], at offset: Int) throws(Deviation) -> Alert {
        guard fragment.count == 2, let level = fragment.first, let description = fragment.last else {
            throw Deviation(
                "an alert of \(fragment.count) bytes instead of 2", in: .record, at: offset,
                alert: .decodeError)
        }
        return Alert(
            AlertDescription(rawValue: description), level: AlertLevel(rawValue: level))
    }

    /// RFC 8446 section 5 and appendix D.4: one byte of value 1, ignored until the server's Finished.
    private mutating func check(changeCipherSpec record: Record) throws(Deviation) {
        guard allowsChangeCipherSpec, record.fragment == [1] else {
            throw Deviation(
                allowsChangeCipherSpec
                    ? "a change_cipher_spec other than one byte of 1"
                    : "a change_cipher_spec after the handshake",
                in: .record, at: record.offset, alert: .unexpectedMessage)
        }
        try count(
            &changeCipherSpecs, to: ConnectionLimits.changeCipherSpecs, "change_cipher_spec records",
            at: record.offset)
    }

    private func count(
        _ counter: inout Int, to limit: Int, _ what: String, at offset: Int
    ) throws(Deviation) {
        counter += 1
        guard counter <= limit else {
            throw Deviation(
                "more than \(limit) \(what)", in: .record, at: offset, alert: .unexpectedMessage)
        }
    }
}

// MARK: - Keys

extension RecordLayer {
    var protectsWrites: Bool { writes != nil }

    /// Opens all further records with `keys`.
    ///
    /// RFC 8446 section 5.1: no message may cross a change of keys.
    mutating func protectReads(_ keys: TrafficKeys) throws(Deviation) {
        guard assembler.isEmpty else {
            throw Deviation(
                "\(assembler.bufferedCount) bytes of the next message stand before the change of keys",
                in: .record, at: framer.offset, alert: .unexpectedMessage)
        }
        reads = RecordProtection(keys)
    }

    mutating func protectWrites(_ keys: TrafficKeys) { writes = RecordProtection(keys) }
}

// MARK: - Outbound

extension RecordLayer {
    /// The nearest length that a fragment may have.
    static func fragmentLimit(_ wish: Int) -> Int { min(max(wish, 1), RecordLimits.plaintext) }

    /// The records that carry `content`; those in the clear say `version`.
    mutating func seal(
        _ content: [UInt8], as type: ContentType, version: ProtocolVersion = .tls12,
        fragmentLimit: Int = RecordLimits.plaintext
    ) -> [UInt8] {
        let limit = Self.fragmentLimit(fragmentLimit)
        var bytes: [UInt8] = []
        var rest = content[...]
        while !rest.isEmpty {
            let fragment = rest.prefix(limit)
            rest = rest.dropFirst(limit)
            if type != .changeCipherSpec, var protection = writes {
                bytes += protection.seal(fragment, as: type)
                writes = protection
            } else {
                bytes += Record(type: type, version: version, fragment: Array(fragment)).bytes
            }
        }
        return bytes
    }
}
