import CertificateChains
import NIOCore
import NIOPosix
package import TLSHandshake

extension Dialer {
    /// Asks a host of port 80 for `/`, as devices do for revocation lists and the captive-portal check.
    ///
    /// Shape: a record with `application` `http`; `completed` for any answer of HTTP, whose first 256 bytes are
    /// kept because a gateway's own page comes with a good status, too.
    package func askHTTP(_ host: String, port: Int = 80, options: DialOptions) async -> HandshakeTranscript {
        let clock = StageClock()
        let target = DialTarget(host: host, port: port)
        var writer = TranscriptWriter(service: "http", target, options: options)
        let time = now()
        writer.start(at: time.rfc3339)
        guard
            let line = await reach(
                target, by: .direct, clock: clock, options: options, at: time, &writer)
        else { return writer.transcript }
        let answer = await converse(
            "GET / HTTP/1.1\r\nHost: \(host)\r\nUser-Agent: abm-forensics\r\nAccept: */*\r\nConnection: close\r\n\r\n",
            on: line, within: min(options.stall, clock.remaining(of: options.timeout)))
        writer.note(httpAnswer: answer.bytes, end: answer.end, atMs: clock.elapsedMs)
        return writer.transcript
    }

    private func converse(
        _ request: String, on line: Line, within limit: Duration
    ) async -> (bytes: [UInt8], end: Conversation.End) {
        let first = FirstAnswer<(bytes: [UInt8], end: Conversation.End)>()
        let channel = line.channel
        let started = channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(AnswerHead(first, within: limit))
            channel.writeAndFlush(ByteBuffer(string: request), promise: nil)
            channel.setOption(.autoRead, value: true).whenFailure { _ in }
        }
        started.whenFailure { _ in first.give((line.early.heard.bytes, line.early.heard.end ?? .closed)) }
        let answer = await first.value(ifCancelled: ([], .cancelled))
        try? await channel.close().get()
        return answer
    }
}

extension TranscriptWriter {
    /// Notes what came back on port 80.
    mutating func note(httpAnswer bytes: [UInt8], end: Conversation.End, atMs: Double) {
        guard !bytes.isEmpty else {
            return switch end {
            case .reset(let words): fail(.reset, words)
            case .unreachable(let words): fail(.unreachable, words)
            case .cancelled: fail(.cancelled, "given up by this side")
            case .silent, .timedOut: fail(.stalled, "no answer to the HTTP request")
            default: fail(.closed, "the connection was closed without an answer")
            }
        }
        reach(.answer, atMs: atMs)
        note(firstBytes: bytes)
        if bytes.starts(with: Array("HTTP/1.".utf8)) {
            succeed()
        } else {
            fail(.protocolError, "the answer is no HTTP")
        }
    }
}

/// Collects the start of an answer: what comes until shortly after its head, or as much as is kept.
private final class AnswerHead: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let first: FirstAnswer<(bytes: [UInt8], end: Conversation.End)>
    private let limit: Duration
    private var bytes: [UInt8] = []
    private var timers = Timers()
    private var hasHead = false

    init(_ first: FirstAnswer<(bytes: [UInt8], end: Conversation.End)>, within limit: Duration) {
        self.first = first
        self.limit = limit
    }

    func handlerAdded(context: ChannelHandlerContext) {
        timers.after(limit, context) { self.give(.silent) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { give(.closed) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let room = ClientHandshake.maximumFirstBytes - bytes.count
        bytes += unwrapInboundIn(data).readableBytesView.prefix(max(0, room))
        guard bytes.count < ClientHandshake.maximumFirstBytes else { return give(.completed) }
        guard !hasHead, HTTPAnswer.headLength(bytes, from: 0) != nil else { return }
        hasHead = true
        // A server may keep the connection open; what the body says first is evidence, too.
        timers.after(DialOptions.firstBytesWait, context) { self.give(.completed) }
    }

    func channelInactive(context: ChannelHandlerContext) { give(.closed) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { give(Reachability.end(of: error)) }

    private func give(_ end: Conversation.End) {
        timers.cancel()
        first.give((bytes, end))
    }
}
