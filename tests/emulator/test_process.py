"""Starting, finding and ending the emulator's process, and the environment that others meet it in."""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.emulator import commands, process
from tools.emulator.environment import clean_environment, server_environment
from tools.emulator.identity import identity
from tools.emulator.probe import Kind, health, occupant
from tools.errors import GroundplanError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "a folder with blanks" / "emulator"
    yield folder
    process.stop(folder)


@pytest.fixture
def said() -> list[str]:
    return []


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def answering(path: str, body: bytes) -> Iterator[int]:
    """A web server that knows one path."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == path else 404)
            self.end_headers()
            self.wfile.write(body if self.path == path else b"")

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield int(server.server_port)
        finally:
            server.shutdown()


def closed_by_peer(connection: socket.socket) -> bool:
    """Wait for the other side of an idle connection to end."""
    connection.settimeout(20)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


# -- left running ------------------------------------------------------------------------------------------------------


def test_it_is_started_once_found_again_and_stopped(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    started = process.start(port, home=home)
    assert (started.port, started.kind) == (port, Kind.GROUNDPLAN)
    assert process.start(free_port(), home=home) == started, "a second start finds the first"

    assert commands.status(home=home, output="json") == 0
    status = json.loads(capsys.readouterr().out)
    assert status["pid"] == started.pid
    assert status["endpoint"] == f"http://127.0.0.1:{port}"
    assert {"ec2", "rds", "s3"} <= set(status["extensions"])
    assert commands.status(home=home) == 0
    assert f"process {started.pid}) answers on http://127.0.0.1:{port}" in capsys.readouterr().out

    assert commands.reset(home=home) == 0
    assert commands.logs(home=home, lines=1) == 0
    assert "POST /moto-api/reset" in capsys.readouterr().out

    assert started.pid is not None
    assert os.getsid(started.pid) != os.getsid(0), "the terminal's Ctrl-C must not reach it"
    assert process.stop(home) == started
    assert identity(started.pid) is None
    assert occupant(port) is None
    assert process.stop(home) is None
    assert commands.status(home=home) == 1


def test_two_starts_at_once_make_one_server(home: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lambda port: process.start(port, home=home), (free_port(), free_port()))
    assert first == second


def test_it_takes_a_free_port_and_says_so(home: Path, said: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken = listener.getsockname()[1]
        started = process.start(taken, home=home, say=said.append)
    assert started.port != taken
    assert said == [f"port {taken} is taken by another program; the emulator takes a free one"]


def test_it_refuses_what_would_be_open_to_others() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.emulator.server", "--host", "0.0.0.0"],  # noqa: S104
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2
    assert "0.0.0.0 is not a loopback address" in done.stderr


def test_a_server_that_fails_shows_the_end_of_its_log(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = home.parent / "python"
    broken.parent.mkdir(parents=True)
    broken.write_text("#!/bin/sh\necho no such module >&2\nexit 3\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(GroundplanError, match="ended with exit code 3") as caught:
        process.start(free_port(), home=home)
    assert "| no such module" in str(caught.value)
    assert not (home / "state.json").exists()


def test_a_server_that_does_not_listen_is_given_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = home.parent / "python"
    slow.parent.mkdir(parents=True)
    slow.write_text("#!/bin/sh\necho $$\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(slow))
    with pytest.raises(GroundplanError, match=r"did not listen within 0\.5 s"):
        process.start(free_port(), home=home, timeout=0.5)
    assert identity(int((home / "emulator.log").read_text())) is None, "it must not be left behind"


def test_one_that_does_not_answer_is_not_started_over(home: Path) -> None:
    started = process.start(free_port(), home=home)
    assert started.pid is not None
    os.kill(started.pid, signal.SIGSTOP)
    with pytest.raises(GroundplanError, match="does not answer"):
        process.start(free_port(), home=home)
    assert commands.status(home=home) == 1
    assert process.stop(home, timeout=0.2) == started, "a stopped process hears SIGKILL only"


# -- records that tell of nothing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", ["", "{", '{"pid": 1', "[]", "{}", '{"pid": "x"}', "\0\0"])
def test_a_broken_record_is_as_good_as_none(home: Path, content: str) -> None:
    home.mkdir(parents=True)
    (home / "state.json").write_text(content)
    assert process.stop(home) is None
    assert not (home / "state.json").exists()


@pytest.mark.parametrize("change", [{}, {"started": "1"}])
def test_a_process_of_somebody_else_is_never_ended(home: Path, change: dict[str, str]) -> None:
    """Its number is in the record, as it is when numbers are used again; also if it began at the same moment."""
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        living = identity(other.pid)
        assert living is not None
        state = {
            "pid": other.pid,
            "started": living.started,
            "instance": "groundplan-123456789abc",
            "port": 4566,
            "log": "x",
        }
        home.mkdir(parents=True)
        (home / "state.json").write_text(json.dumps(state | change))
        assert process.stop(home) is None
        assert other.poll() is None
        assert not (home / "state.json").exists()
    finally:
        other.communicate(b"\n")


def test_an_ended_process_is_not_taken_for_a_living_one() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    assert identity(ended.pid) is None, "it is a zombie until it is waited for"
    ended.wait()
    assert identity(ended.pid) is None


# -- owned -------------------------------------------------------------------------------------------------------------


def test_an_owned_one_ends_with_its_block(home: Path) -> None:
    with process.owned(free_port(), home=home) as emulator:
        assert health(emulator.port) is not None
        assert emulator.pid is not None
    assert identity(emulator.pid) is None
    assert list(home.glob("owned-*")) == [], "nobody needs its log"


def test_an_owned_one_keeps_its_log_when_its_block_fails(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), process.owned(free_port(), home=home) as emulator:
        raise ZeroDivisionError
    assert emulator.pid is not None
    assert identity(emulator.pid) is None
    assert len(list(home.glob("owned-*.log"))) == 1


def test_an_owned_one_is_the_one_left_running_where_there_is_one(home: Path) -> None:
    running = process.start(free_port(), home=home)
    with process.owned(free_port(), home=home) as emulator:
        assert emulator == running
    with process.owned(free_port(), home=home, reuse=False) as emulator:
        assert emulator != running
    assert health(running.port) is not None


def test_an_owned_one_ends_when_its_owner_is_killed(home: Path) -> None:
    script = (
        "import pathlib, sys\n"
        "from tools.emulator import process\n"
        f"with process.owned(0, home=pathlib.Path({str(home)!r})) as emulator:\n"
        "    print(emulator.port, flush=True)\n"
        "    input()\n"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert owner.stdout is not None
    port = int(owner.stdout.readline())
    with socket.create_connection(("127.0.0.1", port)) as connection:
        owner.kill()
        owner.communicate()
        assert closed_by_peer(connection)
    assert occupant(port) is None


# -- who else may be there ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("/_localstack/health", b'{"services": {"s3": "running"}}', Kind.LOCALSTACK),
        ("/moto-api/", b"<title>Moto</title>", Kind.MOTO),
        ("/_groundplan/health", b'{"name": "groundplan-emulator"}', Kind.GROUNDPLAN),
        ("/_groundplan/health", b"[]", Kind.OTHER),
        ("/", b"hello", Kind.OTHER),
    ],
)
def test_who_is_on_a_port(path: str, body: bytes, kind: Kind) -> None:
    with answering(path, body) as port:
        assert occupant(port) is kind


def test_localstack_is_used_only_when_asked_for(home: Path, said: list[str]) -> None:
    with answering("/_localstack/health", b'{"services": {}}') as port:
        adopted = process.start(port, home=home, adopt=True)
        assert adopted == process.Emulator(f"http://127.0.0.1:{port}", port, Kind.LOCALSTACK)
        assert process.stop(home) is None, "what we did not start we do not stop"
        own = process.start(port, home=home, say=said.append)
        assert own.kind is Kind.GROUNDPLAN
        assert said == [f"port {port} is taken by localstack; the emulator takes a free one"]


# -- the environment ---------------------------------------------------------------------------------------------------

REAL = {
    "AWS_ACCESS_KEY_ID": "AKIAREALREALREALREAL",  # pragma: allowlist secret
    "AWS_SECRET_ACCESS_KEY": "real",  # pragma: allowlist secret
    "AWS_SESSION_TOKEN": "real",
    "AWS_SECURITY_TOKEN": "real",
    "AWS_PROFILE": "production",
    "AWS_DEFAULT_PROFILE": "production",
    "AWS_CONFIG_FILE": "/real/config",
    "AWS_SHARED_CREDENTIALS_FILE": "/real/credentials",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "/real/token",
    "AWS_ROLE_ARN": "arn:aws:iam::999999999999:role/real",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.2/real",
    "AWS_ENDPOINT_URL_S3": "https://real.example.com",
    "AWS_CA_BUNDLE": "/real/ca.pem",
    "AWS_SDK_LOAD_CONFIG": "1",
    "BOTO_CONFIG": "/real/boto",
    "HTTP_PROXY": "http://real.example.com:3128",
    "http_proxy": "http://real.example.com:3128",
}


def test_nothing_real_gets_through() -> None:
    clean = clean_environment("http://127.0.0.1:4566", {**REAL, "PATH": "/bin", "TF_LOG": "info"})
    assert not [f"{name}={value}" for name, value in clean.items() if "real" in value.lower() or value == "production"]
    assert clean["AWS_ACCESS_KEY_ID"] == clean["AWS_SECRET_ACCESS_KEY"] == "test"
    assert clean["AWS_ENDPOINT_URL"] == "http://127.0.0.1:4566"
    assert clean["AWS_EC2_METADATA_DISABLED"] == "true"
    assert (clean["PATH"], clean["TF_LOG"]) == ("/bin", "info")
    assert "AWS_CA_BUNDLE" not in clean


@given(st.dictionaries(st.from_regex(r"(?i:aws_)[A-Z_]{1,30}", fullmatch=True), st.just("secret"), max_size=20))
def test_no_variable_of_aws_gets_through(real: dict[str, str]) -> None:
    assert "secret" not in clean_environment("http://127.0.0.1:1", real).values()
    assert "secret" not in server_environment(real).values()


def test_an_https_proxy_stays_and_loopback_goes_past_it() -> None:
    real = {"HTTPS_PROXY": "http://proxy.example.com:3128", "NO_PROXY": "intranet.example.com", "no_proxy": "x.example"}
    clean = clean_environment("http://127.0.0.1:4566", real)
    assert clean["HTTPS_PROXY"] == "http://proxy.example.com:3128", "terraform init may need it for the registry"
    assert clean["NO_PROXY"] == clean["no_proxy"] == "intranet.example.com,x.example,127.0.0.1,localhost,::1"
    assert clean["HTTP_PROXY"] == "http://127.0.0.1:4566"


def test_an_sdk_in_that_environment_has_the_emulators_keys(tmp_path: Path) -> None:
    """Although the person's own files hold real ones, and a profile that names them."""
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "credentials").write_text(
        "[default]\naws_access_key_id = REAL\naws_secret_access_key = REAL\n"
    )
    (tmp_path / ".aws" / "config").write_text("[default]\nregion = eu-north-1\nendpoint_url = https://real.example\n")
    code = (
        "import boto3; s = boto3.Session(); c = s.client('s3')\n"
        "print(s.get_credentials().access_key, s.region_name, c.meta.endpoint_url)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=clean_environment("http://127.0.0.1:4566", {**REAL, "HOME": str(tmp_path)}, region="us-west-2"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["test", "us-west-2", "http://127.0.0.1:4566"]


def test_the_emulator_reaches_nothing_but_loopback() -> None:
    environment = server_environment({**REAL, "HTTPS_PROXY": "http://proxy.example.com:3128"})
    assert not [value for value in environment.values() if "real" in value.lower() or "example" in value]
    assert environment["https_proxy"] == environment["HTTP_PROXY"] == "http://127.0.0.1:9"


# -- the log -----------------------------------------------------------------------------------------------------------


def test_the_log_is_bounded_and_the_streams_follow_it(tmp_path: Path) -> None:
    code = (
        "import logging, os, pathlib, sys\n"
        "from tools.emulator import server\n"
        "server.LOG_BYTES = 2000\n"
        f"log = server.Log(pathlib.Path({str(tmp_path / 'x.log')!r}))\n"
        "logging.basicConfig(level=logging.INFO, handlers=[log])\n"
        "for number in range(200): logging.info('line %d of many', number)\n"
        "os.write(2, b'to the end of the newest file')\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["x.log", "x.log.1"]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 5000
    assert (tmp_path / "x.log").read_text().endswith("to the end of the newest file")


def test_a_shell_gets_the_keys_of_an_account(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(process.EmulatorError, match="no emulator is running"):
        commands.env(home=tmp_path)
    process.start(0, home=tmp_path)
    try:
        with pytest.raises(process.EmulatorError, match="twelve digits"):
            commands.env("dev", home=tmp_path)
        capsys.readouterr()
        assert commands.env("222222222222", home=tmp_path) == 0
        script = capsys.readouterr().out + f"exec '{sys.executable}' -c '{WHO}'\n"
        done = subprocess.run(["sh", "-c", script], capture_output=True, text=True)
        assert done.stdout.strip() == "222222222222", done.stderr
    finally:
        process.stop(tmp_path)


WHO = 'import boto3; print(boto3.client("sts").get_caller_identity()["Account"])'
