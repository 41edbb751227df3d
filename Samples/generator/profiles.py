"""The MDM's enrolment profile with the supervision fingerprint in it, as a plain XML property list."""

import plistlib

from .fleet import uuid


def enrolment_profile(case, organisation, server, fingerprint):
    """A profile that cannot be removed; its SCEP challenge was struck out when it was exported."""
    host = f"https://{server}"
    scep, mdm, binding, top = (uuid(case, "payload", name) for name in ("scep", "mdm", "supervision", "top"))
    payloads = [
        _payload("com.apple.security.scep", scep, "Device identity", PayloadContent={
            "URL": f"{host}/scep", "Name": organisation, "Key Type": "RSA", "Keysize": 2048,
            "Key Usage": 5}),
        _payload("com.apple.mdm", mdm, "Device management", ServerURL=f"{host}/mdm",
                 CheckInURL=f"{host}/checkin", Topic=f"com.apple.mgmt.External.{uuid(case, 'topic').lower()}",
                 IdentityCertificateUUID=scep, AccessRights=8191, CheckOutWhenRemoved=True, SignMessage=True,
                 ServerCapabilities=["com.apple.mdm.per-user-connections"]),
        _payload("com.apple.mdm.supervision", binding, "Supervision",
                 SupervisionIdentityFingerprint=fingerprint)]
    profile = _payload("Configuration", top, "Remote Management", PayloadContent=payloads,
                       PayloadOrganization=organisation, PayloadRemovalDisallowed=True, PayloadScope="System")
    return plistlib.dumps(profile)


def _payload(kind, identifier, name, **more):
    return {"PayloadType": kind, "PayloadUUID": identifier, "PayloadVersion": 1, "PayloadDisplayName": name,
            "PayloadIdentifier": f"example.invented.{identifier.lower()}", **more}
