import ADETokenProbes
import BootTrustProbes
import CallbacksProbes
import DeviceStateProbes
import ForensicsTestKit
import ProbeKit
import SupervisionProbes
import TLSPathProbes
import TenantHealthProbes
import Testing

/// The rosters of all layers that have probes: one line each.
let everyRoster: [RehearsedRoster] = [
    RehearsedRoster(Roster.tenantHealth),
    RehearsedRoster(Roster.deviceState),
    RehearsedRoster(Roster.tlsPath),
    RehearsedRoster(Roster.adeToken),
    RehearsedRoster(Roster.bootTrust),
    RehearsedRoster(Roster.callbacks),
    RehearsedRoster(Roster.supervision),
]

let everyCard: [FindingCard] = everyRoster.flatMap(\.cards).flatMap(\.raises) + RunCards.all

/// A card that a test names by its code.
struct NamedCard: Sendable, CustomTestStringConvertible {
    let card: FindingCard

    var testDescription: String { card.code.text }
}

let everyNamedCard = everyCard.map(NamedCard.init)
