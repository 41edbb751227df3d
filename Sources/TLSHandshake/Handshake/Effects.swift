/// What a transition wants done, in order: the machine's driver does it.
struct Effects {
    enum Effect {
        case report(HandshakeEvent)
        case send(HandshakeMessage)
        case sendChangeCipherSpec
        case sendAlert(Alert)
        case protectReads(TrafficKeys)
        case protectWrites(TrafficKeys)
        /// A secret for a key log, by its label.
        case log(String, TrafficSecret)
    }

    private(set) var list: [Effect] = []

    mutating func report(_ event: HandshakeEvent) { list.append(.report(event)) }
    mutating func send(_ message: HandshakeMessage) { list.append(.send(message)) }
    mutating func sendAlert(_ description: AlertDescription) { list.append(.sendAlert(Alert(description))) }
    mutating func sendChangeCipherSpec() { list.append(.sendChangeCipherSpec) }
    mutating func protectReads(_ keys: TrafficKeys) { list.append(.protectReads(keys)) }
    mutating func protectWrites(_ keys: TrafficKeys) { list.append(.protectWrites(keys)) }
    mutating func log(_ label: String, _ secret: TrafficSecret) { list.append(.log(label, secret)) }
}
