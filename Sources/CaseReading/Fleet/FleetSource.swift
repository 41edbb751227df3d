import Synchronization

/// Hands stretches of the inputs to whichever thread asks next, in the order of the inputs.
///
/// Reading, inflating and cutting happen on the thread that asks, one at a time; the others meanwhile read the
/// records of the stretches that they hold.
final class FleetSource: Sendable {
    private struct State {
        var next = 0
        var sequence = 0
        var cutter: RecordCutter?
        var outcomes: [Outcome] = []
    }

    /// What became of one input, its records aside.
    struct Outcome {
        let cutter: RecordCutter?
        let fault: String?
    }

    private let inputs: [FleetInput]
    private let limits: ReadingLimits
    private let progress: @Sendable (Int) -> Void
    private let state = Mutex(State())

    /// - Parameter progress: is told how many bytes of the files were read since the last call.
    init(_ inputs: [FleetInput], limits: ReadingLimits, progress: @escaping @Sendable (Int) -> Void) {
        (self.inputs, self.limits, self.progress) = (inputs, limits, progress)
    }

    /// The next stretch; nil after the last.
    func next(into buffer: inout [UInt8]) -> RecordBatch? {
        state.withLock { state in
            while true {
                if state.cutter == nil {
                    guard state.next < inputs.count else { return nil }
                    open(&state)
                    continue
                }
                let before = state.cutter?.bytesRead ?? 0
                let batch = state.cutter?.next(into: &buffer, sequence: state.sequence)
                progress((state.cutter?.bytesRead ?? before) - before)
                if let batch {
                    state.sequence += 1
                    return batch
                }
                state.outcomes.append(Outcome(cutter: state.cutter, fault: state.cutter?.fault))
                state.cutter = nil
            }
        }
    }

    private func open(_ state: inout State) {
        let number = state.next
        state.next += 1
        do throws(FileFault) {
            state.cutter = try RecordCutter(inputs[number], number: number, limits: limits)
        } catch {
            state.outcomes.append(Outcome(cutter: nil, fault: "\(error)"))
        }
    }

    /// What became of each input, once all are read.
    func outcome<Result: Sendable>(_ number: Int, _ body: (Outcome) -> Result) -> Result? {
        state.withLock { number < $0.outcomes.count ? body($0.outcomes[number]) : nil }
    }
}
