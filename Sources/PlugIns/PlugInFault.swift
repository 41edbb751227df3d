/// Why a plug-in could not be asked, or its answer not be used.
package enum PlugInFault: Error, Sendable, Hashable, CustomStringConvertible {
    case unusableFile(String)
    case protocolBroken(String)
    case failed(status: Int, said: String)
    case killed(signal: Int)
    case tooSlow(seconds: Double)
    case tooLong(limit: Int)
    case couldNotStart(String)

    package var description: String {
        switch self {
        case .unusableFile(let why): why
        case .protocolBroken(let what): what
        case .failed(let status, let said): "exit \(status)\(said.isEmpty ? "" : ": \(said)")"
        case .killed(let signal): "ended by signal \(signal)"
        case .tooSlow(let seconds): "no answer within \(seconds) s"
        case .tooLong(let limit):
            "printed more than \(limit) bytes, or more than \(PlugInHost.errorLimit) bytes to standard error"
        case .couldNotStart(let why): "could not be started: \(why)"
        }
    }
}
