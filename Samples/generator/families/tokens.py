"""Server token files as the portal hands them out: MIME around CMS EnvelopedData, and the certificate it was made for."""

import base64
import hashlib
import textwrap

from .. import clock
from ..certificates import _bits, _der, _integer, _name, _oid, _sequence, _time
from ..dice import digest, number

RSA = _sequence(_oid("1.2.840.113549.1.1.1"), _der(0x05))
RSA_SHA256 = _sequence(_oid("1.2.840.113549.1.1.11"), _der(0x05))


class ServerKey:
    """An MDM's RSA-2048 pair with its self-signed certificate; the primes come from the name alone."""

    def __init__(self, *name):
        self.name = name
        p, q = _prime(*name, "p"), _prime(*name, "q")
        self.modulus, self._secret = p * q, pow(65_537, -1, (p - 1) * (q - 1))
        self.serial = number("token serial", *name) >> 160 | 1 << 90
        self.subject = _name([("CN", "mdm-token")])
        start = clock.at("2025-09-01T00:00:00Z")
        key = _sequence(RSA, _bits(_sequence(_integer(self.modulus), _integer(65_537))))
        body = _sequence(
            _der(0xA0, _integer(2)), _integer(self.serial), RSA_SHA256, self.subject,
            _sequence(_time(start), _time(start + 3_650 * clock.DAY)), self.subject, key)
        self.der = _sequence(body, RSA_SHA256, _bits(self._sign(body)))

    def _sign(self, message):
        """PKCS #1 v1.5 with SHA-256, RFC 8017 section 8.2.1."""
        hashed = hashlib.sha256(message).digest()
        info = _sequence(_sequence(_oid("2.16.840.1.101.3.4.2.1"), _der(0x05)), _der(0x04, hashed))
        block = b"\x00\x01" + b"\xff" * (256 - 3 - len(info)) + b"\x00" + info
        return pow(int.from_bytes(block, "big"), self._secret, self.modulus).to_bytes(256, "big")

    @property
    def pem(self):
        lines = textwrap.wrap(base64.b64encode(self.der).decode(), 64)
        return "\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])


def _prime(*name):
    """The first prime from a 1,024-bit number on, with both top bits set."""
    found = int("".join(digest("prime", *name, part) for part in range(4)), 16) | 3 << 1022 | 1
    while not _is_prime(found):
        found += 2
    return found


def _is_prime(value):
    if any(value % small == 0 for small in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53)):
        return False
    odd, turns = value - 1, 0
    while odd % 2 == 0:
        odd, turns = odd // 2, turns + 1
    for base in (2, 3, 5, 7, 11, 13, 17, 19, 23):
        power = pow(base, odd, value)
        if power in (1, value - 1):
            continue
        for _ in range(turns - 1):
            power = power * power % value
            if power == value - 1:
                break
        else:
            return False
    return True


def sealed(recipient, *name):
    """A token file made for a certificate. What is inside was replaced by bytes that open with no key."""
    noise = b"".join(bytes.fromhex(digest("sealed", *name, part)) for part in range(48))
    def endless(tag, *parts):
        return bytes([tag, 0x80]) + b"".join(parts) + b"\x00\x00"
    to = _sequence(_integer(0), _sequence(recipient.subject, _integer(recipient.serial)), RSA,
                   _der(0x04, noise[:256]))
    content = endless(0x30, _oid("1.2.840.113549.1.7.1"),
                      _sequence(_oid("2.16.840.1.101.3.4.1.2"), _der(0x04, noise[256:272])),
                      endless(0xA0, _der(0x04, noise[272:1_296])))
    cms = endless(0x30, _oid("1.2.840.113549.1.7.3"), endless(
        0xA0, endless(0x30, _integer(0), _der(0x31, to), content)))
    lines = textwrap.wrap(base64.b64encode(cms).decode(), 76)
    return "\r\n".join(['Content-Type: application/pkcs7-mime; name="smime.p7m"; smime-type=enveloped-data',
                        "Content-Transfer-Encoding: base64",
                        'Content-Disposition: attachment; filename="smime.p7m"', "", *lines, ""])
