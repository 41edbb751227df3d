import HandshakePeer

/// What is damaged.
enum InputKind: String {
    /// Flights of a server, against the client.
    case flights
    /// OCSP responses.
    case ocsp
    /// Lists of signed certificate timestamps.
    case sct
    /// ClientHellos, as a reflector reads and describes them.
    case hello
    /// A reflector's answers with their receipts.
    case answer

    func feeder(seed: UInt64) throws -> any Feeder {
        switch self {
        case .flights: FlightFeeder(fuzzer: try FlightFuzzer(seed: seed))
        case .ocsp: OCSPFeeder(seed: seed)
        case .sct: TimestampFeeder(seed: seed)
        case .hello: HelloFeeder(seed: seed)
        case .answer: try AnswerFeeder(seed: seed)
        }
    }
}

/// Damages one input after the other and feeds it.
protocol Feeder {
    mutating func next() -> (label: String, peakBuffered: Int)
}

struct FlightFeeder: Feeder {
    var fuzzer: FlightFuzzer

    mutating func next() -> (label: String, peakBuffered: Int) {
        let outcome = fuzzer.next()
        return (outcome.label, outcome.peakBuffered)
    }
}
