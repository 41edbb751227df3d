import NIOCore
import NIOPosix
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

extension PeerTests {
    /// Where connections start, which addresses they go to, and what TCP says of them.
    @Suite struct LocalEndTests {
        private func loopbackName() throws -> String {
            let device = try System.enumerateDevices().first { $0.address?.ipAddress == "127.0.0.1" }
            return try #require(device?.name)
        }

        private func error(_ end: LocalEnd) -> LocalEndError? {
            do throws(LocalEndError) {
                try end.check()
                return nil
            } catch {
                return error
            }
        }

        @Test func textsAreAddressesOrInterfaces() {
            #expect(LocalEnd("192.0.2.1") == .address("192.0.2.1"))
            #expect(LocalEnd("fe80::1%eth0") == .address("fe80::1%eth0"))
            #expect(LocalEnd("utun3") == .interface("utun3"))
        }

        @Test func whatDoesNotExistIsNamedBeforeDialling() throws {
            let name = try loopbackName()
            guard case .noInterface("nope0", let known) = error(.interface("nope0")) else {
                Issue.record("no error")
                return
            }
            #expect(known.contains(name))
            #expect(error(.interface("")) != nil)
            #expect(error(.interface(String(repeating: "x", count: 400))) != nil)
            guard case .unusableAddress("192.0.2.77", _) = error(.address("192.0.2.77")) else {
                Issue.record("no error")
                return
            }
            #expect(error(.address("nope")) == .noAddress("nope"))
            #expect(error(.interface(name)) == nil)
            #expect(error(.address("127.0.0.1")) == nil)
        }

        @Test func anEndThatDoesNotExistEndsTheAttempt() async throws {
            let transcript = try await dialLoopback(9) { $0.source = .interface("nope0") }
            #expect(transcript.outcome == .unreachable)
            #expect(
                transcript.error?.hasPrefix("there is no network interface \"nope0\"; there are ") == true)
        }

        @Test func connectionsStartAtTheAddress() async throws {
            let origin = try await ScriptedListener.start(.init())
            let transcript = try await dialLoopback(origin.port) { $0.source = .address("127.0.0.1") }
            await origin.stop()
            #expect(transcript.outcome == .completed)
            #expect(transcript.localAddress?.hasPrefix("127.0.0.1:") == true)
            #expect(transcript.interface == nil)
        }

        #if os(Linux)
        @Test func anyLoopbackAddressWillDo() async throws {
            let origin = try await ScriptedListener.start(.init())
            let transcript = try await dialLoopback(origin.port) { $0.source = .address("127.0.0.2") }
            await origin.stop()
            #expect(transcript.outcome == .completed)
            #expect(transcript.localAddress?.hasPrefix("127.0.0.2:") == true)
        }
        #endif

        @Test func connectionsLeaveThroughTheInterface() async throws {
            let origin = try await ScriptedListener.start(.init())
            let name = try loopbackName()
            let transcript = try await dialLoopback(origin.port) { $0.source = .interface(name) }
            await origin.stop()
            #expect(transcript.outcome == .completed)
            #expect(transcript.interface == name)
            #expect(["device", "address"].contains(transcript.interfaceBinding))
        }

        @Test func whereADeviceMayNotBeBoundItsAddressIs() async throws {
            let name = try loopbackName()
            let binding = try LocalBinding(.interface(name)) { _ in "Operation not permitted" }
            #expect(binding.interface == name)
            #expect(binding.kind == "address")
            let listener = try await RudeListener.start(.silent)
            let address = try SocketAddress(ipAddress: "127.0.0.1", port: listener.port)
            let connection = await Connection.open(
                [address], on: MultiThreadedEventLoopGroup.singleton, clock: StageClock(),
                within: .seconds(5), from: binding)
            guard case .open(let channel, _, _, _) = connection else {
                Issue.record("no connection")
                return
            }
            #expect(channel.localAddress?.ipAddress == "127.0.0.1")
            try await channel.close()
            await listener.stop()
        }

