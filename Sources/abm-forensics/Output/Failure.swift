import ArgumentParser
import CaseReading
import Reflector

/// Turns what went wrong into a line on standard error and an exit code.
enum Failure {
    /// - Parameter command: whose help is pointed to where an option is wrong after all.
    static func exit(_ error: any Error, of command: String? = nil) -> any Error {
        switch error {
        case let error as ValidationError:
            // Left to itself it would show the usage of the whole program.
            guard let command else { return error }
            Terminal.say("Error: \(error.message)")
            Terminal.say("  See 'abm-forensics \(command) --help' for more information.")
            return ExitCode.validationFailure
        case let error as CaseError:
            Terminal.say("abm-forensics: \(error)")
            return ExitCode(error.exitClass.rawValue)
        case let error as OutputError:
            Terminal.say("abm-forensics: \(error)")
            return ExitCode(70)
        case let error as ListeningError:
            Terminal.say("abm-forensics: \(error)")
            return ExitCode(69)
        case is ExitCode, is CleanExit: return error
        default:
            // Left to itself it would end with 1, which says "warnings".
            Terminal.say("abm-forensics: \(error)")
            return ExitCode(70)
        }
    }
}
