"""The runbooks: what they tell people to type exists, and every alarm finds its way to one."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import jmespath
import pytest
from botocore import xform_name
from botocore.waiter import WaiterModel

from .conftest import Client

REPOSITORY = Path(__file__).resolve().parents[2]
RUNBOOKS = REPOSITORY / "docs" / "runbooks"
PAGES = sorted(RUNBOOKS.glob("*.md"))
SERVICES = {"deploy": "codedeploy", "s3api": "s3"}
"""What the command line calls a service, where it is not the service's own name."""

GLOBAL = {"cli-input-json", "output", "query", "max-items"}
METRIC = re.compile(r'^\s+(?:"(\w+)"|(\w+))\s+= \{ kinds = ', re.MULTILINE)


def console(page: Path) -> Iterator[str]:
    for block in re.findall(r"^```console\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
        yield from (line[2:] for line in block.splitlines() if line.startswith("$ "))


def commands(line: str) -> Iterator[list[str]]:
    """The simple commands of a line, those in `$(…)` first, each as its words."""
    while found := re.search(r"\$\(((?:[^()']|'[^']*'|\([^()]*\))*)\)", line):
        yield from commands(found[1])
        line = f"{line[: found.start()]}WORD{line[found.end() :]}"
    words: list[str] = []
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
    lexer.whitespace_split = True
    for word in lexer:
        if set(word) <= set("|&;"):
            yield words
            words = []
        else:
            words.append(word)
    yield words


def aws() -> Iterator[Any]:
    for page in PAGES:
        for line in console(page):
            for words in commands(line):
                if words[:1] == ["aws"]:
                    yield pytest.param(words[1:], id=f"{page.stem}: {' '.join(words[1:4])}")


@cache
def service(name: str) -> tuple[Any, dict[str, str], WaiterModel | None]:
    session = botocore.session.Session()
    model = session.get_service_model(SERVICES.get(name, name))
    operations = {xform_name(operation, "-"): operation for operation in model.operation_names}
    try:
        waiters = session.get_waiter_model(SERVICES.get(name, name))
    except botocore.exceptions.UnknownServiceError:
        waiters = None
    return model, operations, waiters


@pytest.mark.parametrize("words", list(aws()))
def test_a_command_exists_with_its_arguments(words: list[str]) -> None:
    model, operations, waiters = service(words[0])
    name = words[1]
    if name == "wait":
        assert waiters
        known = {xform_name(each, "-"): each for each in waiters.waiter_names}
        operation = waiters.get_waiter(known[words[2]]).operation
    else:
        operation = operations[name]
    shape = model.operation_model(operation).input_shape
    given = {word[2:] for word in words if word.startswith("--")} - GLOBAL
    takes: dict[str, str] = {}
    for member, kind in shape.members.items() if shape else ():
        flag = xform_name(member, "-")
        takes |= {flag: member, f"no-{flag}": member} if kind.type_name == "boolean" else {flag: member}
    assert given <= takes.keys(), f"{sorted(given - takes.keys())} is none of {sorted(takes)}"
    if shape and "--cli-input-json" not in words:
        assert set(shape.required_members) <= {takes[flag] for flag in given}


def test_the_cpu_of_the_database_can_be_read(connect: Client) -> None:
    [line] = [line for line in console(RUNBOOKS / "README.md") if "--metric-name CPUUtilization" in line]
    words = list(commands(line))[-1]
    said = {word[2:]: words[place + 1] for place, word in enumerate(words) if word.startswith("--")}
    metric = {"Namespace": said["namespace"], "MetricName": said["metric-name"]}
    dimensions = [dict(part.split("=") for part in said["dimensions"].split(","))]
    now = datetime.now(UTC)
    client = connect("cloudwatch", account="222222222222")
    client.put_metric_data(
        Namespace=metric["Namespace"],
        MetricData=[
            {"MetricName": metric["MetricName"], "Dimensions": dimensions, "Value": value, "Timestamp": now}
            for value in (42, 64)
        ],
    )
    statistics = words[words.index("--statistics") + 1 : words.index("--query")]
    found = client.get_metric_statistics(
        **metric,
        Dimensions=dimensions,
        StartTime=now - timedelta(hours=1),
        EndTime=now + timedelta(minutes=1),
        Period=int(said["period"]),
        Statistics=statistics,
    )
    shown = {"Datapoints": [{**point, "Timestamp": str(point["Timestamp"])} for point in found["Datapoints"]]}
    assert [row[1:] for row in jmespath.search(said["query"], shown)] == [[53, 64]]


def test_every_page_is_in_the_index() -> None:
    linked = set(re.findall(r"^\| \[[\w-]+\]\((\S+\.md)\)", (RUNBOOKS / "README.md").read_text(), re.MULTILINE))
    assert linked == {page.name for page in PAGES} - {"README.md"}


def test_every_metric_with_an_alarm_has_an_answer() -> None:
    """Alarms link to `<page>#<metric in lower case>`."""
    known = {a or b for a, b in METRIC.findall((REPOSITORY / "modules/observability/locals.tf").read_text())}
    assert {"CPUUtilization", "5xx", "Duration"} <= known
    for module in (REPOSITORY / "modules").rglob("*.tf"):
        text = module.read_text(encoding="utf-8")
        if "#${lower(" in text and "observability" not in module.parts:
            known |= set(re.findall(r'^\s+metric\s+= "([\w.]+)"', text, re.MULTILINE))
    trail = (REPOSITORY / "modules/security/audit-trail/locals.tf").read_text(encoding="utf-8")
    watched = set(re.findall(r"^\s+([a-z-]+)\s+= \{ what =", trail, re.MULTILINE))
    assert {"root-used", "key-deletion"} <= watched
    known |= watched
    pages = (RUNBOOKS / "README.md", *(REPOSITORY / "docs" / "platforms").glob("*.md"))
    headings = {each for page in pages for each in re.findall(r"^### (\S+)$", page.read_text(), re.MULTILINE)}
    assert known - headings == set()
