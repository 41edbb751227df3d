"""Handshake transcripts, one a line, as `path` writes them."""

from . import clock

ADDRESSES = {"mdmenrollment.apple.com": "17.248.209.68:443", "devices.apple.com": "17.248.209.77:443",
             "iprofiles.apple.com": "17.253.17.204:443"}
ROLES = {"mdmenrollment.apple.com": "ade-service", "iprofiles.apple.com": "cloud-config",
         "devices.apple.com": "other"}
SUITES = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"]


def _start(host, vantage, via, time, dice):
    """The stages that both kinds share: name, connection, ClientHello."""
    resolved = dice.between(2_400, 16_000)
    connected = resolved + dice.between(14_000, 34_000)
    sent = connected + dice.between(300, 900)
    stages = [("resolve", resolved), ("connect", connected), ("client-hello", sent)]
    return stages, {
        "startedAt": clock.micros(time), "serverName": host, "address": ADDRESSES[host], "via": via,
        "hostRole": ROLES[host], "vantage": vantage,
        "sent": {"sni": host, "bytes": 238 + len(host), "cipherSuites": SUITES, "alpn": ["h2", "http/1.1"]}}


def _finish(transcript, stages):
    return transcript | {"stages": [{"name": name, "atMs": time / 1000} for name, time in stages]}


def completed(authority, host, vantage, time, dice, via=None):
    stages, transcript = _start(host, vantage, via, time, dice)
    clock_time = stages[-1][1] + dice.between(16_000, 38_000)
    for name in ("server-hello", "encrypted-extensions", "certificate", "certificate-verify",
                 "server-finished", "client-finished"):
        stages.append((name, clock_time))
        clock_time += dice.between(60, 700)
    chain = [authority.server(host), authority.intermediate]
    return _finish(transcript | {
        "outcome": "completed", "acked": True, "version": "TLSv1.3",
        "cipherSuite": "TLS_AES_256_GCM_SHA384",
        "group": "x25519", "alpn": "h2", "sniAcknowledged": True, "clientCertificateRequested": False,
        "certificates": [certificate.transcript() for certificate in chain],
        "verified": {"certificateVerify": "valid", "finished": "valid"},
        "bytesIn": 2_000 + sum(len(certificate.der) for certificate in chain),
        "bytesOut": 402 + len(host)}, stages)


def stalled(host, vantage, time, dice, via):
    """The name resolves, TCP connects, the ClientHello is acknowledged, then nothing for thirty seconds."""
    stages, transcript = _start(host, vantage, via, time, dice)
    stages.append(("close", stages[-1][1] + 30_000_000 + dice.between(2_000, 46_000)))
    return _finish(transcript | {"outcome": "stalled", "acked": True, "bytesIn": 0,
                                 "bytesOut": 243 + len(host)}, stages)
