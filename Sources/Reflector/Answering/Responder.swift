import NIOCore
import NIOSSL
import NIOTLS

/// Answers one request over HTTP/1.1 with what was recorded, and closes.
final class Responder: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let visit: Visit
    private let limit: Int
    private var request: [UInt8] = []
    private var hasAnswered = false

    init(_ visit: Visit, limits: ReflectorLimits) {
        self.visit = visit
        limit = limits.requestBytes
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted(let alpn) = event as? TLSUserEvent { visit.completed(alpn: alpn) }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasAnswered else { return }
        let bytes = unwrapInboundIn(data).readableBytesView
        let known = max(0, request.count - 3)
        request += bytes.prefix(max(0, limit + 1 - request.count))
        guard let end = RequestHead.end(in: request[known...]) else {
            if request.count > limit { refuse(.tooLong, context) }
            return
        }
        do throws(RequestHead.Failure) {
            answer(try RequestHead(request.prefix(known + end)), context)
        } catch {
            refuse(error, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if !visit.isCompleted { visit.fail("handshake-failed", Self.brief(error)) }
        context.close(promise: nil)
    }

    // MARK: - The answer

    private func answer(_ head: RequestHead, _ context: ChannelHandlerContext) {
        guard let body = visit.answer(nonce: head.nonce, finding: head.wanted) else {
            return send("500 Internal Server Error", "text/plain", Array("No record.\n".utf8), context)
        }
        send("200 OK", "application/json", body, isHead: head.isHead, context)
    }

    private func refuse(_ failure: RequestHead.Failure, _ context: ChannelHandlerContext) {
        send(failure.status, "text/plain", Array("\(failure.text)\n".utf8), context)
    }

    private func send(
        _ status: String, _ type: String, _ body: [UInt8], isHead: Bool = false,
        _ context: ChannelHandlerContext
    ) {
        hasAnswered = true
        request = []
        let head =
            "HTTP/1.1 \(status)\r\nContent-Type: \(type); charset=utf-8\r\nContent-Length: \(body.count)\r\n"
            + "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
        var bytes = context.channel.allocator.buffer(capacity: head.utf8.count + body.count)
        bytes.writeString(head)
        if !isHead { bytes.writeBytes(body) }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(bytes)).whenComplete { _ in channel.close(promise: nil) }
    }

    private static func brief(_ error: any Error) -> String {
        String(String(describing: error).prefix { $0 != "\n" }.prefix(200))
    }
}
