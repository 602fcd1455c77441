"""Later templates, brought into what earlier ones made and people have changed since."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tools.errors import GroundplanError
from tools.scaffold import scaffold_service, templates, update, write
from tools.scaffold.kinds import KINDS
from tools.scaffold.record import load, names
from tools.scaffold.surroundings import Surroundings, surroundings

from .conftest import NAMES, Make, service, snapshot

HANDLER = "functions/quotes/quotes/handler.py"
README = "functions/quotes/README.md"
SIZES = "live/accounts/dev/env.hcl"


@pytest.fixture
def quotes(around: Surroundings) -> Surroundings:
    write(around.root, scaffold_service(service("lambda-http-api"), around))
    return around


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text()
    assert text.count(old) == 1, (path, old)
    (root / path).write_text(text.replace(old, new))


def brought(around: Surroundings) -> tuple[set[str], tuple[str, ...]]:
    """Update, write, and say which files changed (but for the record) and which have marks in them."""
    found = update("quotes", around)
    write(around.root, found.changes)
    return {change.path for change in found.changes} - {"live/units/services/quotes/scaffold.yaml"}, found.conflicts


def test_without_later_templates_there_is_nothing_to_do(quotes: Surroundings) -> None:
    assert names(quotes) == ["quotes"]
    edit(quotes.root, HANDLER, '{"service": "quotes"}', '{"quote": "…"}')
    found = update("quotes", quotes)
    assert (found.changes, found.conflicts, found.before, found.after) == ((), (), 1, 1)


def test_files_that_nobody_touched_are_replaced(quotes: Surroundings, new_templates: Path) -> None:
    edit(new_templates, "function/handler-http.py.j2", '"Internal error"', '"Something broke"')
    assert brought(quotes) == ({HANDLER}, ())
    assert '"Something broke"' in (quotes.root / HANDLER).read_text()
    assert load("quotes", quotes).template == templates.VERSION
    assert update("quotes", quotes).changes == ()


def test_what_both_changed_in_different_places_is_merged(quotes: Surroundings, new_templates: Path) -> None:
    edit(quotes.root, HANDLER, '{"service": "quotes"}', '{"quote": "Waste not"}')
    edit(new_templates, "function/handler-http.py.j2", '"Internal error"', '"Something broke"')
    assert brought(quotes) == ({HANDLER}, ())
    text = (quotes.root / HANDLER).read_text()
    assert '"Something broke"' in text
    assert '{"quote": "Waste not"}' in text


def test_what_both_changed_in_one_place_is_marked_and_settled_once(quotes: Surroundings, new_templates: Path) -> None:
    edit(quotes.root, HANDLER, '{"service": "quotes"}', '{"quote": "Waste not"}')
    edit(new_templates, "function/handler-http.py.j2", '{"service": "{{ name }}"}', '{"name": "{{ name }}"}')
    assert brought(quotes) == ({HANDLER}, (HANDLER,))
    lines = (quotes.root / HANDLER).read_text().splitlines()
    begin, middle, end = (lines.index(mark) for mark in ("<<<<<<< this tree", "=======", ">>>>>>> the new template"))
    assert '{"quote": "Waste not"}' in "".join(lines[begin:middle])
    assert '{"name": "quotes"}' in "".join(lines[middle:end])
    assert update("quotes", quotes).changes == ()


def test_what_was_deleted_stays_deleted(quotes: Surroundings, new_templates: Path) -> None:
    (quotes.root / README).unlink()
    edit(new_templates, "function/README.md.j2", "Answers over HTTP", "Answers whoever asks")
    assert brought(quotes) == (set(), ())
    assert not (quotes.root / README).exists()


def test_a_new_file_comes_and_an_old_one_goes(
    quotes: Surroundings, new_templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from tools.scaffold.kinds import KINDS

    kind = KINDS["lambda-http-api"]
    files = {path: template for path, template in kind.files.items() if not path.endswith("README.md")}
    files["functions/{name}/NOTES.md"] = "function/README.md.j2"
    monkeypatch.setitem(KINDS, "lambda-http-api", replace(kind, files=files))  # type: ignore[arg-type]
    notes = "functions/quotes/NOTES.md"
    assert brought(quotes) == ({README, notes}, ())
    assert (quotes.root / notes).is_file()
    assert not (quotes.root / README).exists()


def test_an_old_file_that_somebody_changed_stays(
    quotes: Surroundings, new_templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from tools.scaffold.kinds import KINDS

    kind = KINDS["lambda-http-api"]
    files = {path: template for path, template in kind.files.items() if not path.endswith("README.md")}
    monkeypatch.setitem(KINDS, "lambda-http-api", replace(kind, files=files))  # type: ignore[arg-type]
    edit(quotes.root, README, "# quotes", "# Quotes of the day")
    assert update("quotes", quotes).kept == (README,)
    assert brought(quotes) == (set(), ())
    assert (quotes.root / README).is_file()


def test_a_new_file_that_is_there_already_is_not_overwritten(
    quotes: Surroundings, new_templates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from tools.scaffold.kinds import KINDS

    kind = KINDS["lambda-http-api"]
    files = {**kind.files, "functions/{name}/NOTES.md": "function/README.md.j2"}
    monkeypatch.setitem(KINDS, "lambda-http-api", replace(kind, files=files))  # type: ignore[arg-type]
    notes = quotes.root / "functions/quotes/NOTES.md"
    notes.write_text("mine\n")
    assert brought(quotes)[1] == ("functions/quotes/NOTES.md",)
    assert "mine\n" in notes.read_text()


def test_sizes_are_merged_where_they_stand(quotes: Surroundings, new_templates: Path) -> None:
    """An entry of env.hcl that was tuned, and one that was not; what stands around them is nobody's business."""
    edit(quotes.root, SIZES, "timeout = 10, reserved_concurrency = 5 }", "timeout = 29, reserved_concurrency = 5 }")
    edit(quotes.root, SIZES, "  # quotes of team-payments", "  another = 1\n\n  # quotes of team-payments")
    edit(new_templates, "units/sizes.hcl.j2", "  # {{ name }} of {{ owner }}:", "  # {{ name }} ({{ owner }}):")
    changed, conflicts = brought(quotes)
    assert changed == {SIZES, SIZES.replace("dev", "staging"), SIZES.replace("dev", "prod")}
    assert conflicts == ()
    text = (quotes.root / SIZES).read_text()
    assert "  another = 1\n\n  # quotes (team-payments):" in text
    assert "timeout = 29" in text


