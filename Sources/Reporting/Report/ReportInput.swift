package import Diagnosis
package import ProbeKit

/// What a report is made of: the verdict and what only the caller knows.
package struct ReportInput: Sendable {
    package var verdict: Verdict
    package var tool: Report.Tool
    package var run: Report.Run
    package var caseBlock: Report.CaseBlock
    package var devices: Report.Devices?
    /// The serial number of a device by its ordinal in the ledger.
    package var serial: @Sendable (Int) -> String?
    package var handshakes: [JSONTree]
    package var score: Report.Score?
    package var failOn: FailOn
    /// The layers that the run was asked to judge.
    package var required: Set<Layer>
    /// Set where the verdict does not decide the exit code: 77 or 75 if only our own access failed.
    package var exitCode: Int?

    package init(
        verdict: Verdict, tool: Report.Tool, run: Report.Run, caseBlock: Report.CaseBlock,
        devices: Report.Devices? = nil, serial: @escaping @Sendable (Int) -> String? = { _ in nil },
        handshakes: [JSONTree] = [], score: Report.Score? = nil, failOn: FailOn = .fail,
        required: Set<Layer> = Set(Layer.ladder), exitCode: Int? = nil
    ) {
        self.verdict = verdict
        self.tool = tool
        self.run = run
        self.caseBlock = caseBlock
        self.devices = devices
        self.serial = serial
        self.handshakes = handshakes
        self.score = score
        self.failOn = failOn
        self.required = required
        self.exitCode = exitCode
    }
}
