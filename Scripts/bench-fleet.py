#!/usr/bin/env python3
"""Three device lists of a made-up fleet, joined and classified by the tool and by one query in DuckDB.

    bench-fleet.py FOLDER-WITH-THE-RELEASE-BINARIES [--devices N] [--runs N] [--linear] [--keep FOLDER]

bench-fleet writes the lists with a fixed seed and says how many devices are in which state; every count of every run
is checked against that. Both programs get two threads and files that were read before (by wc -l, the floor). Wall
time and peak memory are the process's own, from wait4(2). --linear adds fleets of 10,000 to 4,000,000 devices.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SERVER = "9B1C4A6E-2F0D-4C11-9E57-0A6B5D3C8F21"
NOW = "2026-04-17T12:00:00Z"
THREADS = 2
LISTS = {"tenant": "field-guide", "ade": "dep", "mdm": "jamf-pro"}
SIZES = [10_000, 100_000, 1_000_000, 4_000_000]
DUCKDB = """
import duckdb, json, sys
connection = duckdb.connect()
connection.execute(f"SET threads = {int(sys.argv[1])}")
connection.execute("SET preserve_insertion_order = false")
connection.execute("SET enable_progress_bar = false")
print(json.dumps(dict(connection.execute(sys.stdin.read()).fetchall())))
"""


def measured(command, text="", allowed=(0,)):
    """What a process printed, its seconds, its peak megabytes and its processor seconds."""
    with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as printed:
        given.write(text)
        given.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=given, stdout=printed)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in allowed:
            sys.exit(f"{command[0]} ended with {process.returncode}")
        printed.seek(0)
        unit = 1 if platform.system() == "Darwin" else 1024
        return printed.read(), seconds, usage.ru_maxrss * unit / 1e6, usage.ru_utime + usage.ru_stime


def make(binaries, folder, devices):
    """Writes the lists and returns the truth."""
    folder.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    truth = json.loads(subprocess.check_output([binaries / "bench-fleet", folder, str(devices)]))
    size = sum((folder / f"{name}.ndjson").stat().st_size for name in LISTS)
    print(f"{devices:,} devices, {size / 1e9:.2f} GB, made in {time.perf_counter() - start:.1f} s", flush=True)
    return truth["byState"]


def check(who, counts, truth):
    wrong = {state: (counts.get(state, 0), truth.get(state, 0)) for state in {*counts, *truth}
             if counts.get(state, 0) != truth.get(state, 0)}
    if wrong:
        sys.exit(f"{who} counts wrongly (found, true): {wrong}")


def ours(binaries, folder, truth, threads=THREADS):
    lists = [part for name, dialect in LISTS.items() for part in (f"--{name}", f"{folder}/{name}.ndjson:{dialect}")]
    printed, *figures = measured(
        [binaries / "abm-forensics", "triangulate", *lists, "--server", SERVER, "--as-of", NOW,
         "--threads", str(threads), "--format", "json"], allowed=(0, 2))
    check("abm-forensics", json.loads(printed)["devices"]["byState"], truth)
    return figures


def theirs(python, folder, truth):
    query = (HERE / "bench-fleet.sql").read_text().format(
        **{name: f"{folder}/{name}.ndjson" for name in LISTS}, server=SERVER, now=NOW.replace("T", " ").rstrip("Z"))
    printed, *figures = measured([python, "-c", DUCKDB, str(THREADS)], query)
    check("DuckDB", json.loads(printed), truth)
    return figures


def row(name, runs):
    wall = statistics.median(run[0] for run in runs)
    peak = max(run[1] for run in runs)
    print(f"  {name:32}{wall:9.2f} s{peak:10.0f} MB{statistics.median(run[2] for run in runs):9.2f} s", flush=True)
    return wall, peak


def compare(binaries, python, folder, devices, runs):
    truth = make(binaries, folder, devices)
    floor = [measured(["wc", "-l", *(folder / f"{name}.ndjson" for name in LISTS)])[1:] for _ in range(runs)]
    version = subprocess.check_output([python, "-c", "import duckdb; print(duckdb.__version__)"], text=True).strip()
    pairs = [(ours(binaries, folder, truth), theirs(python, folder, truth)) for _ in range(runs)]
    print(f"{runs} runs by turns, {THREADS} threads each; every count is the generator's")
    print(f"  {'':32}{'wall':>11}{'peak':>13}{'processor':>11}")
    row("wc -l of the same files", floor)
    wall, peak = row("abm-forensics triangulate", [pair[0] for pair in pairs])
    duck, memory = row(f"DuckDB {version}, one query", [pair[1] for pair in pairs])
    print(f"  ratio to DuckDB: wall {wall / duck:.2f}, peak memory {peak / memory:.2f} (at most 1.0, aim 0.5)")
    return wall <= duck and peak <= memory


def linear(binaries, folder):
    print(f"{'devices':>12}{'wall':>10}{'us each':>10}{'peak':>11}{'bytes each, growth':>21}")
    before = None
    for devices in SIZES:
        truth = make(binaries, folder, devices)
        measured(["wc", "-l", *(folder / f"{name}.ndjson" for name in LISTS)])
        wall, peak, _ = min(ours(binaries, folder, truth) for _ in range(3))
        growth = f"{(peak - before[1]) * 1e6 / (devices - before[0]):20.0f}" if before else ""
        print(f"{devices:12,}{wall:9.2f} s{wall / devices * 1e6:10.2f}{peak:8.0f} MB{growth}", flush=True)
        before = (devices, peak)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binaries", type=Path)
    parser.add_argument("--devices", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--linear", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--python", default=".venv/bench/bin/python3")
    options = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-fleet."))
    try:
        good = compare(options.binaries, options.python, folder, options.devices, options.runs)
        if options.linear:
            linear(options.binaries, folder)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if good else 1)


main()
