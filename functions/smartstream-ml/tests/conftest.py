"""An S3 of moto's with the lake's bucket."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

FUNCTION = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(FUNCTION))  # as the root of the package is in Lambda


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        s3 = boto3.client("s3", region_name="eu-north-1")
        s3.create_bucket(Bucket="smartstream-test-lake", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
        yield s3
