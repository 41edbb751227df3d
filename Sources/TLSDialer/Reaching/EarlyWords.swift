import NIOCore
import Synchronization
import TLSHandshake

/// Keeps what a peer says, and how it leaves, before this side has spoken.
///
/// Nobody reads between the connection and the ClientHello, but the system tells of an end all the same: a
/// gateway may take a connection only to close it, with or without a parting word.
final class EarlyWords: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    /// What was noticed.
    struct Heard: Sendable {
        var bytes: [UInt8] = []
        /// Absent while the connection is open.
        var end: Conversation.End?
    }

    /// The most bytes that are kept: one record.
    static let limit = RecordLimits.plaintext

    private let state = Mutex(Heard())

    var heard: Heard { state.withLock { $0 } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data).readableBytesView
        state.withLock { $0.bytes += bytes.prefix(max(0, Self.limit - $0.bytes.count)) }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        state.withLock { $0.end = $0.end ?? Reachability.end(of: error) }
        context.fireErrorCaught(error)
    }

    func channelInactive(context: ChannelHandlerContext) {
        state.withLock { $0.end = $0.end ?? .closed }
        context.fireChannelInactive()
    }
}
