#!/usr/bin/env python3
"""Makes the README's picture from a real run: the terminal output, colours included, as SVG.

    picture.py PATH-TO-abm-forensics OUT.svg
"""

import html
import os
import re
import subprocess
import sys
from pathlib import Path

COLOURS = {
    "30": "#3b4252", "31": "#e06c75", "32": "#98c379", "33": "#e5c07b", "34": "#61afef", "35": "#c678dd",
    "36": "#56b6c2", "37": "#dcdfe4", "90": "#7f848e", "91": "#e06c75", "92": "#98c379", "93": "#e5c07b",
    "94": "#61afef", "95": "#c678dd", "96": "#56b6c2", "97": "#ffffff",
}
COLUMNS, LINE, CHARACTER = 118, 18, 8.42


def spans(line):
    """The line's pieces, each with its colour, weight and dimness."""
    colour, bold, dim = None, False, False
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        if piece.startswith("\x1b["):
            for code in piece[2:-1].split(";"):
                if code in ("", "0"):
                    colour, bold, dim = None, False, False
                elif code == "1":
                    bold = True
                elif code == "2":
                    dim = True
                elif code in COLOURS:
                    colour = COLOURS[code]
                elif code in ("22", "39"):
                    colour, bold, dim = (colour, False, False) if code == "22" else (None, bold, dim)
        elif piece:
            yield piece, colour, bold, dim


def picture(lines):
    height = LINE * (len(lines) + 3)
    width = int(COLUMNS * CHARACTER + 40)
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
           f'font-family="ui-monospace, Menlo, DejaVu Sans Mono, monospace" font-size="14">')
    yield f'<rect width="{width}" height="{height}" rx="8" fill="#282c34"/>'
    for number, line in enumerate(lines):
        text = "".join(
            f'<tspan fill="{colour or "#dcdfe4"}"{" font-weight=" + chr(34) + "bold" + chr(34) if bold else ""}'
            f'{" opacity=" + chr(34) + "0.7" + chr(34) if dim else ""}>{html.escape(piece)}</tspan>'
            for piece, colour, bold, dim in spans(line))
        yield f'<text x="20" y="{LINE * (number + 2)}" xml:space="preserve">{text}</text>'
    yield "</svg>"


def main():
    tool, out = sys.argv[1], Path(sys.argv[2])
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "CLICOLOR_FORCE": "1", "LC_ALL": "C.UTF-8"}
    environment.pop("NO_COLOR", None)
    run = subprocess.run(
        [tool, "run", "Samples/cases/financial-burst", "--color", "always"], capture_output=True, text=True,
        env=environment)
    if run.returncode != 2:
        sys.exit(f"the run ended with {run.returncode}: {run.stderr}")
    lines = ["$ abm-forensics run Samples/cases/financial-burst", *run.stdout.rstrip("\n").split("\n")]
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("\n".join(picture(lines)) + "\n")
    print(f"{out}: {len(lines)} lines")


main()