        @Test func anotherInterfaceDoesNotReachLoopback() async throws {
            let name = try loopbackName()
            let other = try System.enumerateDevices().first { device in
                device.name != name && device.address?.protocol == .inet
            }
            guard let other else { return }
            let origin = try await ScriptedListener.start(.init())
            let transcript = try await dialLoopback(origin.port) { options in
                options.source = .interface(other.name)
                options.timeout = .seconds(2)
            }
            await origin.stop()
            if transcript.interfaceBinding == "device" { #expect(transcript.outcome == .unreachable) }
            #expect(transcript.interface == other.name)
        }

        @Test func theSourceHasToHaveTheFamilyOfTheDestination() async throws {
            let target = DialTarget(host: "::1", port: 9)
            var options = DialOptions()
            options.source = .address("127.0.0.1")
            let shaped = options
            let transcript = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.dial(target, options: shaped)
            }
            #expect(transcript.outcome == .unreachable)
            #expect(transcript.error == "[::1]:9: 127.0.0.1 has no IPv6 address to connect from")
        }

        @Test func theInterfacesNameIsPaddedInMemoryOrder() throws {
            let name = try #require(InterfaceName(try loopbackName()))
            let bytes = unsafe withUnsafeBytes(of: name.padded) { unsafe Array($0) }
            #expect(bytes.count == 16)
            #expect(Array(bytes.prefix { $0 != 0 }) == Array(name.text.utf8))
        }

        // MARK: - Families and addresses

        @Test func anAddressOfTheOtherFamilyIsNone() async throws {
            let transcript = try await dialLoopback(9) { $0.family = .v6 }
            #expect(transcript.outcome == .unresolved)
            #expect(transcript.error == "127.0.0.1 is no IPv6 address, which was asked for")
        }

        @Test func everyAddressOfANameIsDialled() async throws {
            let origin = try await ScriptedListener.start(.init())
            let target = DialTarget(host: "localhost", port: origin.port)
            var options = DialOptions()
            options.family = .v4
            let shaped = options
            let attempts = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.dialEveryAddress(target, options: shaped)
            }
            await origin.stop()
            let transcripts = attempts.map(\.transcript)
            #expect(transcripts.map(\.address) == ["127.0.0.1:\(origin.port)"])
            #expect(transcripts.first?.outcome == .completed)
            #expect(transcripts.first?.resolver == "system")
            #expect(transcripts.first?.answers?.contains { $0.value == "127.0.0.1" } == true)
            #expect(transcripts.first?.sent?.sni == "localhost")
        }

        @Test func aNameWithoutAnAddressHasOneTranscript() async throws {
            var options = DialOptions()
            options.timeout = .seconds(5)
            let shaped = options
            let attempts = try await Dialer.withDialer(publicRoots: .none, now: wallClock) { dialer in
                await dialer.dialEveryAddress(DialTarget(host: "nobody.invalid"), options: shaped)
            }
            #expect(attempts.map(\.transcript.outcome) == [.unresolved])
        }

        // MARK: - TCP

        @Test func theCountersStandWhereTheSystemsPutThem() {
            #expect(MemoryLayout<LinuxTCPInfo>.size == 148)
            #expect(MemoryLayout<DarwinTCPInfo>.size == 112)
        }

        #if os(Linux)
        @Test func whatTCPSaysIsKept() async throws {
            let origin = try await ScriptedListener.start(.init())
            let transcript = try await dialLoopback(origin.port)
            await origin.stop()
            let facts = try #require(transcript.tcp)
            #expect((500...65_535).contains(facts.sendMSS ?? 0))
            #expect((facts.receiveMSS ?? 0) > 0)
            #expect((0...1_000).contains(facts.rttMs ?? -1))
            #expect(facts.rttMs != 0)
            #expect(facts.retransmits == 0)
        }

        @Test func whatTCPSaysOfSilenceIsKept() async throws {
            let listener = try await RudeListener.start(.silent)
            let transcript = try await dialLoopback(listener.port) { $0.stall = .milliseconds(200) }
            await listener.stop()
            #expect(transcript.outcome == .stalled)
            #expect(transcript.tcp?.unacknowledged == 0)
            #expect((transcript.tcp?.sendMSS ?? 0) > 500)
        }
        #endif
    }
}
