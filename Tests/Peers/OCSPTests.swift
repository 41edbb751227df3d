import Foundation
import TLSHandshake
import Testing

@testable import CertificateChains
@testable import TLSDialer

extension PeerTests {
    /// Responses of the openssl program, offline and stapled by its server.
    @Suite(.enabled(if: Program.openssl.isInstalled, "needs openssl (package openssl)"))
    struct OCSPTests {
        private let scratch: Scratch
        private let certificates: PeerCertificates
        private let server: PeerCertificates.Server
        private let authority: StapleAuthority

        init() throws {
            scratch = try Scratch()
            certificates = try PeerCertificates(in: scratch)
            server = try certificates.server(.ecdsa)
            authority = try StapleAuthority(certificates, leaf: server.leaf)
        }

        /// Read anew each time: certificates begin at the second they are made in.
        private var now: CertificateTime { wallClock().toTheSecond }

        private func check() throws -> OCSPCheck {
            OCSPCheck(
                leaf: try der(server.leaf),
                candidates: [try der(certificates.root), try der(certificates.intermediate)])
        }

        private func der(_ file: URL) throws -> [UInt8] {
            try #require(try PEMFile(Array(Data(contentsOf: file))).certificates.first)
        }

        private func later(_ seconds: Int64) -> CertificateTime {
            CertificateTime(secondsSince1970: now.secondsSince1970 + seconds)
        }

        @Test func goodByTheIssuer() throws {
            let verdict = try check().judge(authority.response().bytes, at: now)
            #expect(verdict.status == .good)
            #expect(verdict.verified == "valid")
            #expect(
                verdict.nextUpdate?.secondsSince1970 == (verdict.thisUpdate?.secondsSince1970 ?? 0) + 3_600)
        }

        @Test(arguments: ["-sha256", "-sha384", "-sha512"])
        func otherDigestsOfTheIdentifier(_ digest: String) throws {
            let response = try authority.response(requestOptions: [digest]).bytes
            #expect(try check().judge(response, at: now).verified == "valid")
        }

        @Test func goodByTheKeyOfTheIssuerAndWithoutCertificates() throws {
            for option in ["-resp_key_id", "-resp_no_certs"] {
                let response = try authority.response(
                    .good, by: .issuer, about: nil, requestOptions: [], option)
                #expect(try check().judge(response.bytes, at: now).verified == "valid", "\(option)")
            }
        }

        @Test func revoked() throws {
            let verdict = try check().judge(authority.response(.revoked).bytes, at: now)
            #expect(verdict.statusWord == "revoked")
            #expect(verdict.revokedAt?.rfc3339 == "2026-04-01T00:00:00Z")
            #expect(verdict.verified == "valid")
            guard case .revoked(_, "keyCompromise") = verdict.status else {
                Issue.record("\(verdict)")
                return
            }
        }

        @Test func unknownToTheResponder() throws {
            let verdict = try check().judge(authority.response(.missing).bytes, at: now)
            #expect(verdict.status == .unknown)
        }

        @Test func datesAreHeld() throws {
            let response = try authority.response().bytes
            #expect(try check().judge(response, at: later(3_000)).verified == "valid")
            #expect(try check().judge(response, at: later(4_000)).faults.map(\.words) == ["expired"])
            #expect(try check().judge(response, at: later(-200)).verified == "valid")
            #expect(try check().judge(response, at: later(-4_000)).faults.map(\.words) == ["not yet valid"])
        }

        @Test func forAnotherCertificate() throws {
            let other = try certificates.server(.rsa)
            let response = try authority.response(.good, about: other.leaf).bytes
            let verdict = try check().judge(response, at: now)
            #expect(verdict.status == nil)
            #expect(verdict.faults.map(\.words) == ["another certificate"])
        }

