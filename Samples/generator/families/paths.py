"""Handshakes to Apple's hosts and the MDM, as `path` writes them."""

from .. import clock
from ..certificates import Authority, Certificate
from ..transcripts import SUITES

# Host: (role, address without port).
HOSTS = {
    "iprofiles.apple.com": ("cloud-config", "17.253.17.204"), "mdmenrollment.apple.com": ("ade-service", "17.248.209.68"),
    "albert.apple.com": ("activation", "17.32.214.41"), "humb.apple.com": ("attestation", "17.32.194.20"),
    "tbsc.apple.com": ("activation", "17.32.194.37"), "gs.apple.com": ("activation", "17.111.103.20"),
    "gdmf.apple.com": ("other", "17.253.5.201"), "mesu.apple.com": ("other", "17.253.5.208"),
    "1-courier.push.apple.com": ("apns", "17.57.146.20"), "time.apple.com": ("time", "17.253.4.125"),
    "mdm.example.org": ("mdm", "203.0.113.24")}


# Names that gateways give their own authorities: root, intermediate, organisation.
GATEWAYS = [("Zscaler Root CA", "Zscaler Intermediate Root CA (zscalertwo.net)", "Zscaler Inc."),
            ("Gateway CA - Cloudflare Managed G1", "Gateway Issuing CA - Cloudflare Managed G1", "Cloudflare, Inc.")]


class Inspector(Authority):
    """A company gateway's own certification authority: it signs a leaf for every host that passes."""

    def __init__(self, case, gateway=0):
        root, intermediate, owner = GATEWAYS[gateway]
        self.case = f"{case} gateway"
        parts = [("C", "US"), ("O", owner)]
        self.root = Certificate((self.case, "root"), parts + [("CN", root)],
                                ("2021-01-01T00:00:00Z", "2041-01-01T00:00:00Z"), "root")
        self.intermediate = Certificate((self.case, "intermediate"), parts + [("CN", intermediate)],
                                        ("2025-03-01T00:00:00Z", "2027-03-01T00:00:00Z"), "issuer", self.root)

    def chain(self, host):
        return [self.server(host), self.intermediate, self.root]


def _start(host, vantage, via, time, dice, port):
    resolved = dice.between(2_400, 16_000)
    role, address = HOSTS[host]
    return [("resolve", resolved)], {
        "startedAt": clock.micros(time), "serverName": host, "address": f"{address}:{port}", "via": via,
        "hostRole": role, "vantage": vantage,
        "sent": {"sni": host, "bytes": 238 + len(host), "cipherSuites": SUITES, "alpn": ["h2", "http/1.1"]}}


def _finish(transcript, stages, error=None):
    stages = [{"name": name, "atMs": at / 1000} for name, at in stages]
    return transcript | {"stages": stages} | ({"error": error} if error else {})


def completed(authority, host, time, dice, vantage="device-network", via="direct", port=443, chain=None):
    stages, transcript = _start(host, vantage, via, time, dice, port)
    at = stages[-1][1]
    for name, low, high in (("connect", 14_000, 34_000), ("client-hello", 300, 900),
                            ("server-hello", 16_000, 38_000), ("encrypted-extensions", 60, 300),
                            ("certificate", 60, 700), ("certificate-verify", 60, 300),
                            ("server-finished", 60, 300), ("client-finished", 200, 700)):
        at += dice.between(low, high)
        stages.append((name, at))
    chain = chain or [authority.server(host), authority.intermediate]
    return _finish(transcript | {
        "outcome": "completed", "acked": True, "version": "TLSv1.3", "cipherSuite": "TLS_AES_256_GCM_SHA384",
        "group": "x25519", "alpn": "h2", "sniAcknowledged": True, "clientCertificateRequested": False,
        "certificates": [certificate.transcript() for certificate in chain],
        "verified": {"certificateVerify": "valid", "finished": "valid"},
        "bytesIn": 2_000 + sum(len(certificate.der) for certificate in chain), "bytesOut": 402 + len(host)}, stages)


def failed(outcome, host, time, dice, vantage="device-network", via="direct", port=443, error=None):
    """No connection: `unreachable`, `refused`, or `unresolved`."""
    stages, transcript = _start(host, vantage, via, time, dice, port)
    del transcript["sent"]
    if outcome == "unresolved":
        del transcript["address"]
        stages = []
    wait = 9_000_000 if outcome == "unreachable" else dice.between(900, 9_000)
    stages.append(("close", wait))
    return _finish(transcript | {"outcome": outcome, "bytesIn": 0, "bytesOut": 0}, stages, error)


def stalled(host, time, dice, vantage="device-network", via="direct"):
    """TCP connects, the ClientHello is acknowledged, then nothing for thirty seconds."""
    stages, transcript = _start(host, vantage, via, time, dice, 443)
    stages.append(("connect", stages[-1][1] + dice.between(14_000, 34_000)))
    stages.append(("client-hello", stages[-1][1] + dice.between(300, 900)))
    stages.append(("close", stages[-1][1] + 30_000_000 + dice.between(2_000, 46_000)))
    return _finish(transcript | {
        "outcome": "stalled", "acked": True, "bytesIn": 0, "bytesOut": 243 + len(host)}, stages)


def time_question(answered, time, dice, vantage="device-network"):
    """A question to a time host on UDP 123."""
    host = "time.apple.com"
    return {"startedAt": clock.micros(time), "serverName": host, "application": "ntp",
            "address": f"{HOSTS[host][1]}:123", "via": "direct", "hostRole": "time", "vantage": vantage,
            "outcome": "completed" if answered else "stalled",
            "stages": [{"name": "resolve", "atMs": dice.between(2_400, 16_000) / 1000}]}
