#!/usr/bin/env python3
"""Endpoint by status of a large access log: every count of `inspect` against mawk's, and both times on one core.

    bench-access.py PATH-TO-abm-forensics [MEGABYTES] [RUNS]

The log is made from a fixed seed. mawk runs the program that anybody would write. Each run is bound to the same core;
the two take turns, so that a busy machine slows both.
"""

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

SEED = 4
PROGRAM = """{ split($7, path, "?"); count[substr($6, 2) " " path[1] " " $9]++ }
END { for (key in count) print count[key], key }"""
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def make(path, size):
    """A week of an MDM's front end in the combined format."""
    draw = random.Random(SEED)
    endpoints = ["PUT /mdm/checkin", "PUT /mdm/connect", "POST /callbacks/abm", "GET /enroll/profile", "POST /scep",
                 "GET /healthz", "POST /api/v1/devices", "GET /static/app.js"]
    weights = [300, 300, 60, 40, 30, 60, 20, 20]
    endpoints += [f"GET /api/v1/devices/{draw.getrandbits(40):010X}" for _ in range(2000)]
    weights += [0.1] * 2000
    statuses = [200] * 180 + [201, 202, 204, 301, 304, 304, 400, 401, 401, 403, 404, 404, 408, 429, 499, 500, 502, 503,
                              504, 504]
    agents = ["MDM-iOS/1.0 (iPhone14,5; 17.4.1)", "MDM-OSX/1.0 mdmclient/1440", "okhttp/4.12.0", "-",
              "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"]
    clients = [f"{draw.randrange(1, 224)}.{draw.randrange(256)}.{draw.randrange(256)}.{draw.randrange(1, 255)}"
               for _ in range(20000)]
    clients += [f"2001:db8:{draw.randrange(65536):x}::{draw.randrange(65536):x}" for _ in range(2000)]
    clients += [f"17.253.{draw.randrange(128, 192)}.{draw.randrange(1, 255)}" for _ in range(200)]
    # Lines from parts: drawing every field of every line anew would take longer than what is measured.
    sources = [f"{draw.choice(clients)} - {draw.choice(['-', '-', '-', 'api'])} [" for _ in range(60000)]
    queries = [""] * 600 + [f"?serial=ZZ{draw.getrandbits(40):010X}&step={n % 9}" for n in range(400)]
    requests = ['{} HTTP/1.1" '.format(name + draw.choice(queries))
                for name in draw.choices(endpoints, weights, k=60000)]
    answers = [f'{draw.choice(statuses)} {draw.randrange(1, 60000)} "-" "{draw.choice(agents)}"\n' for _ in range(60000)]
    written, second, batch = 0, 0, []
    start = 1_776_384_000  # 2026-04-17T00:00:00Z
    with open(path, "w", encoding="ascii") as log:
        while written < size:
            if len(batch) % 40 == 0:
                second += 1
                now = time.gmtime(start + second * 5)
                stamp = f'{now.tm_mday:02}/{MONTHS[now.tm_mon - 1]}/{now.tm_year}:' + time.strftime("%H:%M:%S", now)
                stamp += ' +0000] "'
            bits = draw.getrandbits(48)
            batch.append(sources[(bits & 0xFFFF) % 60000] + stamp + requests[(bits >> 16 & 0xFFFF) % 60000]
                         + answers[(bits >> 32) % 60000])
            if len(batch) == 40000:
                text = "".join(batch)
                log.write(text)
                written += len(text)
                batch = []


def bound():
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def run(command):
    """Output, seconds by the clock, seconds of the processor and peak megabytes of one run on one core."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, preexec_fn=bound)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 2):
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return output, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def counts_of_mawk(output):
    pairs = (line.split(" ", 1) for line in output.decode().splitlines())
    return {key: int(count) for count, key in pairs}


def counts_of_tool(output):
    return {f"{endpoint['method']} {endpoint['path']} {status}": count
            for endpoint in json.loads(output)["files"][0]["details"]["endpoints"]
            for status, count in endpoint["answers"].items()}


def main():
    tool = sys.argv[1]
    size = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    folder = Path(os.environ.get("BENCH_FOLDER", ".build/bench"))
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"access-{size}-{SEED}.log"
    if not log.exists():
        print(f"making {log} ...", file=sys.stderr)
        make(f"{log}.part", size * 1_000_000)
        os.rename(f"{log}.part", log)
    commands = {"mawk": ["mawk", PROGRAM, str(log)], "inspect": [tool, "inspect", str(log), "--format", "json"],
                "wc -l": ["wc", "-l", str(log)]}
    measured = {name: [] for name in commands}
    outputs = {}
    for _ in range(runs):
        for name, command in commands.items():
            outputs[name], *figures = run(command)
            measured[name].append(figures)
    theirs, ours = counts_of_mawk(outputs["mawk"]), counts_of_tool(outputs["inspect"])
    different = {key for key in theirs.keys() | ours.keys() if theirs.get(key) != ours.get(key)}
    print(f"{platform.machine()}, one core, {log.stat().st_size:,} bytes, {sum(theirs.values()):,} requests, "
          f"{runs} runs in turns")
    print(f"counts: {len(theirs):,} of endpoint and status, {len(different)} different")
    print(f"{'':10}{'wall':>9}{'processor':>11}{'memory':>10}")
    medians = {}
    for name, figures in measured.items():
        wall, processor = (statistics.median(row[index] for row in figures) for index in (0, 1))
        medians[name] = (wall, processor)
        print(f"{name:10}{wall:8.2f}s{processor:10.2f}s{max(row[2] for row in figures):8.1f}MB")
    walls, processors = (medians["inspect"][index] / medians["mawk"][index] for index in (0, 1))
    print(f"ratio to mawk: {walls:.2f} of its wall time, {processors:.2f} of its processor time")
    if different:
        sys.exit("not equal, for example: " + ", ".join(sorted(different)[:5]))
    if processors >= 1:
        sys.exit("slower than mawk")


main()
