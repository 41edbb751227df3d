import NIOCore
import NIOPosix

/// A client that connects and says nothing.
struct IdleClient: Sendable {
    private let channel: any Channel

    static func connect(_ port: Int) async throws -> IdleClient {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port).get()
        return IdleClient(channel: channel)
    }

    func close() async { try? await channel.close().get() }
}
