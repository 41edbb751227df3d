import ForensicsTestKit
import Foundation
import PlugIns
import Testing

/// How plug-ins are started, and how they end.
struct HostTests {
    @Test func describeAndRunAreVerbs() async throws {
        let script = try Script(#"printf '%s' "$*" >&2; [ "$1" = run ] && cat || exit 3"#)
        let answer = try await script.run(facts: [
            "devices": .file("/tmp/d.ndjson"), "audit": .files(["a", "b"]),
        ])
        #expect(
            answer == #"{"asOf":"2026-04-17T12:00:00Z","deadlineSeconds":20,"facts":{"audit":["a","b"],"#
                + #""devices":"/tmp/d.ndjson"},"parameters":{},"protocol":1,"#
                + #""run":{"caseID":"case","tool":"abm-forensics","version":"0"}}"# + "\n")
        await #expect(throws: PlugInFault.failed(status: 3, said: "describe")) {
            _ = try await PlugInHost(describeDeadline: 30).describe(script.file)
        }
    }

    @Test(.timeLimit(.minutes(1))) func aDeadlineEndsTheWholeProcess() async throws {
        let folder = try TemporaryFolder()
        let script = try Script(
            "echo $$ > \(folder.path)/shell; sleep 300 & echo $! > \(folder.path)/child; wait")
        let start = ContinuousClock.now
        #expect(await script.fault(seconds: 1) == .tooSlow(seconds: 1))
        #expect(ContinuousClock.now - start < .seconds(20))
        for name in ["shell", "child"] {
            let text = try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
            let process = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
            for _ in 0..<50 where isAlive(process) { try await Task.sleep(for: .milliseconds(100)) }
            #expect(!isAlive(process), "the \(name) outlived its deadline")
        }
    }

    @Test(.timeLimit(.minutes(1))) func aProcessThatIgnoresSignalsIsEndedToo() async throws {
        let folder = try TemporaryFolder()
        let script = try Script(
            "trap '' TERM INT HUP; echo $$ > \(folder.path)/shell; while :; do sleep 1; done")
        #expect(await script.fault(seconds: 1) == .tooSlow(seconds: 1))
        let text = try String(contentsOfFile: "\(folder.path)/shell", encoding: .utf8)
        let process = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
        for _ in 0..<50 where isAlive(process) { try await Task.sleep(for: .milliseconds(100)) }
        #expect(!isAlive(process))
    }

    @Test(.timeLimit(.minutes(1))) func describeHasADeadlineOfItsOwn() async throws {
        let script = try Script("sleep 300")
        await #expect(throws: PlugInFault.tooSlow(seconds: 0.5)) {
            _ = try await PlugInHost(describeDeadline: 0.5).describe(script.file)
        }
    }

    @Test(.timeLimit(.minutes(1))) func endlessOutputIsCutOff() async throws {
        let script = try Script("while :; do echo 0123456789abcdef; done")
        #expect(await script.fault(host: PlugInHost(outputLimit: 1000)) == .tooLong(limit: 1000))
    }

    @Test func outputUpToTheLimitIsTaken() async throws {
        let script = try Script("printf 0123456789")
        #expect(try await script.run(host: PlugInHost(outputLimit: 10)) == "0123456789")
        #expect(await script.fault(host: PlugInHost(outputLimit: 9)) == .tooLong(limit: 9))
    }

    @Test func aChattyErrorStreamIsNamed() async throws {
        let script = try Script("i=0; while [ $i -lt 9000 ]; do echo 0123456789abcdef >&2; i=$((i+1)); done")
        let found = await script.fault()
        #expect(found == .tooLong(limit: PlugInHost.outputLimit))
        #expect(found?.description.hasSuffix("or more than 65536 bytes to standard error") == true)
    }

    @Test func aFailureSaysItsStatusAndWords() async throws {
        let script = try Script("echo one >&2; echo two >&2; exit 65")
        #expect(await script.fault() == .failed(status: 65, said: "one two "))
        #expect(PlugInFault.failed(status: 65, said: "one").description == "exit 65: one")
        #expect(PlugInFault.failed(status: 1, said: "").description == "exit 1")
    }

    @Test func longWordsAreCut() async throws {
        let script = try Script(
            "i=0; while [ $i -lt 50 ]; do printf 0123456789 >&2; i=$((i+1)); done; exit 1")
        guard case .failed(1, let said) = await script.fault() else {
            Issue.record("expected a failure")
            return
        }
        #expect(said.count == 200)
    }

    @Test func aSignalIsNamed() async throws {
        let script = try Script("kill -9 $$")
        #expect(await script.fault() == .killed(signal: 9))
    }

    @Test func aMissingInterpreterCannotStart() async throws {
        let script = try Script("true", interpreter: "/nonexistent/interpreter")
        guard case .couldNotStart = await script.fault() else {
            Issue.record("expected that it could not start")
            return
        }
    }

    @Test func theEnvironmentIsClosed() async throws {
        #expect(ProcessInfo.processInfo.environment["PATH"] != nil)
        let script = try Script("env")
        // A shell adds these three by itself.
        let names = try await script.run().split(separator: "\n").compactMap {
            $0.split(separator: "=").first
        }
        .filter { !["PWD", "_", "SHLVL", "OLDPWD"].contains($0) }
        #expect(Set(names) == ["PATH", "LC_ALL"])
    }

    @Test(arguments: 0..<10) func aPlugInNeedNotReadItsInput(_ turn: Int) async throws {
        let script = try Script("exec 0<&-; echo done")
        let parameters = turn < 5 ? [:] : ["long": String(repeating: "x", count: 300_000)]
        #expect(try await script.run(parameters: parameters) == "done\n")
    }
}
