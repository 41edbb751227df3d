import ForensicsTestKit
import Foundation
import Testing

/// Options of `path` that do not make sense: the exit code, the words, and that no secret is repeated.
struct PathOptionTests {
    private static let closed = ["path", "mdm.example:1", "--connect", "127.0.0.1:1"]

    private func run(_ options: [String]) async throws -> Tool.Outcome {
        try await Tool.run(program: Tool.path, Self.closed + options, deadline: 60)
    }

    @Test(arguments: [
        (["--via", "proxy.example:3128"], "--via: the way does not say how to speak to the proxy"),
        (["--via", "ftp://proxy.example:21"], "expected http, https or socks5"),
        (["--via", "http://proxy.example"], "needs HOST:PORT with a port"),
        (["--via", "http://proxy.example:3128/path"], "no path, query or fragment"),
        (["--baseline", "ftp://proxy.example:21"], "--baseline: a proxy cannot be spoken to in \"ftp\""),
        (["--baseline", "/nowhere/report.json"], "--baseline /nowhere/report.json cannot be read"),
        (["--template", "aple-26"], "Did you mean apple-26?"),
        (["--template", "windows"], "apple-26, apple-26-no-pq, apple-18, modern, minimal"),
        (["--repeat", "0"], "--repeat takes 1 to 1000"), (["--repeat", "1001"], "--repeat takes 1 to 1000"),
        (["--repeat", "often"], "'--repeat <n>'"),
        (["--reflector", "192.0.2.7"], "--reflector takes ADDRESS:PORT"),
        (["--reflector-key", "sha256:00"], "--reflector-key needs --reflector"),
        (
            ["--reflector", "192.0.2.7:1", "--reflector-key", "sha256:00"],
            "--reflector-key takes sha256: and 64 hex digits"
        ),
        (["-4", "-6"], "-4 and -6 exclude each other"),
        (["--interface", "no-such-if0"], "--interface: there is no network interface \"no-such-if0\""),
        (["--source", "300.1.1.1"], "--source: \"300.1.1.1\" is no IP address"),
        (["--source", "192.0.2.77"], "--source: connections cannot start at 192.0.2.77"),
        (["--interface", "lo", "--source", "127.0.0.1"], "--interface and --source exclude each other"),
        (["--addresses", "some"], "'first' and 'all'"), (["--vantage", "home"], "'mdm-server'"),
        (["--control-sni", ""], "--control-sni takes a host name"),
        (["--client-certificate", "a.pem"], "--client-certificate and --client-key belong together"),
        (["--client-key", "a.pem"], "--client-certificate and --client-key belong together"),
        (["--proxy-password", "env:NAME"], "--proxy-password needs a proxy that names a user"),
        (["--via", "http://127.0.0.1:1", "--locate"], "--locate is for the direct way"),
        (["--via", "http://127.0.0.1:1", "--addresses", "all"], "--addresses all is for the direct way"),
    ])
    func aWrongOptionIsAUsageError(_ options: [String], _ words: String) async throws {
        let outcome = try await run(options)
        #expect(outcome.exitCode == 64 && outcome.stdout.isEmpty)
        #expect(outcome.stderr.hasPrefix("Error: ") && outcome.stderr.contains(words), "\(outcome.stderr)")
        #expect(outcome.stderr.contains("See 'abm-forensics path --help'"))
    }

    @Test(arguments: [
        (["--apple-hosts", "mdm.example"], "goes without a host"),
        (["--apple-hosts", "--connect", "127.0.0.1:1"], "goes without --connect"),
        (["--apple-hosts", "--sni", "a.example"], "goes without --sni"),
        (["--apple-hosts", "--addresses", "all"], "goes without --addresses all"),
        (["--apple-hosts", "--baseline", "report.json"], "goes without a --baseline in a file"),
        (["--apple-hosts", "--ladder"], "goes without --ladder"),
        (["--apple-hosts", "--repeat", "2"], "goes without --repeat"), ([], "Name a host"),
    ])
    func theListOfAppleHostsStandsAlone(_ options: [String], _ words: String) async throws {
        let outcome = try await Tool.run(program: Tool.path, ["path"] + options)
        #expect(outcome.exitCode == 64 && outcome.stdout.isEmpty && outcome.stderr.contains(words))
    }

