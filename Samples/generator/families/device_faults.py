"""Faults on the device and on its way to Apple and the MDM."""

import base64

from .. import clock
from ..certificates import Authority
from ..folder import compact
from . import logs, paths
from .site import AS_OF

DAY, HOUR, MINUTE, SECOND = clock.DAY, clock.HOUR, clock.MINUTE, clock.SECOND
CLOUD = 'Error Domain=MCCloudConfigurationErrorDomain Code={} "{}" UserInfo={{{}CloudConfigurationErrorType=CloudConfigurationFatalError}}'
FETCH = "Failed to retrieve cloud configuration: "


def cloud_error(code, text, more=""):
    return CLOUD.format(code, text, more)


def _watch(site, host, measure, rounds=3):
    """Three handshakes, minutes apart."""
    for turn in range(rounds):
        site.transcripts.append(measure(host, AS_OF - (70 - 5 * turn) * MINUTE))


def _fine(site, *hosts, via="direct", vantage="device-network"):
    for host in hosts:
        _watch(site, host, lambda host, time: paths.completed(
            site.authority, host, time, site.dice, vantage=vantage, via=via))


def service_down(site, count=2):
    """Apple's cloud configuration service answers that it is busy."""
    found = site.waiting(count)
    _fine(site, "iprofiles.apple.com")
    for unit in found:
        start = AS_OF - site.dice.between(100, 300) * MINUTE
        refused = cloud_error(34004, "The cloud configuration server is unavailable or busy.")
        logs.add(site, unit, start, [
            (0, "Setup", "Presenting Remote Management pane"), (3, "teslad", "POST https://iprofiles.apple.com/resource HTTP 200"),
            (4, "teslad", "Failed to retrieve cloud configuration: " + refused),
            (4, "profiled", 'Cloud configuration fetch failed: Error Domain=MCCloudConfigErrorDomain Code=33001 '
             '"The cloud configuration could not be retrieved." UserInfo={NSUnderlyingError=' + refused + "}")],
            form="console")
    return found


def inspected(site, hosts=("iprofiles.apple.com",), free=("albert.apple.com",), count=3, product=0):
    """The office gateway terminates TLS for some of Apple's hosts; over the guest network all is well."""
    found = site.waiting(count)
    gateway = paths.Inspector(site.name, product)
    for host in hosts:
        _watch(site, host, lambda host, time: paths.completed(
            gateway, host, time, site.dice, via="office",
            chain=gateway.chain(host)))
        site.transcripts.append(paths.completed(
            site.authority, host, AS_OF - 48 * MINUTE, site.dice, via="guest"))
    for host in free:
        site.transcripts.append(paths.completed(
            site.authority, host, AS_OF - 47 * MINUTE, site.dice, via="office"))
    return found


def inspected_profiles(site, count=3):
    found = inspected(site, count=count)
    host = "iprofiles.apple.com"
    logs.add(site, found[0], AS_OF - 4 * HOUR, [
        (0, "Setup", "Presenting Remote Management pane"),
        (2, "trustd", "Trust evaluate failure: [leaf AnchorTrusted LeafMarkersProdAndQA] [root AnchorTrusted]"),
        (2, "teslad", f"{host}: Error Domain=NSURLErrorDomain Code=-1202 \"The certificate for this server is invalid.\""),
        (3, "teslad", FETCH + cloud_error(34008, "The cloud configuration server could not be verified."))],
        form="console")
    return found


def inspected_activation(site, count=3):
    hosts = ("humb.apple.com", "tbsc.apple.com", "gs.apple.com")
    found = inspected(site, hosts, ("iprofiles.apple.com", "albert.apple.com"), count, product=1)
    logs.add(site,
    found[0],
    AS_OF - 5 * HOUR,
    [ (0,
    "mobileactivationd",
    "Requesting activation from https://tbsc.apple.com/ucrt2/UcrtMintService"),
    (1,
    "trustd",
    "Trust evaluate failure: [leaf AnchorApple LeafMarkersProdAndQA] [ca1 IntermediateMarkerOid] "
    "[root AnchorApple]"),
    (1,
    "mobileactivationd",
    'humb.apple.com: Error Domain=NSURLErrorDomain Code=-1202 "The certificate for this '
    'server is invalid."'),
    (2,
    "mobileactivationd",
    "Activation failed, will retry")],
     form="console")
    return found


