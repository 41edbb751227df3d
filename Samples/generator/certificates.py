"""X.509 certificates from nothing: DER by hand, ECDSA P-256 with the nonce of RFC 6979, so bytes repeat."""

import base64
import hashlib
import hmac
import textwrap

from . import clock
from .dice import number

# The curve of FIPS 186-4 D.1.2.3.
P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def _add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    if a == b:
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def _times(scalar, point):
    total = None
    while scalar:
        if scalar & 1:
            total = _add(total, point)
        point, scalar = _add(point, point), scalar >> 1
    return total


def _nonce(secret, hashed):
    """RFC 6979 section 3.2 for SHA-256 and a 256-bit order, where bits2int needs no shift."""
    seed = secret.to_bytes(32, "big") + (int.from_bytes(hashed, "big") % N).to_bytes(32, "big")
    key, value = bytes(32), b"\x01" * 32
    for mark in (b"\x00", b"\x01"):
        key = hmac.digest(key, value + mark + seed, "sha256")
        value = hmac.digest(key, value, "sha256")
    while True:
        value = hmac.digest(key, value, "sha256")
        nonce = int.from_bytes(value, "big")
        if 0 < nonce < N:
            return nonce
        key = hmac.digest(key, value + b"\x00", "sha256")
        value = hmac.digest(key, value, "sha256")


def _der(tag, *parts):
    body = b"".join(parts)
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def _integer(value):
    return _der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _oid(text):
    first, second, *rest = (int(part) for part in text.split("."))
    body = bytes([40 * first + second])
    for arc in rest:
        digits = [arc & 127]
        while arc := arc >> 7:
            digits.insert(0, arc & 127 | 128)
        body += bytes(digits)
    return _der(0x06, body)


def _sequence(*parts):
    return _der(0x30, *parts)


def _bits(body, unused=0):
    return _der(0x03, bytes([unused]), body)


ECDSA_SHA256 = _sequence(_oid("1.2.840.10045.4.3.2"))
NAME_PARTS = {"CN": "2.5.4.3", "O": "2.5.4.10", "OU": "2.5.4.11", "C": "2.5.4.6"}


def _name(parts):
    sets = []
    for key, value in parts:
        text = _der(0x13 if key == "C" else 0x0C, value.encode())
        sets.append(_der(0x31, _sequence(_oid(NAME_PARTS[key]), text)))
    return _sequence(*sets)


def _time(time):
    year = clock.moment(time).year
    form = "%y%m%d%H%M%SZ" if year < 2050 else "%Y%m%d%H%M%SZ"
    return _der(0x17 if year < 2050 else 0x18, clock.moment(time).strftime(form).encode())


def _extension(oid, body, critical=False):
    return _sequence(_oid(oid), _der(0x01, b"\xff") if critical else b"", _der(0x04, body))


class Key:
    """A P-256 key that its name alone decides."""

    def __init__(self, *name):
        self.secret = number("key", *name) % (N - 1) + 1
        x, y = _times(self.secret, G)
        point = b"\x04" + x.to_bytes(32, "big") + y.to_bytes(32, "big")
        self.spki = _sequence(_sequence(_oid("1.2.840.10045.2.1"), _oid("1.2.840.10045.3.1.7")), _bits(point))
        self.identifier = hashlib.sha1(point).digest()  # RFC 5280 4.2.1.2, method 1

    def sign(self, message):
        hashed = hashlib.sha256(message).digest()
        nonce = _nonce(self.secret, hashed)
        r = _times(nonce, G)[0] % N
        s = pow(nonce, -1, N) * (int.from_bytes(hashed, "big") + r * self.secret) % N
        return _sequence(_integer(r), _integer(s))


class Certificate:
    """One certificate. Without an issuer it signs itself.

    `use` is `root`, `issuer`, `server` or `identity`; `names` are the DNS names of a server.
    """

    def __init__(self, name, subject, validity, use, issuer=None, names=()):
        self.key, self.subject, self.names = Key(*name), subject, list(names)
        self.issuer, self.use = (issuer.subject if issuer else subject), use
        self.start, self.end = (clock.at(time) for time in validity)
        self.serial = number("serial", *name) >> 130 | 1 << 125
        signer = issuer.key if issuer else self.key
        body = _sequence(
            _der(0xA0, _integer(2)), _integer(self.serial), ECDSA_SHA256, _name(self.issuer),
            _sequence(_time(self.start), _time(self.end)), _name(subject), self.key.spki,
            _der(0xA3, _sequence(*self._extensions(signer))))
        self.der = _sequence(body, ECDSA_SHA256, _bits(signer.sign(body)))

    @property
    def is_authority(self):
        return self.use in ("root", "issuer")

    def _extensions(self, signer):
        path = {"root": _der(0x01, b"\xff"), "issuer": _der(0x01, b"\xff") + _integer(0)}.get(self.use, b"")
        usage = _bits(b"\x06", 1) if self.is_authority else _bits(b"\x80", 7)
        yield _extension("2.5.29.19", _sequence(path), critical=True)
        yield _extension("2.5.29.15", usage, critical=True)
        yield _extension("2.5.29.14", _der(0x04, self.key.identifier))
        yield _extension("2.5.29.35", _sequence(_der(0x80, signer.identifier)))
        if not self.is_authority:
            purpose = "1.3.6.1.5.5.7.3.1" if self.use == "server" else "1.3.6.1.5.5.7.3.2"
            yield _extension("2.5.29.37", _sequence(_oid(purpose)))
        if self.names:
            yield _extension("2.5.29.17", _sequence(*(_der(0x82, name.encode()) for name in self.names)))

    @property
    def sha256(self):
        return hashlib.sha256(self.der).hexdigest()

    @property
    def pem(self):
        lines = textwrap.wrap(base64.b64encode(self.der).decode(), 64)
        return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])

    def transcript(self):
        """The certificate as a handshake transcript shows it."""
        return {
            "subject": _text(self.subject), "issuer": _text(self.issuer), "serial": f"{self.serial:X}",
            "notBefore": clock.seconds(self.start), "notAfter": clock.seconds(self.end),
            "names": self.names, "sha256": self.sha256,
            "spkiSHA256": hashlib.sha256(self.key.spki).hexdigest(),
            "isCA": self.is_authority, "der": base64.b64encode(self.der).decode()}


def _text(name):
    return ",".join(f"{key}={value}" for key, value in reversed(name))


class Authority:
    """The invented root and intermediate that the hosts of one case chain to."""

    def __init__(self, case):
        owner = [("C", "ZZ"), ("O", "Invented Sample Trust")]
        self.case = case
        self.root = Certificate(
            (case, "root"), owner + [("CN", f"Invented Sample Root ({case})")],
            ("2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"), "root")
        self.intermediate = Certificate(
            (case, "intermediate"), owner + [("CN", f"Invented Sample Server CA 1 ({case})")],
            ("2023-01-01T00:00:00Z", "2033-01-01T00:00:00Z"), "issuer", self.root)

    def server(self, host):
        return Certificate(
            (self.case, "server", host), [("C", "ZZ"), ("O", "Invented Sample Host"), ("CN", host)],
            ("2026-02-10T00:00:00Z", "2027-02-10T00:00:00Z"), "server", self.intermediate, [host])

    def supervision_identity(self, organisation, unit):
        return Certificate(
            (self.case, "supervision"),
            [("C", "ZZ"), ("O", organisation), ("OU", unit), ("CN", "Supervision Identity")],
            ("2025-08-01T00:00:00Z", "2028-08-01T00:00:00Z"), "identity", self.root)
