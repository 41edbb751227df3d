"""One case on disk: evidence, its case file and its manifest."""

import hashlib
import json
import struct
import zlib


def gzipped(data):
    """Gzip with a header that holds no time and no system, so that equal data gives equal bytes."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = press.compress(data) + press.flush()
    tail = struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + body + tail


def unpacked(path):
    """The content of a file, gzipped or not."""
    data = path.read_bytes()
    return zlib.decompress(data, 31) if path.suffix == ".gz" else data


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class CaseFolder:
    """Writes one case. Evidence is listed in the order in which it is added."""

    def __init__(self, root, name):
        self.name, self.path = name, root / "cases" / name
        self.truth_path = root / "truth" / f"{name}.json"
        self._entries = []

    def write(self, file, data):
        """A file that is no evidence, such as the roots to trust."""
        data = data.encode() if isinstance(data, str) else data
        target = self.path / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(gzipped(data) if file.endswith(".gz") else data)

    def add(self, kind, file, data, **entry):
        """An evidence file; `entry` holds the further keys of its line in the case file."""
        self.write(file, data)
        self._entries.append({"kind": kind, **entry, "file": file})

    def add_lines(self, kind, file, records, **entry):
        self.add(kind, file, "".join(compact(record) + "\n" for record in records), **entry)

    def add_exchanges(self, file, entries, **entry):
        """HAR 1.2, one exchange a line so that a person can page through it."""
        head = compact({"version": "1.2", "creator": {"name": "mitmproxy", "version": "11.1.3"}})[:-1]
        lines = ",\n".join(compact(exchange) for exchange in entries)
        self.add("exchanges", file, f'{{"log":{head},"entries":[\n{lines}\n]}}}}\n', **entry)

    def seal(self, head):
        """Writes `case.yaml` (its head, then the evidence) and the manifest."""
        lines = [head.rstrip("\n"), "evidence:"]
        for entry in self._entries:
            pairs = ", ".join(f"{key}: {_scalar(value)}" for key, value in entry.items())
            lines.append(f"  - {{{pairs}}}")
        self.write("case.yaml", "\n".join(lines) + "\n")
        files = sorted(entry["file"] for entry in self._entries)
        sums = [hashlib.sha256((self.path / file).read_bytes()).hexdigest() for file in files]
        self.write("manifest-sha256.txt", "".join(f"{s}  {f}\n" for s, f in zip(sums, files)))

    def tell(self, truth):
        """Writes the numbers that tests compare with, outside the case."""
        self.truth_path.parent.mkdir(parents=True, exist_ok=True)
        body = {"schema": "abm-forensics/sample-truth/1", "case": self.name, **truth}
        self.truth_path.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n")

    # Reading back, for the checks.

    def lines(self, file):
        return [json.loads(line) for line in unpacked(self.path / file).splitlines()]

    def json(self, file):
        return json.loads(unpacked(self.path / file))


def _scalar(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def serial_digest(serials):
    """SHA-256 of the sorted serials, one a line, each line ended: what `sort | sha256sum` prints."""
    return hashlib.sha256("".join(f"{serial}\n" for serial in sorted(serials)).encode()).hexdigest()
