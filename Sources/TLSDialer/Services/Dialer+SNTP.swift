import NIOCore
import NIOPosix
package import TLSHandshake

extension Dialer {
    /// Asks a time server what time it is.
    ///
    /// Shape: a record with `application` `ntp`; `completed` if it answered, with the offset of this clock.
    package func askTime(_ host: String, port: Int = 123, options: DialOptions) async -> HandshakeTranscript {
        let clock = StageClock()
        var transcript = HandshakeTranscript(outcome: .stalled)
        transcript.application = "ntp"
        transcript.startedAt = now().rfc3339
        transcript.serverName = host
        transcript.via = "direct"
        transcript.vantage = options.vantage
        transcript.hostRole = options.hostRole
        guard let address = await firstAddress(of: host, port: port, clock, options, &transcript) else {
            return transcript
        }
        let nonce = UInt64.random(in: 0 ... .max)
        let sent = now().millisecondsSince1970
        let answer = await exchange(
            SNTPMessage.question(nonce: nonce), with: address, within: options.timeout)
        note(answer, to: nonce, sentMs: sent, atMs: clock.elapsedMs, &transcript)
        return transcript
    }

    private func firstAddress(
        of host: String, port: Int, _ clock: StageClock, _ options: DialOptions,
        _ transcript: inout HandshakeTranscript
    ) async -> SocketAddress? {
        var address = try? SocketAddress(ipAddress: host, port: port)
        if address == nil {
            let resolution = await NameResolution.resolve(host, port: port, within: options.timeout)
            guard let first = resolution.addresses.first(where: options.family.admits) else {
                transcript.outcome = .unresolved
                let family = options.family.text
                transcript.error = "\(host): \(resolution.failure ?? "the name has no \(family) address")"
                return nil
            }
            transcript.stages = [HandshakeTranscript.Stage(.resolve, atMs: clock.elapsedMs)]
            address = first
        }
        transcript.address = address?.endpointText
        return address
    }

    private func note(
        _ answer: Result<[UInt8], any Error>?, to nonce: UInt64, sentMs: Int64, atMs: Double,
        _ transcript: inout HandshakeTranscript
    ) {
        switch answer {
        case nil:
            transcript.error = "no answer over UDP"
            transcript.silenceMs = atMs
        case .failure(let error):
            transcript.outcome = Reachability.outcome(ofConnecting: error)
            transcript.error = Reachability.text(
                ofConnecting: error, to: transcript.address ?? "?", after: .zero)
        case .success(let bytes):
            transcript.stages = (transcript.stages ?? []) + [HandshakeTranscript.Stage(.answer, atMs: atMs)]
            transcript.bytesIn = bytes.count
            do throws(SNTPMessage.Fault) {
                transcript.clockOffsetMs = try SNTPMessage.offsetMs(
                    bytes, to: nonce, sentMs: sentMs, receivedMs: now().millisecondsSince1970)
                transcript.outcome = .completed
            } catch {
                transcript.outcome = .protocolError
                transcript.error = "the answer is none of a time server's: \(error)"
            }
        }
    }

    /// Sends one datagram and waits for one back; `nil` if none comes in time.
    private func exchange(
        _ question: [UInt8], with address: SocketAddress, within timeout: Duration
    ) async -> Result<[UInt8], any Error>? {
        let first = FirstAnswer<Result<[UInt8], any Error>?>()
        do {
            // A connected socket hears of a closed port and takes no answer of anybody else.
            let channel = try await DatagramBootstrap(group: group)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(OneDatagram(first))
                    }
                }
                .connect(to: address).get()
            let timer = Task {
                try? await Task.sleep(for: timeout)
                first.give(nil)
            }
            channel.writeAndFlush(
                AddressedEnvelope(remoteAddress: address, data: ByteBuffer(bytes: question)), promise: nil)
            let answer = await first.value(ifCancelled: nil)
            timer.cancel()
            try? await channel.close().get()
            return answer
        } catch {
            return .failure(error)
        }
    }
}

/// Gives the first datagram, or the first error, to whoever waits.
private final class OneDatagram: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let first: FirstAnswer<Result<[UInt8], any Error>?>

    init(_ first: FirstAnswer<Result<[UInt8], any Error>?>) { self.first = first }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        first.give(.success(Array(unwrapInboundIn(data).data.readableBytesView.prefix(1_024))))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        first.give(.failure(error))
    }
}
