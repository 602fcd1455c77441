from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from base64 import b64encode
from pathlib import Path

import pytest

from tests.files import write
from tests.scripts import SHEBANG
from tools.errors import GroundplanError
from tools.package import build, package, stand_ins, vendor
from tools.package.commands import package_command
from tools.package.compressed import compressed


def function(root: Path, name: str = "greeter", requirements: str = "") -> Path:
    """A project with one function, with the untidy things that lie around in real ones."""
    (root / ".git").mkdir(parents=True, exist_ok=True)
    folder = root / "functions" / name
    files = {
        "requirements.txt": requirements,
        "README.md": "not packed",
        "greeter/__init__.py": "",
        "greeter/handler.py": "def handle(event, context): ...\n",
        "greeter/data/words.txt": "hello\n",
        "greeter/__pycache__/handler.cpython-311.pyc": "not packed",
        "greeter/.DS_Store": "not packed",
        "tests/__init__.py": "",
        "tests/test_greeter.py": "not packed",
    }
    write(folder, files)
    return root / "functions"


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A Python whose pip puts one dependency into its target, and the file where it notes each call."""
    log = tmp_path / "pip.log"
    fake = tmp_path / "python"
    fake.write_text(
        f"""{SHEBANG}
import pathlib, sys
pathlib.Path({str(log)!r}).open("a").write("called\\n")
pathlib.Path({str(log)!r}).with_suffix(".options").write_text(" ".join(sys.argv))
if "broken" in pathlib.Path(sys.argv[-1]).read_text():
    sys.exit("no matching distribution")
target = pathlib.Path(sys.argv[sys.argv.index("--target") + 1])
files = {{
    "dep/__init__.py": "", "dep/__pycache__/x.pyc": "", "bin/dep": sys.argv[0],
    "dep-1.dist-info/METADATA": "dep", "dep-1.dist-info/RECORD": str(target), "dep-1.dist-info/licenses/LICENSE": "MIT",
}}
if "native" in pathlib.Path(sys.argv[-1]).read_text():
    files["dep/fast.so.1"] = "\\x7fELF" + "\\0" * 14 + "\\x3e\\0"  # for x86_64
    files["dep/include/fast.h"] = ""
for name, content in files.items():
    (target / name).parent.mkdir(parents=True, exist_ok=True)
    (target / name).write_text(content)
