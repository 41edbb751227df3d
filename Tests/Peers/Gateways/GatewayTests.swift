import Foundation
import Testing

extension PeerTests {
    /// What each gateway does, as clients and servers of other makers see it.
    @Suite(
        .enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"),
        .enabled(if: Program.curl.isInstalled, "needs curl (package curl)"),
        .enabled(if: Program.nginx.isInstalled, "needs nginx (package nginx-light)"))
    struct GatewayTests {
        static let installed = Gateway.all.filter { $0.missing.isEmpty }

        @Test(arguments: installed)
        func aGatewayDoesWhatItsEffectSays(_ gateway: Gateway) async throws {
            let scratch = try Scratch()
            let origin = try await OriginServer.start(in: scratch)
            defer { origin.stop() }
            let clock = ContinuousClock()
            let (sight, time, plain) = try await gateway.withRunning(before: origin.port) { running in
                let client = GatewayClient(running: running, anchor: origin.authority.certificate)
                let start = clock.now
                let sight = try await client.look(alpn: "h2,http/1.1", in: scratch)
                let time = clock.now - start
                return (sight, time, try await client.look(alpn: "http/1.1", in: scratch))
            }
            let effect = gateway.effect
            let isCurl = gateway.approach == .socks
            #expect(time >= effect.delay)
            guard !effect.isRefusal else {
                #expect(sight.issuer == nil && sight.version == nil && !sight.isAnswered, "\(sight)")
                #expect(origin.visits.isEmpty)
                return
            }
            #expect(sight.issuer?.contains(effect.issuer ?? "Example Origin Root") == true, "\(sight)")
            #expect(sight.version == effect.version)
            #expect(sight.alpn == effect.alpn)
            #expect(sight.hasStaple == (isCurl ? nil : effect.hasStaple))
            #expect(plain.isAnswered)
            let visit = try #require(origin.visits.last)
            #expect(visit == expectedVisit(effect, alpn: isCurl ? "h2" : effect.farALPN))
        }

        private func expectedVisit(_ effect: GatewayEffect, alpn: String?) -> OriginServer.Visit {
            switch effect.serverName {
            case .kept: .init(OriginServer.host, effect.farVersion, alpn)
            case .dropped: .init(nil, effect.farVersion, alpn)
            case .replaced(let name): .init(name, effect.farVersion, alpn)
            }
        }

        /// One row for each gateway that this machine cannot run, so that the report names it.
        @Test(arguments: Gateway.all)
        func aGatewayThatIsNotInstalledIsNamed(_ gateway: Gateway) throws {
            guard !gateway.missing.isEmpty else { return }
            try Test.cancel("needs \(gateway.missing.joined(separator: ", "))")
        }

        @Test(arguments: installed)
        func nothingOfAGatewayIsLeft(_ gateway: Gateway) async throws {
            let port = try await LoopbackPort.free()
            let folder = try await gateway.withRunning(before: port) { $0.site.scratch.folder.path }
            #expect(await LoopbackPort.accepts(port) == false)
            #expect(!FileManager.default.fileExists(atPath: folder))
            // A helper of a gateway ends when it notices that its parent has.
            for _ in 0..<100 where !Self.processes(in: folder).isEmpty {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(Self.processes(in: folder) == [])
        }

        /// The command lines of processes that work in a folder or name it.
        private static func processes(in folder: String) -> [String] {
            let files = FileManager.default
            return ((try? files.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { number in
                guard Int(number) != nil,
                    let bytes = try? Data(contentsOf: URL(filePath: "/proc/\(number)/cmdline"))
                else { return nil }
                let line = String(decoding: bytes, as: UTF8.self)
                let place = (try? files.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")) ?? ""
                return line.contains(folder) || place.hasPrefix(folder) ? line : nil
            }
        }
    }
}
