import ArgumentParser
import CaseReading

/// Turns what went wrong into a line on standard error and an exit code.
enum Failure {
    static func exit(_ error: any Error) -> any Error {
        switch error {
        case let error as CaseError:
            Terminal.say("abm-forensics: \(error)")
            return ExitCode(error.exitClass.rawValue)
        case let error as OutputError:
            Terminal.say("abm-forensics: \(error)")
            return ExitCode(70)
        case is ExitCode, is CleanExit, is ValidationError: return error
        default:
            // Left to itself it would end with 1, which says "warnings".
            Terminal.say("abm-forensics: \(error)")
            return ExitCode(70)
        }
    }
}