        @Test func aDelegateMaySign() throws {
            let verdict = try check().judge(authority.response(by: .delegate).bytes, at: now)
            #expect(verdict.verified == "valid")
            let byKey = try authority.response(
                .good, by: .delegate, about: nil, requestOptions: [], "-resp_key_id")
            #expect(try check().judge(byKey.bytes, at: now).verified == "valid")
            #expect(
                try check().judge(authority.response(by: .delegate).bytes, at: later(400 * 86_400)).faults
                    .map(\.words) == ["expired", "responder out of date"])
        }

        @Test func nobodyElseMaySign() throws {
            let clerk = try check().judge(authority.response(by: .clerk).bytes, at: now)
            #expect(clerk.faults.map(\.words) == ["responder not authorised"])
            let stranger = try check().judge(authority.response(by: .stranger).bytes, at: now)
            #expect(stranger.faults == [.foreignResponder("CN=Stranger")])
            let alone = try authority.response(
                .good, by: .delegate, about: nil, requestOptions: [], "-resp_no_certs")
            #expect(try check().judge(alone.bytes, at: now).faults.map(\.words) == ["foreign responder"])
        }

        @Test func withoutTheIssuerNothingIsProven() throws {
            let alone = OCSPCheck(leaf: try der(server.leaf), candidates: [])
            let verdict = alone.judge(try authority.response().bytes, at: now)
            #expect(verdict.status == .good)
            #expect(verdict.faults == [.unknownIssuer])
        }

        @Test func noByteCanBeChanged() throws {
            let good = try authority.response(
                .good, by: .issuer, about: nil, requestOptions: [], "-resp_no_certs"
            )
            .bytes
            let check = try check()
            var accepted: [Int] = []
            for place in good.indices {
                var bytes = good
                bytes[place] ^= 0x01
                if check.judge(bytes, at: now).verified == "valid" { accepted.append(place) }
            }
            #expect(accepted.isEmpty, "bytes \(accepted)")
        }

        @Test func everyCutIsNamed() throws {
            let good = try authority.response().bytes
            let check = try check()
            for count in good.indices {
                #expect(check.judge(Array(good.prefix(count)), at: now).faults.first?.words == "unreadable")
            }
        }

        private func dial(_ staple: URL?, keepsRaw: Bool = false) async throws -> HandshakeTranscript {
            let anchor = try der(certificates.root)
            let process = try await ServerProcess(
                .openssl,
                [
                    "s_server", "-accept", "127.0.0.1:0", "-cert", server.leaf.path, "-key", server.key.path,
                    "-cert_chain", certificates.intermediate.path,
                ] + (staple.map { ["-status_file", $0.path] } ?? []),
                ready: .announces("ACCEPT 127.0.0.1:"), in: scratch)
            return try await dialLoopback(process.port) {
                $0.anchors = [anchor]
                $0.keepsRaw = keepsRaw
            }
        }

        @Test func aStapleIsJudgedOnTheWire() async throws {
            let good = try authority.response()
            let transcript = try await dial(good.file, keepsRaw: true)
            #expect(transcript.ocsp?.stapled == true)
            #expect(transcript.ocsp?.status == "good")
            #expect(transcript.ocsp?.verified == "valid")
            #expect(transcript.ocsp?.nextUpdate != nil)
            #expect(transcript.ocsp?.der == Data(good.bytes).base64EncodedString())
        }

        @Test func aRevokedStapleIsTold() async throws {
            let transcript = try await dial(try authority.response(.revoked).file)
            #expect(transcript.ocsp?.status == "revoked")
            #expect(transcript.ocsp?.revokedAt == "2026-04-01T00:00:00Z")
            #expect(transcript.ocsp?.der == nil)
        }

        @Test func aStapleOfAnotherCertificateIsTold() async throws {
            let other = try certificates.server(.rsa)
            let transcript = try await dial(try authority.response(about: other.leaf).file)
            #expect(transcript.ocsp?.status == nil)
            #expect(transcript.ocsp?.verified?.hasPrefix("another certificate: serial number") == true)
        }

        @Test func aServerWithoutAStapleHasNone() async throws {
            let transcript = try await dial(nil)
            #expect(transcript.ocsp?.stapled == false)
            #expect(transcript.ocsp?.verified == nil)
        }
    }
}
