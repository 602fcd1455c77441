"""One server for all tests of the emulator, in a thread of the tests' own process: it starts once."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tools.emulator.server import SETTINGS, make_server

Client = Callable[..., Any]

ACCOUNT = "111111111111"
REGION = "us-east-1"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The endpoint of an emulator with all extensions."""
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {**SETTINGS, "MOTO_PORT": ""}.items():
            patched.setenv(name, value)
        running = make_server("127.0.0.1", 0)
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.port}"
        running.shutdown()
        thread.join()
        running.server_close()


def session(server: str, account: str, region: str) -> boto3.Session:
    """A session with keys of an account."""
    sts = boto3.client(
        "sts", endpoint_url=server, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
    )
    keys = sts.assume_role(RoleArn=f"arn:aws:iam::{account}:role/test", RoleSessionName="test")["Credentials"]
    return boto3.Session(
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
        region_name=region,
    )


@pytest.fixture(scope="session")
def connect(server: str) -> Client:
    """``connect("ec2")``: a client of the emulator; ``account`` and ``region`` may be others."""
    sessions: dict[tuple[str, str], boto3.Session] = {}

    def client(service: str, account: str = ACCOUNT, region: str = REGION) -> Any:
        if (account, region) not in sessions:
            sessions[account, region] = session(server, account, region)
        return sessions[account, region].client(
            service,
            endpoint_url=server,
            config=Config(
                retries={"max_attempts": 1, "mode": "standard"},
                inject_host_prefix=False,
                s3={"addressing_style": "path"},
            ),
        )

    return client


@pytest.fixture
def name() -> str:
    """A name that nothing else in the server has."""
    return f"t-{uuid.uuid4().hex[:8]}"
