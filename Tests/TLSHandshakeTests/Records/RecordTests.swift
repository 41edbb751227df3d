import TLSHandshake
import Testing

struct RecordTests {
    private func keys(_ suite: CipherSuite) throws -> TrafficKeys {
        let parameters = try #require(SuiteParameters(suite))
        let secret = [UInt8](repeating: 3, count: parameters.hash.length)
        return TrafficSecret(hash: parameters.hash, bytes: secret).keys(for: parameters.aead)
    }

    private func record(_ bytes: [UInt8]) throws -> Record {
        var framer = RecordFramer()
        framer.append(bytes)
        return try #require(try framer.next())
    }

    @Test(arguments: CipherSuite.tls13)
    func sealedRecordsOpenInOrder(suite: CipherSuite) throws {
        var writer = RecordProtection(try keys(suite))
        var reader = RecordProtection(try keys(suite))
        for padding in [0, 1, 100] {
            let sealed = try record(writer.seal([1, 2, 3], as: .handshake, padding: padding))
            #expect(sealed.fragment.count == 3 + 1 + padding + 16)
            let (type, fragment) = try reader.open(sealed)
            #expect(type == .handshake)
            #expect(fragment == [1, 2, 3])
        }
        #expect(writer.sequence == 3)
    }

    @Test func replayedRecordDoesNotOpen() throws {
        var writer = RecordProtection(try keys(.aes128GCMSHA256))
        var reader = RecordProtection(try keys(.aes128GCMSHA256))
        let sealed = try record(writer.seal([1], as: .applicationData))
        _ = try reader.open(sealed)
        let error = #expect(throws: Deviation.self) { try reader.open(sealed) }
        #expect(error?.alert == .badRecordMAC)
    }

    @Test func recordOfOnlyPaddingIsRefused() throws {
        var writer = RecordProtection(try keys(.aes128GCMSHA256))
        var reader = RecordProtection(try keys(.aes128GCMSHA256))
        let sealed = try record(writer.seal([0], as: ContentType(rawValue: 0), padding: 5))
        let error = #expect(throws: Deviation.self) { try reader.open(sealed) }
        #expect(error?.alert == .unexpectedMessage)
    }

    @Test func recordThatIsTooLongInsideIsRefused() throws {
        var writer = RecordProtection(try keys(.aes128GCMSHA256))
        var reader = RecordProtection(try keys(.aes128GCMSHA256))
        let whole = [UInt8](repeating: 1, count: RecordLimits.plaintext)
        _ = try reader.open(try record(writer.seal(whole, as: .applicationData)))
        let long = try record(writer.seal(whole, as: .applicationData, padding: 1))
        let error = #expect(throws: Deviation.self) { try reader.open(long) }
        #expect(error?.alert == .recordOverflow)
    }

    @Test func everyShorterRecordDoesNotOpen() throws {
        var writer = RecordProtection(try keys(.chacha20Poly1305SHA256))
        let sealed = try record(writer.seal([1, 2, 3], as: .handshake))
        for length in 0..<sealed.fragment.count {
            var reader = RecordProtection(try keys(.chacha20Poly1305SHA256))
            let short = Record(type: .applicationData, fragment: Array(sealed.fragment.prefix(length)))
            #expect(throws: Deviation.self) { try reader.open(short) }
        }
    }

    @Test func framerKnowsWhereEachRecordBegins() throws {
        let bytes = Record(type: .handshake, fragment: [1, 2, 3]).bytes
        var framer = RecordFramer()
        var offsets: [Int] = []
        for byte in bytes + bytes + bytes.prefix(4) {
            framer.append([byte])
            while let record = try framer.next() {
                #expect(record.fragment == [1, 2, 3])
                offsets.append(record.offset)
            }
        }
        #expect(offsets == [0, 8])
        #expect(framer.bufferedCount == 4)
    }

    @Test func keyUpdateChangesTheSecret() throws {
        let secret = TrafficSecret(hash: .sha384, bytes: [UInt8](repeating: 1, count: 48))
        #expect(secret.next != secret)
        #expect(secret.next.bytes.count == 48)
    }

    @Test func hexIsReadAndWritten() {
        #expect(Hex.encode([0, 0x7F, 0xFF]) == "007fff")
        #expect(Hex.decode("00 7F\nff") == [0, 0x7F, 0xFF])
        #expect(Hex.decode("0") == nil)
        #expect(Hex.decode("zz") == nil)
    }
}
