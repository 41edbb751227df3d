import Casework
import CertificateChains
import TLSHandshake
import Testing

@testable import TLSDialer
@testable import abm_forensics

@Suite struct AppleHostTests {
    /// Apple 101555: `host:port`, and whether "Supports proxies" says yes.
    ///
    /// The portals and `gs` are listed with port 80 as well, which only forwards to 443.
    private static let published: [(endpoint: String, proxy: Bool?)] = [
        ("albert.apple.com:443", true), ("captive.apple.com:443", true), ("captive.apple.com:80", true),
        ("gs.apple.com:443", true), ("humb.apple.com:443", true), ("static.ips.apple.com:443", true),
        ("static.ips.apple.com:80", true), ("tbsc.apple.com:443", true), ("sq-device.apple.com:443", nil),
        ("time.apple.com:123", nil), ("time-ios.apple.com:123", nil), ("time-macos.apple.com:123", nil),
        ("deviceenrollment.apple.com:443", nil), ("iprofiles.apple.com:443", true),
        ("mdmenrollment.apple.com:443", true), ("deviceservices-external.apple.com:443", nil),
        ("gdmf.apple.com:443", true), ("identity.apple.com:443", true), ("vpp.itunes.apple.com:443", true),
        ("init.push.apple.com:443", nil), ("1-courier.push.apple.com:5223", nil),
        ("1-courier.push.apple.com:443", nil), ("api.push.apple.com:443", nil),
        ("api.push.apple.com:2197", nil), ("setup.icloud.com:443", nil),
        ("axm-adm-enroll.apple.com:443", nil), ("axm-adm-mdm.apple.com:443", nil),
        ("axm-adm-scep.apple.com:443", nil), ("axm-app.apple.com:443", nil),
        ("axm-servicediscovery.apple.com:443", nil), ("api-business.apple.com:443", nil),
        ("api-school.apple.com:443", nil), ("account.apple.com:443", nil), ("business.apple.com:443", nil),
        ("school.apple.com:443", nil), ("idmsa.apple.com:443", true), ("appleid.cdn-apple.com:443", true),
        ("gsa.apple.com:443", true), ("ocsp.apple.com:80", nil), ("ocsp2.apple.com:443", nil),
        ("crl.apple.com:80", nil), ("certs.apple.com:80", nil), ("certs.apple.com:443", nil),
        ("valid.apple.com:443", true), ("ocsp.digicert.com:80", nil), ("crl3.digicert.com:80", nil),
        ("crl4.digicert.com:80", nil), ("ocsp.entrust.net:80", nil), ("crl.entrust.net:80", nil),
        ("mesu.apple.com:443", nil),
    ]

    @Test func theListIsThePublishedOne() {
        let ours = Dictionary(AppleHost.all.map { ("\($0.name):\($0.port)", $0.supportsProxy) }) { $1 }
        #expect(ours.count == AppleHost.all.count, "no endpoint comes twice")
        #expect(Set(ours.keys) == Set(Self.published.map(\.endpoint)))
        for (endpoint, proxy) in Self.published { #expect(ours[endpoint] == .some(proxy), "\(endpoint)") }
    }

    @Test func thePortSaysTheService() {
        for host in AppleHost.all {
            let service: AppleHost.Service = [80: .http, 123: .ntp][host.port] ?? .tls
            #expect(host.service == service, "\(host.name):\(host.port)")
            #expect(!host.purpose.isEmpty)
        }
    }

    @Test func everyHostThatIsKnownByNameHasItsRole() {
        for host in AppleHost.all where HostRole(host: host.name) != .other {
            #expect(host.role == HostRole(host: host.name), "\(host.name)")
        }
    }

    @Test func theVantageChoosesTheHosts() {
        func names(_ vantage: WayOptions.VantageChoice?) -> Set<String> {
            Set(AppleHost.needed(from: vantage).map(\.name))
        }
        #expect(names(nil) == Set(AppleHost.all.map(\.name)))
        #expect(names(.other) == names(nil))
        #expect(names(.mdmServer).union(names(.deviceNetwork)) == names(nil))
        #expect(names(.mdmServer).contains("mdmenrollment.apple.com"))
        #expect(!names(.mdmServer).contains("iprofiles.apple.com"))
        #expect(!names(.deviceNetwork).contains("mdmenrollment.apple.com"))
        #expect(names(.mdmServer).intersection(names(.deviceNetwork)).contains("gdmf.apple.com"))
    }
}

extension PeerTests {
    @Suite struct AppleHostSurveyTests {
        private func survey(_ hosts: [AppleHost], _ ways: [Way]) async throws -> [[HandshakeTranscript?]] {
            var options = DialOptions()
            options.timeout = .seconds(5)
            options.stall = .milliseconds(500)
            options.family = .v4
            return try await Dialer.withDialer(publicRoots: .none, now: wallClock) { [options] dialer in
                let survey = AppleHostSurvey(hosts: hosts, ways: ways, options: options, dialer: dialer)
                return await survey.run(ProgressBar("survey", total: 1, isQuiet: true))
            }
        }

        @Test func aProxyCarriesTLSAlone() async throws {
            let web = try await RudeListener.start(.saysAndCloses(Array("HTTP/1.1 200 OK\r\n\r\n".utf8)))
            let time = try await DatagramListener.start { question in
                let nonce = question.suffix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
                return SNTPAnswer(nonce: nonce).bytes
            }
            let closed = try await LoopbackPort.free()
            let hosts = [
                AppleHost("localhost", .cloudConfig, "a", port: closed),
                AppleHost("localhost", .revocation, "b", port: web.port, .http),
                AppleHost("localhost", .time, "c", port: time.port, .ntp),
            ]
            let proxy = try Route(url: "http://127.0.0.1:\(closed)")
            let grid = try await survey(
                hosts,
                [
                    Way(name: "direct", route: .direct, isBaseline: true),
                    Way(name: "proxy", route: proxy, isBaseline: false),
                ])
            await web.stop()
            await time.stop()
            try #require(grid.map(\.count) == [3, 3])
            #expect(grid[0].map { $0?.outcome } == [.refused, .completed, .completed])
            #expect(grid[0].map { $0?.application } == [nil, "http", "ntp"])
            #expect(grid[0].map { $0?.hostRole } == ["cloud-config", "revocation", "time"])
            #expect(grid[1].map { $0 == nil } == [false, true, true])
            #expect(grid[1][0]?.hostRole == "cloud-config")
            #expect(grid[1][0]?.proxy != nil)
        }

        @Test func moreHostsThanAreAskedAtOnceKeepTheirPlaces() async throws {
            var web: [RudeListener] = []
            for number in 0..<20 {
                web.append(try await .start(.saysAndCloses(Array("HTTP/1.1 2\(10 + number) x\r\n\r\n".utf8))))
            }
            let hosts = web.map { AppleHost("localhost", .activation, "x", port: $0.port, .http) }
            let grid = try await survey(hosts, [Way(name: "direct", route: .direct, isBaseline: true)])
            for listener in web { await listener.stop() }
            try #require(grid.map(\.count) == [20])
            for (host, transcript) in zip(hosts, grid[0]) {
                #expect(transcript?.outcome == .completed)
                #expect(transcript?.address == "127.0.0.1:\(host.port)")
            }
        }

        @Test func noHostIsAnEmptyGrid() async throws {
            let ways = [Way(name: "direct", route: .direct, isBaseline: true)]
            #expect(try await survey([], ways).map(\.count) == [0])
        }
    }
}
