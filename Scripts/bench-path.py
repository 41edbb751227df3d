#!/usr/bin/env python3
"""A handshake of the tool beside other people's, with one nginx on loopback; every figure of one run.

    bench-path.py FOLDER-WITH-THE-RELEASE-BINARIES [--many N]

Programs that are not installed are left out by name. --many N makes N handshakes and prints the memory after each
tenth. Processor time is user and system time of the process that is measured, children included, and
never that of the server.
"""

import argparse
import json
import os
import platform
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

NAME = "bench.example"
RUNS = 21
PARALLEL = 64
COUNT = 1_000
REPEATS = 20
VENV = Path(".venv/bench/bin")

# The interpreter's start and its imports are not counted: the clock starts with the first scan.
SSLYZE_MANY = """
import resource, sys, time
from sslyze import Scanner, ScanCommand, ServerNetworkLocation, ServerScanRequest
name, port, count, limit = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
place = ServerNetworkLocation(hostname=name, port=port, ip_address="127.0.0.1")
before, start = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
scanner = Scanner(per_server_concurrent_connections_limit=limit, concurrent_server_scans_limit=limit)
scanner.queue_scans([
    ServerScanRequest(server_location=place, scan_commands={ScanCommand.CERTIFICATE_INFO}) for _ in range(count)])
done = sum(result.scan_result is not None for result in scanner.get_results())
after = resource.getrusage(resource.RUSAGE_SELF)
print(done, time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
"""


