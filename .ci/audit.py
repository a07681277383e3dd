"""Known vulnerabilities of the locked packages: ``make audit``.

Exit 0: none is known of the packages that could be asked about; 1: at least one is.  pip-audit by itself
says "No known vulnerabilities found" and exits 0 when the service knew not one of the packages, and exits 1
when there is no network: neither is what a check may say.  ``--strict`` makes an audit that is not whole
fail with 2 (for the nightly run and before a release).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any


def judge(dependencies: list[dict[str, Any]], is_strict: bool) -> tuple[int, list[str]]:
    """The exit code and the lines to print for pip-audit's list of dependencies."""
    found = [
        f"{d['name']} {d['version']}: {v['id']}, fixed in {', '.join(v['fix_versions']) or 'no version yet'}"
        for d in dependencies
        for v in d.get("vulns", ())
    ]
    asked = sum("skip_reason" not in d for d in dependencies)
    total = f"audit: {asked} of {len(dependencies)} packages asked about, {len(found)} vulnerabilities"
    lines = [*found, total]
    is_whole = 0 < asked == len(dependencies)
    if not is_whole:
        lines.append("audit: NOT WHOLE: the service did not answer for the others; run it where it does")
    return (1 if found else 2 if is_strict and not is_whole else 0), lines


def main(requirements: str, is_strict: bool) -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip_audit", "-r", requirements, "--disable-pip", "--require-hashes"]
        options = ["--progress-spinner", "off", "--timeout", "20", "--format", "json", "-o", str(report)]
        try:
            done = subprocess.run([*command, *options], capture_output=True, text=True, timeout=600)
            told = done.stderr
        except subprocess.TimeoutExpired:
            told = "no answer within 600 s"
        dependencies = json.loads(report.read_text())["dependencies"] if report.exists() else []
    if not dependencies:
        print(f"audit: {(told.strip().splitlines() or ['no word'])[-1][:300]}")
    code, lines = judge(dependencies, is_strict)
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--strict" in sys.argv[2:]))
