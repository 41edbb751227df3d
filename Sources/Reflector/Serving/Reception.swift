import NIOCore
import NIOSSL
import Synchronization

/// Sets up each connection that comes.
final class Reception: Sendable {
    private let desk: RecordDesk
    private let gate: ConnectionGate
    private let context: NIOSSLContext
    private let visits = Atomic<UInt64>(0)

    init(desk: RecordDesk, gate: ConnectionGate, context: NIOSSLContext) {
        self.desk = desk
        self.gate = gate
        self.context = context
    }

    func receive(_ channel: any Channel) -> EventLoopFuture<Void> {
        let address = channel.remoteAddress.map(EndpointText.address) ?? "?"
        let decision = gate.arrive(address)
        channel.closeFuture.whenComplete { [gate] _ in gate.leave(address, after: decision) }
        desk.metrics.count(decision == .enter ? \.connections : \.turnedAway)
        return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            switch decision {
            case .enter:
                let number = visits.wrappingAdd(1, ordering: .relaxed).newValue
                let visit = Visit(number, desk, peer: channel.remoteAddress, local: channel.localAddress)
                try pipeline.addHandler(HelloRecorder(visit, limits: desk.limits))
                try pipeline.addHandler(NIOSSLServerHandler(context: context))
                try pipeline.addHandler(Responder(visit, limits: desk.limits))
            case .turnAway: try pipeline.addHandler(TurnAway())
            case .drop: throw ChannelError.ioOnClosedChannel
            }
        }
    }
}
