"""The list of cases: which fault each holds, and what an expert would say of it."""

from dataclasses import dataclass, field

from . import device_faults as device
from . import lifecycle_faults as life
from . import mdm_faults as mdm
from . import service_faults as service
from .site import Site


@dataclass(slots=True)
class Case:
    """`causes` are `(code, owner, devices)`: devices is how many the fault keeps from enrolling, 0 for none.

    `also` are findings that must stand in the report and are no cause; `shows` is the line of the table.
    """

    name: str
    title: str
    vendor: str
    kind: str
    faults: list
    causes: list
    layer: int | None
    shows: str
    row: int | None = None
    also: list = field(default_factory=list)

    def build(self, root, code):
        site = Site(self.name, code, self.vendor, self.kind)
        for fault in self.faults:
            fault(site)
        site.write(root, self.title)
        return site


def _row(number, slug, title, vendor, kind, fault, causes, layer, shows, also=(), mark=""):
    return Case(f"row{number:02}{mark}-{slug}", title, vendor, kind,
                [fault], causes, layer, shows, number, list(also))


ROWS = [
    _row(1, "new-devices-never-appear", "New Macs have not appeared in the console since last week",
         "jamf-pro", "mac", service.token_ended, [("L4-TOKEN-EXPIRED", "mdm", 3)], 4,
         "server token past its end, `/session` answers 401"),
    _row(2, "sync-stopped-for-all", "No sync for days, although the token is good until April", "simplemdm",
         "ipad", service.terms, [("L1-TERMS-NOT-ACCEPTED", "tenant", 3)], 1, "403 `T_C_NOT_SIGNED`"),
    _row(3, "access-denied", "The console says access denied and shows no new iPads", "iru", "ipad",
         service.server_deleted, [("L4-SERVER-REMOVED", "tenant", 3)], 4,
         "403 `ACCESS_DENIED`, the server's entry is `DELETED`"),
    _row(4, "new-token-is-not-accepted", "The server does not take the new token file", "nanomdm", "mac",
         service.token_for_another_key, [("L4-TOKEN-WRONG-KEY", "mdm", 3)], 4,
         "token file made for another certificate than the server's"),
    _row(5, "in-the-organisation-not-in-mdm",
         "Three new Macs are in the organisation and not in the console", "mosyle", "mac",
         service.on_another_server, [("L2-WRONG-SERVER", "tenant", 3)], 2, "assigned to another MDM server"),
    _row(5, "never-assigned", "Three new iPads are in the organisation and not in the console", "simplemdm",
         "ipad", service.on_no_server, [("L2-UNASSIGNED", "tenant", 3)], 2, "assigned to no MDM server",
         mark="b"),
    _row(6, "assigned-but-unchanged", "An assignment of seven Macs was reported as done, three never came",
         "jamf-pro", "mac", service.assignment_failed, [("L1-ASSIGNMENT-FAILED", "tenant", 3)], 1,
         "activity `COMPLETED_WITH_ERROR` and its result file"),
    _row(7, "no-remote-management-pane", "New Macs are listed and never show Remote Management", "intune",
         "mac", life.no_profile, [("L2-NO-ADE-PROFILE", "mdm", 3)], 2,
         "`profile_status: empty`, the device says `(null)`"),
    _row(8, "profile-assigned-nothing-starts", "iPads have a profile in the console and start without it",
         "intune", "ipad", service.profile_older_than_token, [("L2-NO-ADE-PROFILE", "mdm", 3)], 2,
         "the console names a profile that Apple does not have"),
    _row(9, "assigned-again-to-the-same-server", "Macs lost Remote Management after an inventory clean-up",
         "fleet", "mac", life.profile_removed, [("L2-PROFILE-REMOVED", "mdm", 3)], 2,
         "`modified` with `profile_status: removed` in the sync feed"),
    _row(10, "profile-assignment-errors", "Hosts stay pending and the console shows a profile error",
         "fleet", "mac", service.assignment_throttled, [("L2-ASSIGN-REFUSED", "mdm", 3)], 2,
         "assignments answered `THROTTLED`"),
    _row(11, "settings-of-last-month", "Some iPads came up with the settings of last month", "iru", "ipad",
         life.old_profile, [("L2-WRONG-PROFILE", "mdm", 3)], 2,
         "profile assigned after the device had fetched"),
    _row(12, "delta-sync-brings-nothing", "The server syncs every hour and learns of no new device",
         "nanomdm", "ipad", service.cursor_too_old, [("L4-CURSOR-EXPIRED", "mdm", 3)], 4,
         "400 `EXPIRED_CURSOR`, again and again"),
    _row(13, "profile-cannot-be-saved", "The new enrolment profile is saved and no device gets it", "intune",
         "iphone", service.definition_rejected, [("L4-PROFILE-REJECTED", "mdm", 3)], 4,
         "400 `SUPPORT_PHONE_INVALID`"),
    _row(14, "assigned-never-enrols", "Two Macs in daily use are assigned and do not enrol", "jamf-pro",
         "mac", life.set_up_already, [("L2-ALREADY-SET-UP", "device", 2)], 2,
         "set up before the profile was assigned"),
    _row(15, "configuration-could-not-be-retrieved",
         "iPads say that the configuration could not be retrieved", "simplemdm", "ipad", device.service_down,
         [("L5-CLOUD-CONFIG-ERROR", "apple", 2)], 5, "34004 over a good TLS path"),
    _row(16, "unavailable-behind-the-proxy",
         "In the office the configuration is unavailable, at home it works", "iru", "ipad",
         device.inspected_profiles, [("L3-INTERCEPTED", "network", 3)], 3,
         "`iprofiles.apple.com` presents the gateway's certificate, 34008 on the device"),
    _row(17, "activation-fails-in-the-office", "iPhones do not activate in the office", "iru", "iphone",
         device.inspected_activation, [("L3-INTERCEPTED", "network", 3)], 3,
         "pinned activation hosts are inspected"),
    _row(18, "hangs-retrieving-activation-record",
         "Macs out of the van hang at retrieving the activation record", "jamf-pro", "mac",
         device.no_device_certificate, [("L5-ATTESTATION-UNAVAILABLE", "device", 2)], 5,
         "UCRT is unavailable, the scheduler holds it back"),
    _row(19, "one-mac-never-asks", "One Mac was erased twice and never asks for management", "jamf-pro",
         "mac", device.shut_out, [("L5-HOSTS-BLOCKED", "device", 1)], 5,
         "hosts file and contradictory markers"),
    _row(20, "installation-failed-403", "Macs say that the installation failed with an unexpected status",
         "jamf-pro", "mac", mdm.dates_checked, [("L6-ENROLMENT-REFUSED", "mdm", 3)], 6,
         "the server checks dates of Apple's device authority"),
    _row(21, "invalid-profile", "iPhones say invalid profile", "intune", "iphone", mdm.platform_blocked,
         [("L6-ENROLMENT-REFUSED", "mdm", 3)], 6, "enrolment restriction on the platform"),
    _row(22, "everything-went-quiet", "Since early September no iPhone answers the console", "intune",
         "iphone", mdm.push_expired, [("L6-PUSH-CERT-EXPIRED", "mdm", 5)], 6,
         "push certificate past its end"),
    _row(22, "quiet-since-the-renewal", "No iPad answers since the push certificate was renewed",
         "simplemdm", "ipad", mdm.push_replaced, [("L6-PUSH-TOPIC-CHANGED", "mdm", 5)], 6,
         "push certificate with another topic", mark="b"),
    _row(23, "enrolled-and-unreachable", "Some enrolled Macs get no commands", "mosyle", "mac",
         device.push_blocked, [("L3-APNS-BLOCKED", "network", 4)], 3,
         "5223 and 443 to the push service are closed"),
    _row(24, "server-certificate-is-invalid", "Macs say that the server certificate is invalid", "nanomdm",
         "mac", device.wrong_anchors, [("L7-ANCHORS-WRONG", "mdm", 3)], 7,
         "`anchor_certs` of the old authority"),
    _row(25, "profile-is-invalid", "Macs reject the enrolment profile of the new release", "nanomdm", "mac",
         device.broken_profile, [("L5-PROFILE-INSTALL-FAILED", "mdm", 3)], 5, "MCProfileErrorDomain 1000"),
    _row(26, "identity-not-issued", "Enrolment ends with profile installation failed", "fleet", "mac",
         device.identity_refused, [("L5-PROFILE-INSTALL-FAILED", "mdm", 3)], 5, "SCEP answers 500"),
    _row(27, "stuck-at-awaiting-configuration", "Macs stay at awaiting configuration", "nanomdm", "mac",
         mdm.never_released, [("L2-AWAITING-CONFIGURATION", "mdm", 3)], 2,
         "no `DeviceConfigured` after `TokenUpdate`"),
    _row(28, "hangs-after-the-password", "Setup hangs after the password was typed", "intune", "iphone",
         mdm.sign_in_refused, [("L6-ENROLMENT-REFUSED", "mdm", 3)], 6, "second factor in the old sign-in"),
    _row(29, "nothing-works-in-the-warehouse", "iPads in the new warehouse do not start enrolment", "intune",
         "ipad", device.no_way_out, [("L3-UNREACHABLE", "network", 3)], 3, "Apple's hosts cannot be reached"),
    _row(30, "setup-stops-for-an-update", "Macs stop during setup and talk of an update", "fleet", "mac",
         mdm.update_first, [("L3-REFUSED", "network", 3)], 3, "403 update required, update hosts refused",
         ["L6-UPDATE-REQUIRED"]),
    _row(31, "ipads-left-management", "iPads of the spring project left management by themselves",
         "simplemdm", "ipad", life.left_early, [], None,
         "provisional period of devices added with Configurator", ["L2-PROVISIONAL"]),
    _row(32, "migration-does-not-start", "iPads were to move to the new console last week", "iru", "ipad",
         life.migration_stuck, [("L2-MIGRATION-STUCK", "mdm", 3)], 2,
         "migration past its deadline, or failed"),
    _row(33, "sold-devices-still-listed", "iPads that were sold are still listed as managed", "intune",
         "ipad", life.released, [("L2-RELEASED-BUT-MANAGED", "mdm", 3)], 2,
         "released by the organisation, enrolled here"),
    _row(34, "repaired-macs-do-not-enrol", "Two Macs came back from repair and do not enrol", "mosyle",
         "mac", life.unit_swapped, [("L2-UNASSIGNED", "tenant", 2)], 2,
         "units swapped, new serials on no server", ["L2-REPLACED"]),
    _row(35, "script-says-not-enrolled", "A script says that a Mac is not in the programme", "jamf-pro",
         "mac", device.asked_too_soon, [], None, "the second question of a day is not answered",
         ["L5-ANSWER-CACHED"]),
    _row(36, "errors-right-after-unboxing", "Two Macs from storage cannot reach anything", "jamf-pro", "mac",
         device.wrong_clock, [("L5-CLOCK-WRONG", "device", 2)], 5, "certificate not yet valid on the device",
         ["L3-TIME-BLOCKED"]),
    _row(37, "api-script-gets-no-token", "The nightly inventory script gets no token", "nanomdm", "mac",
         service.api_key_refused, [("L1-AUTH-REJECTED", "tenant", 0)], 1,
         "400 `invalid_client`, assertion of a year"),
    _row(38, "some-people-cannot-enrol", "Some people cannot enrol a new iPhone", "intune", "iphone",
         mdm.device_cap, [("L6-ENROLMENT-REFUSED", "mdm", 3)], 6, "DeviceCapReached"),
    _row(39, "devices-drop-out", "Devices drop out of management after the database was moved", "nanomdm",
         "mac", mdm.forgotten, [("L6-ENROLMENT-REFUSED", "mdm", 3)], 6,
         "401 and `com.apple.unrecognized.device`"),
]
