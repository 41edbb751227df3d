import ArgumentParser

/// The command line: one file a command, and the only place with a wall clock, an environment and exit codes.
@main
struct ABMForensics: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "abm-forensics",
        abstract: "Why is this Apple device, or this fleet, not enrolled, and who must do what about it?",
        discussion: """
            It reads evidence from the tenant, the MDM, the device, the network path and \
            the certificates, asks probes on seven layers, and prints one verdict: the \
            layer that broke first, the root causes with what speaks for and against \
            each, and who must do what. It never changes anything anywhere.

            Three ways in:
              run CASE                     a folder with evidence, judged as a whole
              device SERIAL --case CASE    one device, with its timeline
              path HOST                    a real TLS 1.3 handshake from here

            To prove what a gateway does:
              path HOST --via URL --baseline direct     the same handshake, both ways
              reflect                      the far end: records what arrived

            Learn more:
              explain L1-THROTTLED         what a finding code means and what to do
              probes list                  every question that is asked
              run --help                   options and examples

            Exit codes:
              0  nothing to report         64  usage
              1  warnings (--fail-on warn) 65  the case cannot be read
              2  something is broken       70  internal error
              3  could not be judged       78  an error in a case file
              130, 143  interrupted

            Standard output is the report, standard error the conversation.
            """,
        version: Version.text,
        subcommands: [
            RunCommand.self, DeviceCommand.self, PathCommand.self, ProbesCommand.self, ExplainCommand.self,
            ReportCommand.self, ReflectCommand.self, TriangulateCommand.self, InspectCommand.self,
        ],
        defaultSubcommand: RunCommand.self)
}
