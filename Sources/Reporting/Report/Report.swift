package import Casework
package import ProbeKit

/// The one report: all that `abm-forensics/report/1` says, and all that any renderer may print.
///
/// Shape: every list is complete except devices, of which a finding keeps ten examples beside the exact count.
package struct Report: Sendable, Hashable {
    package static let schema = "abm-forensics/report/1"

    package var tool: Tool
    package var run: Run
    package var caseBlock: CaseBlock
    package var verdict: VerdictBlock
    /// The seven layers from the bottom up, whether or not they were asked.
    package var layers: [LayerBlock]
    package var findings: [FindingBlock]
    package var devices: Devices?
    package var handshakes: [JSONTree]
    package var score: Score?
    package var notTested: [NotTestedBlock]

    package func finding(_ id: String) -> FindingBlock? {
        findings.first { $0.id == id }
    }
}

extension Report {
    package struct Tool: Sendable, Hashable {
        package var name: String
        package var version: String

        package init(name: String = "abm-forensics", version: String) {
            self.name = name
            self.version = version
        }
    }

    /// What differs between two runs over the same evidence.
    package struct Run: Sendable, Hashable {
        package enum Mode: String, Sendable, Hashable, CaseIterable {
            case live, offline
        }

        package var id: String
        package var mode: Mode
        package var startedAt: Instant
        package var duration: Interval
        package var command: [String]
        package var vantage: Vantage?
        package var probeDurations: [ProbeID: Interval]

        package init(
            id: String, mode: Mode, startedAt: Instant, duration: Interval, command: [String],
            vantage: Vantage? = nil, probeDurations: [ProbeID: Interval] = [:]
        ) {
            self.id = id
            self.mode = mode
            self.startedAt = startedAt
            self.duration = duration
            self.command = command
            self.vantage = vantage
            self.probeDurations = probeDurations
        }
    }

    package struct CaseBlock: Sendable, Hashable {
        package struct Tenant: Sendable, Hashable {
            package var id: String?
            package var sector: String?
            package var dialect: String?

            package init(id: String? = nil, sector: String? = nil, dialect: String? = nil) {
                self.id = id
                self.sector = sector
                self.dialect = dialect
            }
        }

        package struct MDM: Sendable, Hashable {
            package var vendor: String?
            package var version: String?
            package var serverID: String?
            package var syncIntervalMinutes: Int?

            package init(
                vendor: String? = nil, version: String? = nil, serverID: String? = nil,
                syncIntervalMinutes: Int? = nil
            ) {
                self.vendor = vendor
                self.version = version
                self.serverID = serverID
                self.syncIntervalMinutes = syncIntervalMinutes
            }
        }

        package var id: String
        package var title: String
        package var asOf: Instant
        package var tenant: Tenant
        package var mdm: MDM
        package var manifestSHA256: String?
        /// How many files were read as evidence.
        package var evidenceFiles: Int
        package var unknown: UnknownBlock

        package init(
            id: String, title: String = "", asOf: Instant, tenant: Tenant = Tenant(), mdm: MDM = MDM(),
            manifestSHA256: String? = nil, evidenceFiles: Int, unknown: UnknownBlock = UnknownBlock()
        ) {
            self.id = id
            self.title = title
            self.asOf = asOf
            self.tenant = tenant
            self.mdm = mdm
            self.manifestSHA256 = manifestSHA256
            self.evidenceFiles = evidenceFiles
            self.unknown = unknown
        }
    }

    package struct Devices: Sendable, Hashable {
        package var total: Int
        package var byState: [String: Int]
        /// The file with every divergent device, relative to the report.
        package var list: String?

        package init(total: Int, byState: [String: Int], list: String? = nil) {
            self.total = total
            self.byState = byState
            self.list = list
        }
    }

    /// The field guide's compliance score and service-level indicators.
    ///
    /// Source: FG-1.10, FG-1.11.
    package struct Score: Sendable, Hashable {
        package var compliance: Int?
        package var parts: [String: Figure]
        package var tokenUtilisation: Double?
        package var pendingHalfLifeSeconds: Double?
        /// Share of completed handshakes by MDM vendor, 0 to 1.
        package var handshakeSuccess: [String: Double]

        package init(
            compliance: Int? = nil, parts: [String: Figure] = [:], tokenUtilisation: Double? = nil,
            pendingHalfLifeSeconds: Double? = nil, handshakeSuccess: [String: Double] = [:]
        ) {
            self.compliance = compliance
            self.parts = parts
            self.tokenUtilisation = tokenUtilisation
            self.pendingHalfLifeSeconds = pendingHalfLifeSeconds
            self.handshakeSuccess = handshakeSuccess
        }
    }
}
