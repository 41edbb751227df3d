#!/usr/bin/env python3
"""What Python's json makes of each document of a file, read strictly.

    strict_json.py DOCUMENTS ANSWERS

A document is four bytes of length, least first, and its bytes. An answer is one line: a dash for a document
that is refused, else the number of repeated keys and the value, written so that equal values are equal text.
"""

import json
import struct
import sys


class Object(list):
    """The pairs of an object as the document has them."""


def refuse(constant):
    raise ValueError(constant)


def integer(text):
    value = -int(text[1:]) if text[0] == "-" else int(text)
    return ("i", str(value)) if -(2**63) <= value < 2**63 else ("d", float(text))


def text(value):
    return '"' + value.encode("utf-8").hex() + '"'  # half a surrogate pair raises


def write(value, out):
    """Returns the number of repeated keys."""
    repeated = 0
    if value is None or value is True or value is False:
        out.append({None: "n", True: "t", False: "f"}[value])
    elif isinstance(value, str):
        out.append(text(value))
    elif isinstance(value, Object):
        last = {}
        for key, member in value:
            written = []
            repeated += write(member, written) + (key in last)
            last[key] = "".join(written)
        out.append("{" + ",".join(text(key) + ":" + member for key, member in last.items()) + "}")
    elif isinstance(value, list):
        out.append("[")
        for index, element in enumerate(value):
            if index:
                out.append(",")
            repeated += write(element, out)
        out.append("]")
    else:
        kind, number = value
        out.append("i" + number if kind == "i" else "d" + struct.pack(">d", number).hex())
    return repeated


def answer(document):
    try:
        value = json.loads(
            document.decode("utf-8", "strict"), object_pairs_hook=Object, parse_constant=refuse,
            parse_int=integer, parse_float=lambda text: ("d", float(text)), strict=True)
        out = []
        repeated = write(value, out)
    except (ValueError, RecursionError):
        return "-"
    return f"{repeated} {''.join(out)}"


def main():
    # Digits of an integer are no matter of RFC 8259; Python's limit is its own.
    sys.set_int_max_str_digits(0)
    sys.setrecursionlimit(3000)
    with open(sys.argv[1], "rb") as documents, open(sys.argv[2], "w", encoding="ascii") as answers:
        while head := documents.read(4):
            answers.write(answer(documents.read(struct.unpack("<I", head)[0])) + "\n")


main()