    /// What was given may be the secret itself, by mistake.
    @Test(arguments: [
        ["--psk", "client1=5ec2e75ec2e7"], ["--psk", "5ec2e75ec2e7"], ["--psk", "=env:5ec2e75ec2e7"],
        ["--psk", "client1=pass:5ec2e75ec2e7"], ["--via", "http://anna:5ec2e75ec2e7@proxy.example:3128"],
        ["--baseline", "http://anna:5ec2e75ec2e7@proxy.example:3128"],
        ["--via", "http://anna@proxy.example:3128", "--proxy-password", "5ec2e75ec2e7"],
        ["--via", "anna:5ec2e75ec2e7@proxy.example:3128"],
    ])
    func aSecretOnTheCommandLineIsRefusedAndNotRepeated(_ options: [String]) async throws {
        let outcome = try await run(options)
        #expect(outcome.exitCode == 64 && outcome.stdout.isEmpty && outcome.stderr.hasPrefix("Error: --"))
        #expect(!outcome.stderr.contains("5ec2e7"), "\(outcome.stderr)")
    }

    @Test(arguments: ["--psk client1=env:ABM_NOT_SET", "--psk client1=fd:1", "--psk client1=file:/nowhere"])
    func aSecretThatIsNotThereIsNamed(_ options: String) async throws {
        let outcome = try await run(options.split(separator: " ").map(String.init))
        #expect(outcome.exitCode == 64 && outcome.stdout.isEmpty)
        #expect(outcome.stderr.hasPrefix("Error: --psk: ") && !outcome.stderr.contains("--psk: --psk"))
    }

    @Test(arguments: [0o644, 0o640, 0o604])
    func aKeyThatOthersCanReadIsRefused(_ mode: Int) async throws {
        let folder = try TemporaryFolder()
        let key = try folder.write("key.pem", "-----BEGIN PRIVATE KEY-----\n5ec2e7\n", mode: mode)
        let certificate = try folder.write("chain.pem", "no certificate\n")
        let options = [
            ["--client-certificate", certificate, "--client-key", key], ["--psk", "client1=file:\(key)"],
        ]
        for option in options {
            let outcome = try await run(option)
            #expect(outcome.exitCode == 64 && outcome.stdout.isEmpty)
            #expect(outcome.stderr.contains("mode 0\(String(mode, radix: 8))"))
            #expect(outcome.stderr.contains("chmod 600") && !outcome.stderr.contains("5ec2e7"))
        }
    }

    @Test(arguments: ["", "no report\n", "{\"schema\":", "[1, 2]", "{\"paths\": []}"])
    func aBaselineFileMustHoldHandshakes(_ text: String) async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("baseline.json", text)
        let outcome = try await run(["--baseline", file])
        #expect(outcome.exitCode == 64 && outcome.stdout.isEmpty)
        #expect(outcome.stderr.contains("--baseline \(file) holds no handshake"))
    }

    @Test func aBaselineFileMustHoldThisHost() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("baseline.json", try await PathTests.refused.value.stdout)
        let outcome = try await Tool.run(
            "path", "other.example", "--connect", "127.0.0.1:1", "--baseline", file)
        #expect(outcome.exitCode == 64 && outcome.stdout.isEmpty)
        #expect(outcome.stderr.contains("no handshake with other.example"))
    }

    /// It is found out before anything is measured.
    @Test(arguments: ["--capture", "--key-log"])
    func aFileThatCannotBeWrittenEndsTheCall(_ option: String) async throws {
        let outcome = try await run([option, "/nowhere/at/all"])
        #expect(outcome.exitCode == 70 && outcome.stdout.isEmpty)
        #expect(outcome.stderr.contains("/nowhere/at/all cannot be written"))
    }
}
