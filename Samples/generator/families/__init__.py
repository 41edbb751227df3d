"""Small cases of real failures: one for each row of the list of failure modes, mixed ones and healthy ones."""

import json
import shutil

from . import cases, mixed, readme

CASES = cases.ROWS + mixed.MIXED + mixed.HEALTHY
TRUTH = "truth/families.json"


def generate(root):
    """Writes all of them, their README, and the one file that says what each should be diagnosed as."""
    shutil.rmtree(root / "families", ignore_errors=True)
    truth = []
    for place, case in enumerate(CASES):
        case.build(root, f"F{place:02}")
        truth.append({
            "case": case.name, "row": case.row, "firstBrokenLayer": case.layer,
            "causes": [{"code": code, "owner": owner, "devices": devices} for code, owner, devices in case.causes],
            "also": case.also})
    path = root / TRUTH
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in truth)
    path.write_text(f'{{"schema":"abm-forensics/family-truth/1","cases":[\n{lines}\n]}}\n')
    (root / "families" / "README.md").write_text(readme.text(CASES))