class Server:
    """One nginx worker with an ECDSA certificate, and how many connections it took."""

    def __init__(self, folder):
        self.port, self.status = free_port(), free_port()
        self.address = f"127.0.0.1:{self.port}"
        self.leaf = folder / "leaf.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-keyout", folder / "key.pem", "-out", self.leaf, "-days", "30", "-subj", f"/CN={NAME}",
             "-addext", f"subjectAltName=DNS:{NAME}"],
            check=True, capture_output=True)
        configuration = folder / "nginx.conf"
        configuration.write_text(f"""
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  server {{ listen 127.0.0.1:{self.status}; location / {{ stub_status; }} }}
  server {{
    listen 127.0.0.1:{self.port} ssl backlog=4096; server_name {NAME}; ssl_certificate {self.leaf};
    ssl_certificate_key {folder}/key.pem; ssl_protocols TLSv1.2 TLSv1.3; return 204;
  }}
}}
""")
        self.process = subprocess.Popen(
            [shutil.which("nginx") or "/usr/sbin/nginx", "-c", configuration, "-p", folder],
            stderr=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        self.stop()
        sys.exit("nginx did not start")

    def connections(self):
        """All connections so far, this question left out."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.status}/") as page:
            handled = int(page.read().split(b"\n")[2].split()[1])
        self.questions = getattr(self, "questions", 0) + 1
        return handled - self.questions

    def stop(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def measured(command):
    """Seconds, and seconds of processor time of this command alone, children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    result = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, result


def median(command, server, runs=RUNS, status=0):
    """Medians of wall and processor milliseconds, and connections of each run."""
    measured(command)  # the first one pages the program in
    before = server.connections()
    rows = [measured(command) for _ in range(runs)]
    connections = (server.connections() - before) / runs
    for _, _, result in rows:
        if status is not None and result.returncode != status:
            sys.exit(f"{command[0]} ended with {result.returncode}: {result.stderr.decode()[:400]}")
    return (statistics.median(r[0] for r in rows) * 1000, statistics.median(r[1] for r in rows) * 1000, connections)


def first_line(command):
    output = subprocess.run(command, capture_output=True, text=True)
    return (output.stdout + output.stderr).strip().splitlines()[0]


def sslyze_version():
    """What .venv/bench has; absent without it."""
    if not (VENV / "sslyze").exists():
        return None
    ask = "import importlib.metadata as m; print(m.version('sslyze'))"
    return first_line([str(VENV / "python3"), "-c", ask])


def testssl_version():
    if not shutil.which("testssl"):
        return None
    output = subprocess.run(["testssl", "--version"], capture_output=True, text=True).stdout
    found = re.search(r"testssl(?:\.sh)?\s+(\d[\w.]*)", output)
    return found[1] if found else "of unknown version"


def processor_name():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or "unknown processor"


def machine(tool):
    print(f"{processor_name()}, {os.cpu_count()} cores, {platform.machine()}, {platform.platform()}")
    sslyze, testssl = sslyze_version(), testssl_version()
    print("; ".join([
        f"abm-forensics {first_line([tool, '--version'])}", " ".join(first_line(["openssl", "version"]).split()[:2]),
        first_line(["nginx", "-v"]).replace("nginx version: ", ""),
        f"sslyze {sslyze}" if sslyze else "no sslyze", f"testssl.sh {testssl}" if testssl else "no testssl.sh"]))


def one_probe(tool, server):
    """A whole process for one probe; answers the rows by name."""
    at = server.address
    path = [tool, "path", NAME, "--connect", at, "--format", "json", "--fail-on", "never"]
    known = path + ["--anchor", server.leaf]
    print(f"\n{'one process':34}{'wall':>10}{'processor':>11}{'connections':>13}{'wall to s_client':>18}  does")
    rows = {
        "openssl s_client": (["openssl", "s_client", "-connect", at, "-servername", NAME, "-tls1_3"], RUNS, 0,
                             "handshake, prints the chain"),
        "abm-forensics path": (known, RUNS, 0, "handshake, chain judged, report in JSON"),
        "  --template apple-26": (known + ["--template", "apple-26"], RUNS, 0, "the same with an ML-KEM-768 share"),
        "  without --anchor": (path, RUNS, 0, "the same, all public roots looked through"),
        "  --repeat %d" % (REPEATS + 1): (known + ["--repeat", str(REPEATS + 1)], 7, 0, "one after the other"),
        "abm-forensics --version": ([tool, "--version"], RUNS, 0, "process start alone"),
        "openssl version": (["openssl", "version"], RUNS, 0, "process start alone"),
    }
    if sslyze_version():
        rows["sslyze --certinfo"] = ([VENV / "sslyze", "--certinfo", "--mozilla_config", "disable", "--sni", NAME,
                                      at], 5, None, "connectivity test, chain")
    if testssl_version():
        rows["testssl -p"] = (["testssl", "-p", "--warnings", "off", "--color", "0", at], 1, None,
                              "protocol versions only")
    times = {}
    for name, (command, runs, status, does) in rows.items():
        wall, processor, connections = times[name] = median(command, server, runs, status)
        ratio = f"{wall / times['openssl s_client'][0]:17.2f}x" if connections else " " * 18
        print(f"{name:34}{wall:8.1f}ms{processor:9.1f}ms{connections:13.0f}{ratio}  {does}", flush=True)
    return times


def openssl_many(server):
    """s_client started for each handshake: the best of 64 at a time and as many as there are cores."""
    best = None
    for parallel in (PARALLEL, os.cpu_count()):
        command = (f"yes {server.address} | head -{COUNT} | xargs -n 1 -P {parallel}"
                   f" openssl s_client -servername {NAME} -tls1_3 -connect >/dev/null 2>&1")
        before = server.connections()
        wall, processor, _ = measured(["sh", "-c", command])
        made = server.connections() - before
        row = (f"openssl s_client each, {parallel} at a time", made / wall, made / wall, processor * 1000 / made)
        best = max(best or row, row, key=lambda r: r[1])
    return best


def s_time(server):
    """One openssl process, one handshake after the other."""
    before = server.connections()
    wall, processor, _ = measured(["openssl", "s_time", "-connect", server.address, "-new", "-tls1_3", "-time", "3"])
    made = server.connections() - before
    return "openssl s_time, 1 at a time", made / wall, made / wall, processor * 1000 / max(1, made)


def sslyze_many(server, count=60):
    """Its own scanner in one process at the limit that suits it best."""
    best = None
    for limit in (5, 10, 20, PARALLEL):
        before = server.connections()
        output = subprocess.run(
            [VENV / "python3", "-c", SSLYZE_MANY, NAME, str(server.port), str(count), str(limit)],
            capture_output=True, text=True, check=True).stdout.split()
        made = server.connections() - before
        done, wall, processor = int(output[0]), float(output[1]), float(output[2])
        if done != count:
            sys.exit(f"sslyze finished {done} of {count} scans")
        row = (f"sslyze scanner, limit {limit}", done / wall, made / wall, processor * 1000 / made)
        best = max(best or row, row, key=lambda r: r[2])
    return best


def ours_many(bench, server, template):
    lines = subprocess.run(
        [bench, server.address, NAME, str(COUNT), str(PARALLEL), "5", template], check=True, capture_output=True,
        text=True).stdout.splitlines()
    batches = [json.loads(line) for line in lines]
    if failed := sum(batch["failed"] for batch in batches):
        sys.exit(f"{failed} handshakes failed")
    rate = statistics.median(batch["perSecond"] for batch in batches)
    processor = statistics.median(batch["cpuMsEach"] for batch in batches)
    return f"our dialer, {template}, {PARALLEL} at a time", rate, rate, processor


def many(bench, server):
    """The same work by each, many times."""
    rows = [ours_many(bench, server, "modern"), ours_many(bench, server, "apple-26"), openssl_many(server),
            s_time(server)]
    if sslyze_version():
        rows.append(sslyze_many(server))
    print(f"\n{f'{COUNT:,} handshakes':40}{'probes/s':>10}{'connections/s':>15}{'processor each':>16}{'ours to it':>12}")
    for name, probes, connections, processor in rows:
        print(f"{name:40}{probes:10.0f}{connections:15.0f}{processor:14.2f}ms{rows[0][1] / connections:11.1f}x")
    return rows


def flat(bench, server, count):
    """Memory after each tenth; in batches of 1,000, because a batch holds all its transcripts at its end."""
    batches = max(1, count // COUNT)
    lines = subprocess.run([bench, server.address, NAME, str(COUNT), str(PARALLEL), str(batches)], check=True,
                           capture_output=True, text=True).stdout.splitlines()
    batches = [json.loads(line) for line in lines]
    failed = sum(batch["failed"] for batch in batches)
    print(f"\n{count:,} handshakes, {failed} failed: resident memory after each tenth, MB (at the peak in brackets)")
    print("  " + "  ".join(f"{b['residentKB'] / 1024:.1f} ({b['peakKB'] / 1024:.1f})"
                           for b in batches[max(0, len(batches) // 10 - 1)::max(1, len(batches) // 10)]))


def goals(times, rows):
    """What was to be reached, and whether this run did."""
    plain = "abm-forensics path"
    repeated = times[f"  --repeat {REPEATS + 1}"]
    marginal = (repeated[1] - times[plain][1]) / REPEATS
    start = times[plain][1] - times["abm-forensics --version"][1]
    checks = [
        (f"processor time of one more probe in the same process: {marginal:.2f} ms (goal: under 3)", marginal < 3),
        (f"processor time of a process with one probe, its start left out: {start:.1f} ms (under 3)", start < 3),
        (f"wall time to openssl s_client: {times[plain][0] / times['openssl s_client'][0]:.2f} (at most 1)",
         times[plain][0] <= times["openssl s_client"][0]),
        (f"rate to openssl s_client started each time: {rows[0][1] / rows[2][1]:.1f} (at least 1)",
         rows[0][1] >= rows[2][1]),
    ]
    if len(rows) > 4:
        ratio = rows[0][1] / rows[4][2]
        checks.append((f"handshakes to sslyze's connections: {ratio:.1f} (at least 20)", ratio >= 20))
        ratio = rows[0][1] / rows[4][1]
        checks.append((f"probes to sslyze's scans: {ratio:.1f} (at least 20)", ratio >= 20))
    print()
    for text, reached in checks:
        print(("reached  " if reached else "missed   ") + text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--many", type=int, default=0)
    asked = parser.parse_args()
    tool, bench = str(asked.folder / "abm-forensics"), str(asked.folder / "bench-tls")
    machine(tool)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder))
        try:
            times = one_probe(tool, server)
            rows = many(bench, server)
            if asked.many:
                flat(bench, server, asked.many)
            goals(times, rows)
        finally:
            server.stop()


main()
