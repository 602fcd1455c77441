"""The service as it runs: a database, the container's server with the image's packages, the function's package.

The database is MariaDB's, from the packages of the system, started for the tests with a certificate of an authority
made for them: the service accepts no other kind of connection. Without such a server these tests are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pymysql
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tools.files import work_folder
from tools.package import package
from tools.package.vendor import vendored

REPOSITORY = Path(__file__).resolve().parents[2]
SERVICE = REPOSITORY / "services" / "sarcng-api"
FUNCTIONS = REPOSITORY / "functions"
USER, PASSWORD = "sarcng_app", "correct horse"  # pragma: allowlist secret

_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))


@dataclass(frozen=True, slots=True)
class Server:
    """A database server of our own."""

    port: int
    socket: Path
    authority: Path

    def run(self, *statements: str, database: str | None = None) -> list[tuple[Any, ...]]:
        """Run statements as its master; the last one's rows."""
        with closing(pymysql.connect(unix_socket=str(self.socket), user="root", database=database)) as connection:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                rows = list(cursor.fetchall())
            connection.commit()
        return rows

    def environment(self, database: str) -> dict[str, str]:
        """What a process of the service is told, and nothing of the user's."""
        return {
            "PATH": _PATH,
            "DB_HOST": "localhost",
            "DB_PORT": str(self.port),
            "DB_NAME": database,
            "DB_USERNAME": USER,
            "DB_PASSWORD": PASSWORD,
            "DB_CA_BUNDLE": str(self.authority),
            "METRICS_NAMESPACE": "SarcNG/test",
            "MEMORY_LIMIT_MIB": "512",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUNBUFFERED": "1",
        }


@dataclass(slots=True)
class Api:
    """The container's server, in a process."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, path: str, content: object = None, **headers: str) -> tuple[int, Any]:
        """Send a request: its status and content. The answer's headers are kept."""
        body = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            body,
            {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                status, text, self.headers = answer.status, answer.read(), dict(answer.headers)
        except urllib.error.HTTPError as error:
            with error:
                status, text, self.headers = error.code, error.read(), dict(error.headers)
        return status, json.loads(text) if text else None

    def lines(self) -> list[dict[str, Any]]:
        """What it has logged; a line that is no JSON fails."""
        return [json.loads(line) for line in self.log.read_text(encoding="utf-8").splitlines()]

    def stop(self) -> int:
        """End it as ECS does; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=40)


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """MariaDB, empty."""
    programs = {name: shutil.which(name, path=_PATH) for name in ("mariadbd", "mariadb-install-db")}
    missing = sorted(name for name, path in programs.items() if path is None)
    if missing:
        pytest.skip(f"no {missing[0]} on this machine: apt-get install mariadb-server")
    folder = tmp_path_factory.mktemp("db")
    authority = certificates(folder)
    common = [f"--datadir={folder / 'data'}", *([f"--user={_user()}"] if os.geteuid() == 0 else [])]
    install = [str(programs["mariadb-install-db"]), "--no-defaults", "--auth-root-authentication-method=normal"]
    subprocess.run([*install, "--skip-test-db", *common], check=True, capture_output=True)
    port, path = free_port(), folder / "s"
    if len(str(path)) > 100:
        pytest.skip(f"{path} is too long for a socket: give pytest a shorter --basetemp")
    command = [str(programs["mariadbd"]), "--no-defaults", *common, f"--port={port}", f"--socket={path}"]
    command += ["--bind-address=127.0.0.1", "--skip-name-resolve=0", "--innodb-buffer-pool-size=32M"]
    command += ["--performance-schema=0", "--require-secure-transport=ON", f"--pid-file={folder / 'pid'}"]
    command += [f"--ssl-cert={folder / 'server.pem'}", f"--ssl-key={folder / 'server.key'}"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        found = Server(port, path, authority)
        _wait(lambda: bool(found.run("SELECT 1")), process, folder / "log", (pymysql.Error,))
        found.run(f"CREATE USER '{USER}'@'%' IDENTIFIED BY '{PASSWORD}'", f"GRANT ALL ON *.* TO '{USER}'@'%'")
        yield found
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def database(server: Server, request: pytest.FixtureRequest) -> Iterator[str]:
    """The name of an empty database."""
    name = f"sarcng_{request.module.__name__.rpartition('.')[2]}"
    server.run(f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
    yield name


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The function as Lambda unpacks it."""
    folder = tmp_path_factory.mktemp("package")
    [built] = package(FUNCTIONS, ["sarcng-api"], folder)
    shutil.unpack_archive(built.path, folder / "task")
    return folder / "task"


@contextmanager
def serving(folder: Path, environment: Mapping[str, str]) -> Iterator[Api]:
    """The container's server, with the packages that its image has, until the block ends."""
    cache = work_folder(FUNCTIONS) / "vendored"
    image = vendored(SERVICE, cache)["gunicorn/__init__.py"].parents[1]
    mysql = vendored(FUNCTIONS / "sarcng-api", cache)["pymysql/__init__.py"].parents[1]
    port, log = free_port(), folder / "api.log"
    path = os.pathsep.join(map(str, (FUNCTIONS / "sarcng-api", mysql, image)))
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-S", "-m", "gunicorn", "--config", str(SERVICE / "gunicorn.conf.py")],
            env={**environment, "PYTHONPATH": path, "PORT": str(port)},
            cwd=folder,
            stdout=stream,
            stderr=stream,
        )
    api = Api(process, port, log)
    try:
        _wait(lambda: api.send("GET", "/health")[0] == 200, process, log, (OSError,))
        yield api
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def migrated(server: Server, database: str, packaged: Path) -> subprocess.Popen[bytes]:
    """A runner of the schema, begun."""
    return subprocess.Popen(
        [sys.executable, "-S", "-m", "sarcng_api.migrate"],
        env={**server.environment(database), "PYTHONPATH": str(packaged)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


@pytest.fixture(scope="module")
def api(server: Server, database: str, packaged: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """The container's server on a database with its tables."""
    runner = migrated(server, database, packaged)
    output, _ = runner.communicate(timeout=60)
    assert runner.returncode == 0, output.decode()
    with serving(tmp_path_factory.mktemp("api"), server.environment(database)) as found:
        yield found


def _wait(ready: Any, process: subprocess.Popen[bytes], log: Path, errors: tuple[type[Exception], ...]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            if ready():
                return
        except errors:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"it did not start:\n{log.read_text(encoding='utf-8')[-4000:]}")


def _user() -> str:
    import pwd

    return pwd.getpwuid(os.geteuid()).pw_name


def certificates(folder: Path) -> Path:
    """An authority, and the server's certificate by it; the authority's file."""
    now = datetime.now(UTC)

    def issue(name: str, key: Any, issuer: str, signer: Any, *extensions: tuple[x509.ExtensionType, bool]) -> bytes:
        builder = x509.CertificateBuilder(
            issuer_name=x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)]),
            subject_name=x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]),
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=now - timedelta(days=1),
            not_valid_after=now + timedelta(days=1),
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical)
        return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    ours, theirs = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    known = x509.SubjectKeyIdentifier.from_public_key(ours.public_key())
    signs = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
    root = issue(
        "Test authority",
        ours,
        "Test authority",
        ours,
        (x509.BasicConstraints(ca=True, path_length=0), True),
        (known, False),
        (signs, True),
    )
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    by = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(known)
    (folder / "server.pem").write_bytes(issue("localhost", theirs, "Test authority", ours, (names, False), (by, False)))
    (folder / "server.key").write_bytes(
        theirs.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    authority = folder / "authority.pem"
    authority.write_bytes(root)
    return authority
