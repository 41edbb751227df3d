"""A TLS server in pure Python, independent of every other peer: tlslite-ng, with ML-KEM from kyber-py.

Usage: tlslite_server.py CONFIGURATION.json

Prints the port it listens on, then one line of JSON for each connection: what was agreed on, or the error.
Secrets come in the file, never on the command line.
"""

import json
import socket
import sys
import threading

from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey
from tlslite.constants import CipherSuite, GroupName


def settings(wanted):
    """The settings of the library for the wishes in the file; what is not there keeps the library's default."""
    made = HandshakeSettings()
    made.minVersion = (3, 4)
    made.ticket_count = 0
    if "groups" in wanted:
        made.eccCurves = wanted["groups"]
        made.keyShares = wanted["groups"][:1]
        made.defaultCurve = "x25519"
    if "ciphers" in wanted:
        made.cipherNames = wanted["ciphers"]
    if "compression" in wanted:
        made.certificate_compression_send = wanted["compression"]
    made.pskConfigs = [
        (key["identity"].encode(), bytes.fromhex(key["secret"]), key["hash"]) for key in wanted.get("keys", [])
    ]
    if "modes" in wanted:
        made.psk_modes = wanted["modes"]
    if wanted.get("tickets"):
        made.ticketKeys = [bytes(range(32))]
        made.ticket_count = wanted["tickets"]
    return made


def text(value):
    """The library keeps some names as bytes and some as text; absent is empty with it."""
    return (value if isinstance(value, str) else bytes(value or b"").decode()) or None


def serve(sock, chain, key, wanted):
    connection = TLSConnection(sock)
    try:
        protocols = [name.encode() for name in wanted.get("alpn", [])] or None
        connection.handshakeServer(certChain=chain, privateKey=key, settings=settings(wanted), alpn=protocols)
        session = connection.session
        said = {
            "version": list(connection.version),
            "suite": CipherSuite.ietfNames[session.cipherSuite],
            "group": GroupName.toStr(connection.ecdhCurve),
            "alpn": text(session.appProto),
            "serverName": text(session.serverName),
            "resumed": bool(connection.resumed),
            "compressed": connection.server_cert_compression_algo,
        }
        print(json.dumps(said), flush=True)
        connection.write(b"agreed\n")
        connection.read(max=1 << 14)
        connection.close()
    except Exception as error:  # Every failure of a handshake is a result here.
        print(json.dumps({"error": f"{type(error).__name__}: {error}"}), flush=True)
    finally:
        sock.close()


def main(path):
    with open(path, encoding="utf-8") as file:
        wanted = json.load(file)
    chain = X509CertChain()
    with open(wanted["certificate"], encoding="ascii") as file:
        chain.parsePemList(file.read())
    with open(wanted["key"], encoding="ascii") as file:
        key = parsePEMKey(file.read(), private=True)
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    print(f"LISTENING 127.0.0.1:{listener.getsockname()[1]}", flush=True)
    while True:
        sock, _ = listener.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(sock, chain, key, wanted), daemon=True).start()


main(sys.argv[1])
