"""Findings as people, programs and code scanning read them."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from . import accepted, sarif
from .model import Finding, open_findings

FORMATS = ("text", "json", "sarif")


def report(findings: Sequence[Finding], output: str = "text", category: str = "") -> int:
    """Print findings in one of ``FORMATS``; the exit code: 1 where one is open.

    ``category`` tells the results of one run of SARIF from those of another, such as the account that was looked at.
    """
    match output:
        case "json":
            sys.stdout.write(json.dumps([asdict(finding) for finding in findings], indent=2) + "\n")
        case "sarif":
            sys.stdout.write(sarif.text(findings, category))
        case _:
            _print(findings)
    return int(bool(open_findings(findings)))


def _print(findings: Sequence[Finding]) -> None:
    for finding in findings:
        # A module's skip comments serve every use of it, so that some are idle in each plan: they are counted only.
        idle = finding.state == "warning" and finding.path != accepted.FILE
        if finding.state in ("open", "warning") and not idle:
            sys.stdout.write(_lines(finding) + "\n")
    counts = Counter(finding.state for finding in findings)
    sys.stdout.write(
        f"{counts['open']} open, {counts['accepted']} accepted, {counts['skipped']} skipped with a reason, "
        f"{counts['warning']} explanation(s) unused\n"
    )
    if counts["open"]:
        sys.stderr.write(
            "Mend the module, or explain: in its block, #checkov:skip=RULE:reason; for a time, "
            f"an entry in {accepted.FILE}\n"
        )


def _lines(finding: Finding) -> str:
    if finding.state == "warning":
        return f"{finding.place}: warning: {finding.message}"
    many = f" ({len(finding.instances)} instances)" if len(finding.instances) > 1 else ""
    severity = f" {finding.severity}" if finding.severity else ""
    where = f"{finding.unit}: " if finding.unit else ""
    lines = [
        f"{finding.place}: {finding.rule}{severity}: {finding.message}",
        f"    {where}{finding.address}{many}",
    ]
    lines += [f"    {text}" for text in (finding.reason, finding.guideline) if text]
    lines += [f"    {word}: {text}" for word, text in (("why", finding.why), ("fix", finding.fix)) if text]
    return "\n".join(lines)
