package import Casework

/// One device management service as Apple's tenant lists it.
///
/// Source: AE 1.4, `mdmServers`. The list of School Manager and of older versions gives name, type and dates only.
package struct MDMServer: Sendable, Hashable {
    package let id: String
    package var name: String?
    /// `MDM`, `APPLE_CONFIGURATOR`, `APPLE_MDM` or whatever the source wrote.
    package var type: String?
    /// `ACTIVE`, `INACTIVE`, `DELETED` or whatever the source wrote.
    package var status: String?
    package var deviceCount: Int?
    /// When the MDM last talked to Apple: the tenant's own proof that its token is alive.
    package var lastConnectedAt: Instant?
    package var lastConnectedIP: String?
    package var createdAt: Instant?
    package var updatedAt: Instant?
    /// When the record was read; `nil` where nothing tells.
    package var observedAt: Instant?
    package let citation: Citation

    package init(id: String, citation: Citation) {
        self.id = id
        self.citation = citation
    }
}