def no_device_certificate(site, count=2):
    """No UCRT: the scheduler holds the request back because the machine is hot."""
    found = site.waiting(count)
    for unit in found:
        missing = 'Error Domain=com.apple.MobileActivation.ErrorDomain Code=-4 "UCRT is unavailable"'
        logs.add(site,
    unit,
    AS_OF - site.dice.between(3,
    9) * HOUR,
    [ (0,
    "dasd",
    "com.apple.mobileactivationd.UCRT.OOB:[ {name: ThermalPolicy, policyWeight: 5.000, response: "
    "{Decision: Absolutely Must Not Proceed, Score: 0.00, Rationale: [{thermalLevel >= 40}]}} ]"),
    (6,
    "mobileactivationd",
    "Failed to retrieve UCRT: " + missing),
    (8,
    "teslad",
    "Retrieving activation record"),
    (40,
    "teslad",
    missing),
    (160,
    "teslad",
    FETCH + cloud_error( 34006,
    "The cloud configuration server is unavailable.",
    f"NSUnderlyingError={missing}, "))],
    form="ndjson",
     noise=5)
    return found


def shut_out(site):
    """The owner keeps the Mac from asking: a hosts file, and markers that contradict each other."""
    unit = site.waiting(1)[0]
    names = [
    "iprofiles.apple.com",
    "mdmenrollment.apple.com",
    "deviceenrollment.apple.com",
    "albert.apple.com",
     "acmdm.apple.com"]
    site.add("device-files", f"device/{unit.serial}/hosts", "##\n# Host Database\n##\n127.0.0.1\tlocalhost\n"
             "255.255.255.255\tbroadcasthost\n::1             localhost\n"
             + "".join(f"0.0.0.0 {name}\n" for name in names), device=unit.serial)
    folder = "/private/var/db/ConfigurationProfiles/Settings"
    site.add("device-files", f"device/{unit.serial}/markers.txt", "".join(
        f"-rw-r--r--  1 root  wheel  0 Sep 13 21:04 {folder}/{name}\n" for name in (
            ".cloudConfigNoActivationRecord", ".cloudConfigProfileInstalled", ".cloudConfigRecordNotFound")),
        device=unit.serial)
    logs.profiles_show(
    site, unit, "Error fetching Device Enrollment configuration: (34000) Error Domain="
    'MCCloudConfigurationErrorDomain Code=34000 "The device failed to request configuration '
    'from the cloud." UserInfo={CloudConfigurationErrorType=CloudConfigurationFatalError}\n')
    return [unit]


def push_blocked(site, count=4):
    """Devices that enrolled elsewhere and came back to a network without a way to the push service."""
    found = site.veterans(count)
    for unit in found:
        unit.contact = AS_OF - site.dice.between(9 * 24, 15 * 24) * HOUR
    host = "1-courier.push.apple.com"
    for port, outcome in ((5223, "unreachable"), (443, "refused")):
        _watch(
    site,
    host,
    lambda host,
    time: paths.failed(
        outcome,
        host,
        time,
        site.dice,
        via="office",
         port=port))
    _fine(site, "iprofiles.apple.com", via="office")
    logs.add(site, found[0], AS_OF - 2 * HOUR, [
        (second, "apsd", f"courier connection to {host} on port {port} failed, next try in {wait} s")
        for second, port, wait in ((0, 5223, 8), (10, 443, 16), (31, 5223, 64), (97, 443, 128))], form="console")
    return found


def wrong_anchors(site, count=3):
    """The MDM has a certificate of another authority; its ADE profile still pins the old one."""
    found = site.handed_over(count)
    _fine(site, site.host)
    old = Authority(f"family {site.name} old")
    site.add("ade-profile",
    "ade/profile.json",
    compact({ "profile_uuid": site.profile,
    "profile_name": "Devices",
    "url": f"https://{site.host}/enroll",
    "is_mandatory": True,
    "is_mdm_removable": False,
    "is_supervised": True,
    "await_device_configured": False,
    "anchor_certs": [base64.b64encode(old.root.der).decode()],
    "skip_setup_items": ["AppleID",
    "Siri"],
    "org_magic": "",
     "language": "en"}) + "\n")
    logs.add(site, found[0], found[0].pushed, [
        *logs.FETCHED, (20, "trustd", "Trust evaluate failure: [leaf AnchorTrusted] [ca1] [root AnchorTrusted]"),
        (21, "mdmclient", f'Error Domain=MCInstallationErrorDomain Code=4001 "The server certificate for '
         f'https://{site.host}/enroll is invalid." UserInfo={{NSUnderlyingError=Error Domain=NSOSStatusErrorDomain '
         'Code=-9807}')])
    return found


