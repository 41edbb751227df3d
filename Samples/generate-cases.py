#!/usr/bin/env python3
"""Makes the sample cases under `cases/` and `families/`, and what tests compare with under `truth/`.

    generate-cases.py            write all cases
    generate-cases.py NAME...    write these
    generate-cases.py --check    make them anew in a temporary folder and compare with what is here
"""

import argparse
import importlib
import shutil
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from generator.checks import SampleError
from generator.folder import unpacked

NAMES = ["financial-burst", "edtech-ztna", "healthcare-supervision", "families"]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"a case, or all families: {', '.join(NAMES)}")
    parser.add_argument("--check", action="store_true", help="compare with what is here, change nothing")
    arguments = parser.parse_args()
    names = arguments.names or NAMES
    if unknown := [name for name in names if name not in NAMES]:
        parser.error(f"no such case: {', '.join(unknown)}")
    if arguments.check:
        return check(names)
    for name in names:
        make(name, HERE)
        print(f"{name}: {size(HERE / parts(name)[0]):,} bytes")
    return 0


def parts(name):
    """The folder of a case, or of all families, and its truth."""
    return ("families" if name == "families" else f"cases/{name}"), f"truth/{name}.json"


def make(name, root):
    shutil.rmtree(root / parts(name)[0], ignore_errors=True)
    importlib.import_module(f"generator.{name.replace('-', '_')}").generate(root)


def check(names):
    differences = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in names:
            make(name, Path(scratch))
            for part in parts(name):
                differences += compare(Path(scratch) / part, HERE / part)
    for difference in differences:
        print(difference, file=sys.stderr)
    print(f"{', '.join(names)} made anew: {len(differences)} differences")
    return 1 if differences else 0


def compare(new, old):
    """Compares by content: another zlib may press the same lines into other bytes and sums."""
    pairs = [(new, old)] if new.is_file() else [
        (new / path, old / path) for path in sorted(files(new) | files(old))]
    pressed_alike = all(a.read_bytes() == b.read_bytes() for a, b in pairs
                        if a.suffix == ".gz" and a.is_file() and b.is_file())
    for a, b in pairs:
        if not a.is_file() or not b.is_file():
            yield f"{b}: {'missing' if a.is_file() else 'not made by the generator'}"
        elif unpacked(a) != unpacked(b) and (pressed_alike or a.name != "manifest-sha256.txt"):
            yield f"{b}: other content"


def files(folder):
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def size(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SampleError as error:
        sys.exit(f"generate-cases: {error}")