def test_an_entry_that_was_taken_out_stays_out(quotes: Surroundings, new_templates: Path) -> None:
    owners = quotes.root / ".github/CODEOWNERS"
    owners.write_text("* @acme/all\n")
    edit(new_templates, "units/sizes.hcl.j2", "  # {{ name }} of {{ owner }}:", "  # {{ name }} ({{ owner }}):")
    brought(quotes)
    assert owners.read_text() == "* @acme/all\n"


def windows(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def test_files_of_windows_are_merged_like_others(quotes: Surroundings, new_templates: Path) -> None:
    edit(quotes.root, HANDLER, '{"service": "quotes"}', '{"quote": "Waste not"}')
    edit(new_templates, "function/handler-http.py.j2", '"Internal error"', '"Something broke"')
    edit(new_templates, "function/README.md.j2", "Answers over HTTP", "Answers whoever asks")
    edit(new_templates, "units/sizes.hcl.j2", "  # {{ name }} of {{ owner }}:", "  # {{ name }} ({{ owner }}):")
    for path in (HANDLER, README, SIZES):
        windows(quotes.root / path)
    changed, conflicts = brought(quotes)
    assert changed >= {HANDLER, README, SIZES}
    assert conflicts == ()
    for path, new in ((HANDLER, "Something broke"), (README, "Answers whoever asks"), (SIZES, "# quotes (team-")):
        text = (quotes.root / path).read_bytes().decode()
        assert new in text
        assert text.count("\n") == text.count("\r\n"), path


def test_a_service_comes_into_further_accounts_as_if_it_had_been_there_from_the_start(
    make: Make, tmp_path: Path
) -> None:
    later, at_once = make(tmp_path / "later"), make(tmp_path / "at once")
    for kind in KINDS:
        write(later.root, scaffold_service(service(kind, accounts=("dev",)), later))
        found = update(NAMES[kind], later, ["staging", "dev", "prod"])
        assert (found.added, found.conflicts) == (("staging", "prod"), ())
        write(later.root, found.changes)
        assert update(NAMES[kind], later, ["prod"]).changes == ()
        write(at_once.root, scaffold_service(service(kind), at_once))
    assert snapshot(later.root) == snapshot(at_once.root)


def test_what_people_changed_stays_when_an_account_is_added(quotes: Surroundings) -> None:
    write(quotes.root, scaffold_service(service("static-web", accounts=("dev",)), quotes))
    page = "docs/services/handbook.md"
    edit(quotes.root, page, "*one sentence, by team-payments*", "how we work")
    before = snapshot(quotes.root)
    write(quotes.root, update("handbook", quotes, ["prod"]).changes)
    after = snapshot(quotes.root)
    changed = {path for path, content in after.items() if content is not None and content != before.get(path)}
    folder = "live/accounts/prod/us-east-1/services/handbook/"
    below = {f"{folder}{unit}/terragrunt.hcl" for unit in ("cloudfront-site", "dns/record", "observability")}
    record = "live/units/services/handbook/scaffold.yaml"
    assert changed == {page, record, "live/accounts/prod/env.hcl", f"{folder}usage.yaml", *below}
    text = (quotes.root / page).read_text()
    assert "| what for | how we work |\n" in text
    assert "| accounts | dev, prod |\n" in text


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("live/accounts/prod/us-east-1/services/handbook/usage.yaml", "[]\n", r"there already.*handbook/usage\.yaml"),
        (
            "live/accounts/prod/env.hcl",
            "locals {\n  handbook = 1\n",
            r"env\.hcl: it says something of handbook already",
        ),
        ("live/accounts/prod/us-east-1/certificate/terragrunt.hcl", None, "there is no certificate, which"),
    ],
)
def test_an_account_with_something_in_the_way_is_refused(
    around: Surroundings, path: str, text: str | None, message: str
) -> None:
    write(around.root, scaffold_service(service("static-web", accounts=("dev",)), around))
    place = around.root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    if text is None:
        place.unlink()
    else:
        place.write_text(place.read_text().replace("locals {\n", text) if place.exists() else text)
    before = snapshot(around.root)
    with pytest.raises(GroundplanError, match=message):
        update("handbook", around, ["prod"])
    with pytest.raises(GroundplanError, match="there is no account 'moon'"):
        update("handbook", around, ["moon"])
    assert snapshot(around.root) == before


