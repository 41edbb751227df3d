import HandshakePeer
import TLSHandshake
import Testing

@testable import TLSDialer

@Suite struct HelloPiecesTests {
    private static let name = "mdm.example.test"

    private func flight(records: Int, name: String? = name) -> [UInt8] {
        var configuration = ClientHandshake.Configuration(serverName: name)
        configuration.clientHelloRecords = records
        var machine = ClientHandshake(configuration, entropy: .fresh())
        return machine.start().send
    }

    @Test func oneSegmentIsTheFlight() {
        let flight = flight(records: 1)
        let hello = HelloPieces(flight, serverName: Self.name, segments: 1)
        #expect(hello.records == 1)
        #expect(hello.pieces == [flight])
    }

    @Test func twoSegmentsPartTheName() {
        let flight = flight(records: 1)
        let hello = HelloPieces(flight, serverName: Self.name, segments: 2)
        #expect(hello.records == 1)
        #expect(hello.pieces.count == 2)
        #expect(hello.pieces.flatMap { $0 } == flight)
        #expect(hello.pieces.first.map { Array($0.suffix(8)) } == Array("mdm.exam".utf8))
        #expect(hello.pieces.last.map { Array($0.prefix(8)) } == Array("ple.test".utf8))
    }

    @Test func twoRecordsPartTheNameAndAreTwoPieces() {
        let flight = flight(records: 2)
        let hello = HelloPieces(flight, serverName: Self.name, segments: 1)
        #expect(hello.records == 2)
        #expect(hello.pieces.count == 2)
        #expect(hello.pieces.flatMap { $0 } == flight)
        #expect(hello.pieces.allSatisfy { $0.first == 22 })
        #expect(hello.pieces.first.map { Array($0.suffix(8)) } == Array("mdm.exam".utf8))
        #expect(hello.pieces.last.map { Array($0.dropFirst(5).prefix(8)) } == Array("ple.test".utf8))
    }

    @Test func withoutANameTheMiddleIsCut() {
        let flight = flight(records: 1, name: nil)
        let hello = HelloPieces(flight, serverName: nil, segments: 2)
        #expect(hello.pieces.map(\.count) == [flight.count / 2, flight.count - flight.count / 2])
        #expect(HelloPieces(self.flight(records: 2, name: nil), serverName: nil, segments: 1).records == 2)
    }

    @Test(arguments: [[], [22], [22, 3, 1, 0xFF, 0xFF, 1], [22, 3, 1, 0, 0, 22, 3]] as [[UInt8]])
    func anythingElseIsGivenWhole(_ bytes: [UInt8]) {
        for segments in 1...2 {
            let hello = HelloPieces(bytes, serverName: "a.b", segments: segments)
            #expect(hello.pieces.flatMap { $0 } == bytes)
            #expect(!hello.pieces.isEmpty || bytes.isEmpty)
        }
    }
}
