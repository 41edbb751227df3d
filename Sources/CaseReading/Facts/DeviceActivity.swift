package import Casework

/// One assignment, release or migration that Apple works off for many devices, with what became of each.
///
/// Source: AE 1.4, `orgDeviceActivities` and the CSV behind its `downloadUrl`.
package struct DeviceActivity: Sendable, Hashable {
    /// The id that Apple gave it; of results without their activity, the name of their file.
    package let id: String
    /// `ASSIGN_DEVICES`, `UNASSIGN_DEVICES`, … where the source says.
    package var type: String?
    /// `IN_PROGRESS`, `COMPLETED`, `STOPPED`, `FAILED` or whatever the source wrote.
    package var status: String?
    package var subStatus: String?
    package var createdAt: Instant?
    package var completedAt: Instant?
    /// When the record was read; `nil` where nothing tells.
    package var observedAt: Instant?
    package var serverID: String?
    /// The devices that it was asked for, as far as a list knows them.
    package var devices = DeviceSet()
    /// How many devices it was asked for; `nil` where the source does not say.
    package var deviceCount: Int?
    /// The rows of its result file, where that was supplied.
    package var results: Results?
    package let citation: Citation

    package init(id: String, citation: Citation) {
        self.id = id
        self.citation = citation
    }

    /// What the result file says, row by row.
    package struct Results: Sendable, Hashable {
        package var rows = 0
        package var failures: [Failure] = []
        package let citation: Citation

        package init(rows: Int = 0, failures: [Failure] = [], citation: Citation) {
            self.rows = rows
            self.failures = failures
            self.citation = citation
        }
    }

    /// A device for which it did not work.
    package struct Failure: Sendable, Hashable {
        package let serial: String
        /// The ordinal in the fleet; `nil` for a device that no list knows.
        package let device: Int?
        package let reason: String?
        package let line: Int

        package init(serial: String, device: Int?, reason: String?, line: Int = 1) {
            self.serial = serial
            self.device = device
            self.reason = reason
            self.line = line
        }
    }
}