def broken_profile(site, count=3):
    """What the server hands out is no profile: its template begins with an empty line and lacks a key."""
    found = site.handed_over(count)
    for unit in found:
        logs.add(site, unit, unit.pushed, [
            *logs.FETCHED, (18, "mdmclient", f"Downloading https://{site.host}/enroll"),
            (21, "mdmclient", 'Error Domain=MCProfileErrorDomain Code=1000 "The profile is invalid." UserInfo={'
             'NSUnderlyingError=Error Domain=MCProfileErrorDomain Code=1003 "The field IdentityCertificateUUID is '
             'missing."}'), (22, "Setup Assistant", "Presenting alert: Profile installation failed")])
    return found


def identity_refused(site, count=3):
    """The certificate authority behind SCEP refuses the challenge."""
    found = site.handed_over(count)
    for unit in found:
        logs.add(site, unit, unit.pushed, [
            *logs.FETCHED, (24, "mdmclient", "Installing configuration profile: Remote Management"),
            (26, "SCEPHelper", f"SCEP: PKIOperation to https://{site.host}/scep answered HTTP 500"),
            (27, "mdmclient", 'Error Domain=MCInstallationErrorDomain Code=4001 "Profile Installation Failed" UserInfo={'
             'NSUnderlyingError=Error Domain=MCSCEPErrorDomain Code=22013 "The SCEP server returned an invalid response."}')])
    return found


def no_way_out(site, count=3):
    """The warehouse network lets nothing through to Apple."""
    found = site.waiting(count)
    for host in ("iprofiles.apple.com", "albert.apple.com", "mesu.apple.com"):
        _watch(site, host, lambda host, time: paths.failed(
            "unreachable", host, time, site.dice, via="warehouse", error="connection timed out"))
        site.transcripts.append(paths.completed(
            site.authority, host, AS_OF - 40 * MINUTE, site.dice, via="office"))
    logs.add(site, found[0], AS_OF - 6 * HOUR, [
        (0, "Setup", "Presenting Remote Management pane"),
        (4, "teslad", "XPC_TYPE_ERROR Connection invalid"),
        (9, "softwareupdated", "https://mesu.apple.com/assets/iOS/com_apple_MobileAsset_SoftwareUpdate.xml: "
         'Error Domain=NSURLErrorDomain Code=-1001 "The request timed out."'),
        (35, "teslad", FETCH + cloud_error(
            34006, "The cloud configuration server is unavailable.",
            'NSUnderlyingError=Error Domain=NSURLErrorDomain Code=-1001 "The request timed out.", '))],
        form="console")
    return found


def asked_too_soon(site):
    """A script asked a healthy Mac for its configuration a second time within a day."""
    unit = site.veterans(1)[0]
    logs.profiles_show(
    site,
    unit,
     "Error fetching Device Enrollment configuration - Request too soon.  Try again later.\n")
    logs.profiles_status(site, unit, enrolled=True)
    logs.well(site, unit)
    folder = "/private/var/db/ConfigurationProfiles/Settings"
    site.add("device-files", f"device/{unit.serial}-markers.txt", "".join(
        f"-rw-r--r--  1 root  wheel  {size} Sep 16 {hour} {folder}/{name}\n" for size, hour, name in (
            (0, "07:58", ".cloudConfigHasActivationRecord"), (233, "07:58", ".cloudConfigRecordFound"),
            (0, "07:59", ".cloudConfigProfileInstalled"), (161, "07:58", ".cloudConfigTimerCheck"))),
        device=unit.serial)


def wrong_clock(site, count=2):
    """Macs that lay a year in a drawer, on a network that lets no NTP through."""
    found = site.waiting(count)
    for turn in range(3):
        site.transcripts.append(paths.time_question(False, AS_OF - (70 - 5 * turn) * MINUTE, site.dice))
    _fine(site, "iprofiles.apple.com")
    for unit in found:
        # The device's own clock, not ours, stamps its log.
        start = clock.at("2025-06-03T10:11:00Z") + site.dice.between(0, 40_000) * SECOND
        logs.add(site, unit, start, [
            (0, "kernel", "settimeofday: RTC time used, no network time"),
            (6, "timed", "no answer from time.apple.com"),
            (30, "trustd", "Trust evaluate failure: [leaf TemporalValidity]"),
            (30, "teslad", "iprofiles.apple.com: SecTrustEvaluateWithError: certificate is not yet valid, errSSL -9815, "
             'Error Domain=NSURLErrorDomain Code=-1204 "The certificate for this server is not yet valid."'),
            (31, "teslad", FETCH + cloud_error(
                34006, "The cloud configuration server is unavailable.",
                "NSUnderlyingError=Error Domain=NSURLErrorDomain Code=-1204, "))])
    return found