"""
    )
    fake.chmod(0o755)
    monkeypatch.setattr(vendor.sys, "executable", str(fake))
    return log


def test_a_package_holds_the_code_and_what_it_needs(tmp_path: Path, pip: Path) -> None:
    [built] = package(function(tmp_path / "p", requirements="dep==1"))
    assert zipfile.ZipFile(built.path).namelist() == [
        "dep-1.dist-info/METADATA",
        "dep-1.dist-info/licenses/LICENSE",
        "dep/__init__.py",
        "greeter/__init__.py",
        "greeter/data/words.txt",
        "greeter/handler.py",
    ]
    assert built.path == tmp_path / "p" / ".groundplan" / "packages" / "greeter.zip"


def test_two_builds_in_different_places_give_the_same_bytes(tmp_path: Path, pip: Path) -> None:
    first = function(tmp_path / "a place", requirements="dep==1")
    [one] = package(first)
    old = os.umask(0o077)
    try:
        second = function(tmp_path / "b", requirements="dep==1")
        for path in second.rglob("*.py"):
            os.utime(path, (1, 1))
            path.chmod(0o700)
        [two] = package(second)
    finally:
        os.umask(old)
    assert one.path.read_bytes() == two.path.read_bytes()
    assert one.sha256 == two.sha256


def test_its_digests_lie_beside_it(tmp_path: Path, pip: Path) -> None:
    [built] = package(function(tmp_path))
    digest = hashlib.sha256(built.path.read_bytes())
    assert json.loads(built.path.with_suffix(".json").read_text()) == {
        "sha256": digest.hexdigest(),
        "base64sha256": b64encode(digest.digest()).decode(),
    }


def test_what_stands_in_for_a_package_says_as_much_as_it(tmp_path: Path, pip: Path) -> None:
    folder = function(tmp_path, requirements="native==1") / "greeter"
    (folder / "platform.json").write_text('{"architecture": "x86_64", "python": "3.11"}')
    given = stand_ins(tmp_path)
    [built] = package(folder.parent)
    beside = built.path.with_suffix(".json")
    assert given.keys() == {str(built.path), str(beside)}
    real, stand_in = (json.loads(Path(each).read_text()) for each in (beside, given[str(beside)]))
    assert stand_in.keys() == real.keys()
    digests = {"sha256", "base64sha256"}
    assert {key: stand_in[key] for key in real.keys() - digests} == {"architecture": "x86_64", "runtime": "python3.11"}
    assert {key: len(stand_in[key]) for key in digests} == {key: len(real[key]) for key in digests}


def test_nothing_stands_in_for_a_package_that_cannot_be_built(tmp_path: Path) -> None:
    folder = function(tmp_path) / "greeter"
    (folder / "platform.json").write_text("{")
    assert stand_ins(tmp_path) == {}


def test_a_change_of_the_code_changes_the_digest(tmp_path: Path, pip: Path) -> None:
    functions = function(tmp_path)
    [before] = package(functions)
    (functions / "greeter" / "greeter" / "handler.py").write_text("def handle(event, context): return 1\n")
    [after] = package(functions)
    assert before.sha256 != after.sha256


def test_dependencies_are_installed_once_per_list(tmp_path: Path, pip: Path) -> None:
    functions = function(tmp_path, requirements="dep==1")
    package(functions)
    package(functions)
    assert pip.read_text() == "called\n"
    function(tmp_path, requirements="dep==2")
    package(functions)
    assert pip.read_text() == "called\n" * 2


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [("broken==1", "no matching distribution"), ("native==1", r"dep/fast\.so\.1 is made for one kind of machine")],
)
def test_a_dependency_that_cannot_travel_is_named(tmp_path: Path, pip: Path, requirements: str, expected: str) -> None:
    functions = function(tmp_path, requirements=requirements)
    with pytest.raises(GroundplanError, match=expected) as caught:
        package(functions)
    assert caught.value.where == str(functions / "greeter" / "requirements.txt")
    assert not (tmp_path / ".groundplan" / "packages").exists()


def on(functions: Path, architecture: str, **more: object) -> Path:
    told = {"architecture": architecture, "python": "3.11", **more}
    (functions / "greeter" / "platform.json").write_text(json.dumps(told))
    return functions


def test_compiled_dependencies_are_those_of_the_function_s_platform(tmp_path: Path, pip: Path) -> None:
    [built] = package(on(function(tmp_path, requirements="native==1"), "x86_64", leave_out=["dep/include/*"]))
    names = zipfile.ZipFile(built.path).namelist()
    assert "dep/fast.so.1" in names
    assert "dep/include/fast.h" not in names
    told = json.loads(built.path.with_suffix(".json").read_text())
    assert (told["architecture"], told["runtime"]) == ("x86_64", "python3.11")
    options = pip.with_suffix(".options").read_text()
    assert "--implementation cp --python-version 3.11 --abi cp311 --abi abi3 --abi none" in options
    # Lambda's Python 3.11 stands on glibc 2.26: a wheel for a newer one would not load.
    assert "--platform manylinux_2_26_x86_64" in options
    assert "--platform manylinux_2_17_x86_64" in options
    assert "manylinux_2_27" not in options


def test_a_package_with_compiled_parts_is_compressed_and_still_the_same_everywhere(
    tmp_path: Path, pip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = "many words, " * 10_000
    built = []
    for place in ("a", "b"):
        functions = on(function(tmp_path / place, requirements="native==1"), "x86_64")
        (functions / "greeter" / "greeter" / "large.txt").write_text(large)
        (functions / "greeter" / "greeter" / "größe.txt").write_text("")
        built.append(package(functions)[0])
    # Nothing of the second build is compressed anew: what is large was kept.
    again = package(functions)[0]
    assert built[0].path.read_bytes() == built[1].path.read_bytes() == again.path.read_bytes()
    assert len(list((tmp_path / "b" / ".groundplan" / "vendored" / "compressed").iterdir())) == 1
    with zipfile.ZipFile(again.path) as zip_file:
        assert zip_file.testzip() is None
        assert zip_file.read("greeter/large.txt").decode() == large
        assert zip_file.read("greeter/größe.txt") == b""
        assert {entry.external_attr >> 16 for entry in zip_file.infolist()} == {0o100644}
        assert {entry.date_time for entry in zip_file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert again.size < len(large) / 10
    # The compressor is one of the lock file's: these bytes are the same on every machine, or the lock is at fault.
    assert hashlib.sha256(compressed({"a": functions / "greeter" / "greeter" / "large.txt"}, tmp_path)).hexdigest() == (
        "5fbdb83f75384e21cfc62f274cc99d6f43f9dec91145dae7a3eca01f5bc206c4"  # pragma: allowlist secret
    )


def test_what_another_processor_runs_is_refused(tmp_path: Path, pip: Path) -> None:
    with pytest.raises(GroundplanError, match=r"dep/fast\.so\.1 does not run on arm64"):
        package(on(function(tmp_path, requirements="native==1"), "arm64"))


def test_each_platform_has_an_installation_of_its_own(tmp_path: Path, pip: Path) -> None:
    functions = function(tmp_path, requirements="dep==1")
    for architecture in ("arm64", "x86_64", "arm64"):
        package(on(functions, architecture))
    assert pip.read_text() == "called\n" * 2


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ('{"architecture": "arm64"}', "platform.json cannot be read: KeyError"),
        ("{", "platform.json cannot be read: JSONDecodeError"),
        ('{"architecture": "mips", "python": "3.11"}', "Lambda has no Python 3.11 on mips"),
        ('{"architecture": "arm64", "python": "2.7"}', "Lambda has no Python 2.7 on arm64"),
    ],
)
def test_a_platform_that_is_none_is_an_error(tmp_path: Path, pip: Path, told: str, expected: str) -> None:
    functions = function(tmp_path)
    (functions / "greeter" / "platform.json").write_text(told)
    with pytest.raises(GroundplanError, match=expected) as caught:
        package(functions)
    assert caught.value.where == str(functions / "greeter" / "platform.json")


def test_a_package_that_lambda_would_not_take_is_not_built(
    tmp_path: Path, pip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_UNPACKED", 20)
    with pytest.raises(GroundplanError, match="the package of greeter has 0 MiB unpacked; Lambda takes 0"):
        package(function(tmp_path, requirements="dep==1"))
    assert not (tmp_path / ".groundplan" / "packages").exists()


def test_a_failed_installation_is_tried_again(tmp_path: Path, pip: Path) -> None:
    functions = function(tmp_path, requirements="broken==1")
    for _ in range(2):
        with pytest.raises(GroundplanError):
            package(functions)
    assert pip.read_text() == "called\n" * 2


def test_a_function_without_code_or_of_another_name_is_an_error(tmp_path: Path, pip: Path) -> None:
    functions = function(tmp_path)
    with pytest.raises(GroundplanError, match="there is no function waver"):
        package(functions, ["waver"])
    (functions / "empty").mkdir()
    (functions / "empty" / "requirements.txt").touch()
    with pytest.raises(GroundplanError, match="the function empty has no code"):
        package(functions)
    assert [built.name for built in package(functions, ["greeter"])] == ["greeter"]


def test_code_and_dependency_may_not_cover_each_other(tmp_path: Path, pip: Path) -> None:
    functions = function(tmp_path, requirements="dep==1")
    (functions / "greeter" / "dep").mkdir()
    (functions / "greeter" / "dep" / "__init__.py").touch()
    with pytest.raises(GroundplanError, match="dep is both"):
        package(functions)


def test_the_task_prints_a_line_for_each(tmp_path: Path, pip: Path, capsys: pytest.CaptureFixture[str]) -> None:
    function(tmp_path)
    assert package_command(tmp_path) == 0
    name, _, _, _, digest, path = capsys.readouterr().out.split()
    assert (name, path) == ("greeter", ".groundplan/packages/greeter.zip")
    assert digest == hashlib.sha256((tmp_path / path).read_bytes()).hexdigest()
    with pytest.raises(GroundplanError, match="there is no folder functions"):
        package_command(tmp_path / "elsewhere")


def test_a_zip_is_read_by_others(tmp_path: Path, pip: Path) -> None:
    [built] = package(function(tmp_path))
    with zipfile.ZipFile(io.BytesIO(built.path.read_bytes())) as zip_file:
        assert zip_file.testzip() is None
        assert {entry.external_attr >> 16 for entry in zip_file.infolist()} == {0o100644}
        assert {entry.date_time for entry in zip_file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
