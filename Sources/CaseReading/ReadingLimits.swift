package import Casework

/// The bounds inside which a case is read.
///
/// Units: bytes unless said otherwise. None of them is met by evidence of a million devices.
package struct ReadingLimits: Sendable, Hashable {
    /// The longest record or line; a longer one costs itself only.
    ///
    /// A HAR entry with a body needs this much.
    package var recordBytes = 16 << 20
    /// The largest file after inflation.
    package var inflatedBytes = 4 << 30
    /// How often a gzip may multiply once it gave `bombBytes`; logs of one message repeated stay below 150.
    package var inflationRatio = 200
    /// Where the ratio begins to count.
    package var bombBytes = 256 << 20
    /// The largest file that is read as one piece: certificates, profiles, tokens, secrets.
    package var documentBytes = 8 << 20
    /// The largest case file: a thousand entries with columns stay below a tenth of it.
    package var caseFileBytes = 1 << 20
    /// The largest manifest: a hundred thousand files.
    package var manifestBytes = 16 << 20
    /// The most evidence entries of a case.
    package var entries = 10_000
    /// The most lines kept of one log: what a rule asks for occurs a few times in an enrolment.
    package var keptLogLines = 20_000
    /// The longest text kept of one log line.
    package var logLineBytes = 4096
    /// The most exchanges kept of one file.
    package var exchanges = 100_000
    /// What is kept of an exchange's body.
    package var bodyBytes = 64 << 10
    /// What is kept of one header: cookies, the longest there are, stay below it.
    package var headerBytes = 8 << 10
    /// What is kept of the bodies and headers of one file; later exchanges count without theirs.
    package var exchangeBytes = 256 << 20
    /// How many files a folder without a case file may hold.
    package var folderFiles = 10_000

    package init() {}
}

/// What a call may decide over what the case says.
package struct ReadingOptions: Sendable, Hashable {
    /// The clock for every age rule, before anything that the case says.
    package var asOf: Instant?
    /// The clock where nothing in the case tells a time: the start of a live run.
    package var fallbackAsOf: Instant?
    /// Values of environment variables that secrets may refer to.
    package var environment: [String: String] = [:]
    /// Serial numbers or UDIDs of devices that somebody asked for by name: a sign of life.
    package var active: [String] = []

    package init(asOf: Instant? = nil, fallbackAsOf: Instant? = nil, environment: [String: String] = [:]) {
        self.asOf = asOf
        self.fallbackAsOf = fallbackAsOf
        self.environment = environment
    }
}