def test_an_account_that_was_left_is_taken_again_when_it_is_named(quotes: Surroundings) -> None:
    before = snapshot(quotes.root)
    shutil.rmtree(quotes.tree / "accounts/staging/us-east-1/services/quotes")
    sizes = quotes.root / SIZES.replace("dev", "staging")
    sizes.write_text(sizes.read_text().partition("\n  # quotes of")[0] + "}\n")
    assert update("quotes", quotes).changes == ()
    found = update("quotes", quotes, ["dev", "staging"])
    assert found.added == ("staging",)
    write(quotes.root, found.changes)
    assert snapshot(quotes.root) == before


def test_the_package_stays_what_it_was(around: Surroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules come and go with Python's versions: a later one may have what an earlier one did not."""
    write(around.root, scaffold_service(service("lambda-http-api", "calendar"), around))
    monkeypatch.setattr(sys, "stdlib_module_names", frozenset())
    assert update("calendar", around).changes == ()


def test_sizes_stay_when_the_account_becomes_another(quotes: Surroundings) -> None:
    edit(quotes.root, SIZES, "  protected          = false", "  protected          = true")
    again = surroundings(quotes.tree)
    assert (quotes.accounts["dev"].tier, again.accounts["dev"].tier) == ("disposable", "protected")
    assert update("quotes", again).changes == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("template: 1", "template: 99", "templates of version 99 made this, and these are of version 1"),
        ("base: |", "base: none\nrest: |", "this is not what a scaffold writes"),
        ("template: 1", "template: [", "this is not what a scaffold writes"),
        ("answers:", "questions:", "this is not what a scaffold writes"),
        ("  name: quotes", "  name: invoices", "the record does not agree with itself"),
        ("  kind: lambda-http-api", "  kind: lambda-http", "there is no kind 'lambda-http'"),
    ],
)
def test_a_record_that_cannot_be_read_is_told(quotes: Surroundings, old: str, new: str, message: str) -> None:
    edit(quotes.root, "live/units/services/quotes/scaffold.yaml", old, new)
    before = snapshot(quotes.root)
    with pytest.raises(GroundplanError, match=message):
        update("quotes", quotes)
    assert snapshot(quotes.root) == before


def test_a_record_whose_base_was_edited_is_told(quotes: Surroundings) -> None:
    path = quotes.root / "live/units/services/quotes/scaffold.yaml"
    text = path.read_text()
    edit(quotes.root, "live/units/services/quotes/scaffold.yaml", f"  {HANDLER}: ", f"  {HANDLER}: '0' #")
    with pytest.raises(GroundplanError, match="does not agree with itself"):
        update("quotes", quotes)
    path.write_text(text)
    assert update("quotes", quotes).changes == ()


def test_a_service_without_a_record_is_named_with_those_that_have_one(quotes: Surroundings) -> None:
    with pytest.raises(GroundplanError, match=r"sarcng-api was not made by ./inv scaffold-service.*\n.*quotes"):
        update("sarcng-api", quotes)
