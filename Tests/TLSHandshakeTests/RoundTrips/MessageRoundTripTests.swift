import TLSHandshake
import Testing

struct MessageRoundTripTests {
    /// The same body under a header that says another length.
    private func message(_ type: HandshakeType, saying length: Int, _ body: some Collection<UInt8>) -> [UInt8]
    {
        [type.rawValue, UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF)] + body
    }

    @Test(arguments: Specimen.all)
    func wholeMessageComesBackUnchanged(_ specimen: Specimen) throws {
        let message = try HandshakeMessage(specimen.message.bytes)
        #expect(try specimen.rewrite(message).bytes == specimen.message.bytes)
    }

    @Test(arguments: Specimen.all)
    func drippedMessageComesOnceAndOnlyAtItsEnd(_ specimen: Specimen) throws {
        var assembler = HandshakeAssembler()
        for byte in specimen.message.bytes.dropLast() {
            assembler.append([byte])
            #expect(try assembler.next() == nil)
        }
        assembler.append(Array(specimen.message.bytes.suffix(1)))
        #expect(try assembler.next() == specimen.message)
        #expect(assembler.isEmpty)
    }

    @Test(arguments: Specimen.all)
    func lengthTooLongWaitsForMore(_ specimen: Specimen) throws {
        let body = specimen.message.body
        let bytes = message(specimen.message.type, saying: body.count + 1, body)
        var assembler = HandshakeAssembler()
        assembler.append(bytes)
        #expect(try assembler.next() == nil)
        #expect(throws: WireError.self) { try HandshakeMessage(bytes) }
    }

    @Test(arguments: Specimen.all)
    func everyShorterLengthIsRefused(_ specimen: Specimen) throws {
        let body = specimen.message.body
        for length in 0..<body.count where !specimen.stops.contains(length) && !specimen.isFree {
            let short = try HandshakeMessage(
                message(specimen.message.type, saying: length, body.prefix(length)))
            let error = #expect(throws: WireError.self, "\(length) bytes") { try specimen.rewrite(short) }
            #expect((error?.offset ?? 0) <= length + HandshakeMessage.headerLength)
        }
    }

    @Test(arguments: Specimen.all)
    func unrealisticLengthIsRefusedAtOnce(_ specimen: Specimen) {
        var assembler = HandshakeAssembler()
        assembler.append(message(specimen.message.type, saying: 0xFF_FFFF, []))
        #expect(throws: Deviation.self) { try assembler.next() }
    }

    @Test(arguments: Specimen.all.filter { !$0.isFree })
    func leftoverBytesAreRefused(_ specimen: Specimen) throws {
        let body = specimen.message.body + [0]
        let long = try HandshakeMessage(message(specimen.message.type, saying: body.count, body))
        #expect(throws: WireError.self) { try specimen.rewrite(long) }
    }
}
