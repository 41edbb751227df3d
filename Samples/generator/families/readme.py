"""The table of the families: row, case, what it shows, root cause and who must act."""

HEAD = """\
# Real failures, one small case each

What goes wrong in practice when a device does not enrol, row by row of the list of failure modes in the reference
(39 rows), and beside them ten cases with two independent causes and five in which nothing is wrong. Everything in them
is invented; the formats are those of the sources. A case's name and title say what a user would say, never the cause:
the expected diagnosis stands in `../truth/families.json`, which the tool never reads, and in this table.

`python3 Samples/generate-cases.py families` makes them anew, `make samples` compares. To see one:

    abm-forensics run Samples/families/row01-new-devices-never-appear

Each case holds some devices that are enrolled and two that are still in their boxes; `handed-out.csv` lists those that
somebody switched on.

| Row | Case | What it shows | Root cause | Who acts |
|---|---|---|---|---|
"""
OWNERS = {
    "tenant": "tenant admin",
    "mdm": "MDM admin",
    "network": "network",
    "device": "holder of the device",
     "apple": "Apple"}
TAIL = """
Where no root cause is named, the finding in brackets tells what was seen: it is no fault that anybody must mend.

Rows of which the evidence shows less than the cause:

- **Row 8.** That the profile is older than the token can be read in the console's own records, but no published rule
  says that this alone breaks a device. The case shows what is certain: the console names a profile, Apple has none.
- **Row 31.** That a user may leave within thirty days is a right, not a fault. The case shows that the devices are in
  their provisional period.
- **Row 35.** The throttle is on the Mac itself; all that can be said is that its answer is old.
"""


def text(cases):
    return HEAD + "".join(_line(case) for case in cases) + TAIL


def _line(case):
    causes = "<br>".join(f"{code}" for code, _, _ in case.causes) or (
        "(" + ", ".join(case.also) + ")" if case.also else "none")
    owners = "<br>".join(OWNERS[owner] for _, owner, _ in case.causes) or "nobody"
    return f"| {case.row or '-'} | `{case.name}` | {case.shows} | {causes} | {owners} |\n"
