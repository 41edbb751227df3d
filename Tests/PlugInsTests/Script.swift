import Casework
import ForensicsTestKit
import Foundation
import PlugIns
import Testing

/// A shell script as a plug-in, in a folder of its own.
struct Script {
    let folder: TemporaryFolder
    let file: PlugInFile

    /// - Parameter body: what the script does; `$1` is the verb.
    init(_ body: String, interpreter: String = "/bin/sh") throws {
        folder = try TemporaryFolder()
        file = try PlugInFile(path: folder.write("probe", "#!\(interpreter)\n\(body)\n", mode: 0o755))
    }

    func run(
        facts: [String: PlugInRequest.Fact] = [:], parameters: [String: String] = [:], seconds: Double = 20,
        host: PlugInHost = PlugInHost()
    ) async throws(PlugInFault) -> String {
        String(decoding: try await host.run(file, request(facts, parameters, seconds)), as: UTF8.self)
    }

    /// The fault that asking it ends in; `nil` where it answers.
    func fault(seconds: Double = 20, host: PlugInHost = PlugInHost()) async -> PlugInFault? {
        do throws(PlugInFault) {
            _ = try await run(seconds: seconds, host: host)
            return nil
        } catch {
            return error
        }
    }
}

func request(
    _ facts: [String: PlugInRequest.Fact] = [:], _ parameters: [String: String] = [:], _ seconds: Double = 20
) -> PlugInRequest {
    PlugInRequest(
        run: PlugInRequest.Run(tool: "abm-forensics", version: "0", caseID: "case"),
        asOf: Instant(microseconds: 1_776_427_200_000_000), facts: facts, parameters: parameters,
        deadlineSeconds: seconds)
}

/// The fault that a call ends in; `nil` where it returns.
func fault<Value>(_ call: () throws(PlugInFault) -> Value) -> PlugInFault? {
    do throws(PlugInFault) {
        _ = try call()
        return nil
    } catch {
        return error
    }
}

/// Whether a process of this number is there; one that nobody has waited for yet is not.
func isAlive(_ process: Int32) -> Bool {
    guard kill(process, 0) == 0 else { return false }
    let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
    return !status.contains(") Z ")
}
