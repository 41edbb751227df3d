#!/usr/bin/env python3
"""Wall time and peak memory of each sample case, beside jq reading the same device and audit files.

    bench.py PATH-TO-abm-forensics [RUNS]
"""

import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

CASES = Path(__file__).resolve().parent.parent / "Samples" / "cases"


def measured(command, allowed):
    """Seconds and peak kilobytes of one run, children included."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return seconds, usage.ru_maxrss


def median(command, runs, allowed=(0,)):
    pairs = [measured(command, allowed) for _ in range(runs)]
    return statistics.median(p[0] for p in pairs), max(p[1] for p in pairs)


def main():
    tool, runs = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 7
    print(f"{platform.machine()}, {os.cpu_count()} cores, {runs} runs, median wall time and worst memory")
    print(f"{'case':24}{'tool':>9}{'memory':>10}{'jq':>9}{'ratio':>8}")
    for case in sorted(path for path in CASES.iterdir() if path.is_dir()):
        seconds, kilobytes = median([tool, "run", str(case), "--format", "json"], runs, (0, 1, 2, 3))
        files = " ".join(f"'{path}'" for path in sorted(case.rglob("*.gz")) if "csv" not in path.name)
        peer, _ = median(["sh", "-c", f"zcat {files} | jq -c . >/dev/null"], runs)
        print(f"{case.name:24}{seconds:8.3f}s{kilobytes / 1024:8.1f}MB{peer:8.3f}s{seconds / peer:8.2f}")


main()
