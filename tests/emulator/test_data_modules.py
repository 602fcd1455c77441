"""The examples of the data-pipeline modules: applied, found unchanged, and destroyed.

The examples fit together: a delivery reads the stream of another example. What none of them makes is made here.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.emulator.environment import clean_environment
from tools.terraform import base_environment, find_terraform

from .test_compute_modules import Root

pytestmark = pytest.mark.thorough

EXAMPLES = {
    "bucket": ("minimal", "complete"),
    "stream": ("minimal", "complete"),
    "delivery": ("minimal", "complete"),
}
FIRST = {"delivery": ("stream-minimal", "stream-complete", "bucket-complete")}
"""The examples that the examples of a module rest on."""

OVERRIDDEN = {"bucket": {"complete": 'module "logs" {\n  force_destroy = true\n}\n'}}
"""What stands in the way of a destroy: the emulator writes access logs, too."""

WORLD = """
resource "aws_s3_bucket" "copy" {
  provider      = aws.us-west-2
  bucket        = "acme-prod-lake-copy-123456789012"
  force_destroy = true
}
resource "aws_s3_bucket_versioning" "copy" {
  provider = aws.us-west-2
  bucket   = aws_s3_bucket.copy.id
  versioning_configuration {
    status = "Enabled"
  }
}
resource "aws_s3_bucket" "lake" {
  bucket = "acme-dev-lake-123456789012"
}
resource "aws_glue_catalog_database" "acme" {
  name = "acme_prod"
}
resource "aws_glue_catalog_table" "clicks" {
  name          = "clicks"
  database_name = aws_glue_catalog_database.acme.name
  storage_descriptor {
    columns {
      name = "page"
      type = "string"
    }
  }
}
"""
MADE_FIRST = ("aws_s3_bucket_versioning.copy", "aws_s3_bucket.lake", "aws_glue_catalog_table.clicks")


@pytest.fixture(scope="module")
def root(server: str, repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
    folder = tmp_path_factory.mktemp("data")
    calls = []
    for module, examples in EXAMPLES.items():
        shutil.copytree(repository / "modules" / "data-pipeline" / module, folder / module)
        first = ", ".join([*MADE_FIRST, *(f"module.{label}" for label in FIRST.get(module, ()))])
        for example in examples:
            override = OVERRIDDEN.get(module, {}).get(example, "")
            (folder / module / "examples" / example / "world_override.tf").write_text(override, encoding="utf-8")
            source = f'source = "./{module}/examples/{example}"'
            calls.append(f'module "{module}-{example}" {{\n  {source}\n  depends_on = [{first}]\n}}\n')
    provider = {
        "max_retries": 2,
        "s3_use_path_style": True,
        "skip_credentials_validation": True,
        "skip_metadata_api_check": True,
    }
    tags = {"default_tags": {"tags": {"Project": "acme"}}}
    providers = [
        {"region": "us-east-1", **provider, **tags},
        {"alias": "us-west-2", "region": "us-west-2", **provider},
    ]
    (folder / "main.tf").write_text(WORLD + "".join(calls), encoding="utf-8")
    (folder / "provider.tf.json").write_text(json.dumps({"provider": {"aws": providers}}), encoding="utf-8")
    shutil.copy2(repository / "live" / ".terraform.lock.hcl", folder)
    environment = clean_environment(server, base_environment(repository, find_terraform()))
    made = Root(folder, environment, server)
    done = made.terraform("init")
    assert done.returncode == 0, done.stdout + done.stderr
    yield made


@pytest.fixture(scope="module")
def applied(root: Root) -> Root:
    done = root.terraform("apply", "-auto-approve", "-parallelism=30")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    return root


def test_nothing_is_left_to_change(applied: Root) -> None:
    done = applied.terraform("plan", "-detailed-exitcode")
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]


def test_a_lake_is_closed_tells_of_its_objects_and_lets_them_age(applied: Root) -> None:
    s3 = applied.client("s3")
    lake = "acme-prod-lake-123456789012"
    assert s3.get_bucket_versioning(Bucket=lake)["Status"] == "Enabled"
    assert s3.get_bucket_notification_configuration(Bucket=lake)["EventBridgeConfiguration"] == {}
    rules = {each["ID"]: each for each in s3.get_bucket_lifecycle_configuration(Bucket=lake)["Rules"]}
    assert rules["raw"]["Filter"] == {"Prefix": "raw/"}
    assert {each["StorageClass"]: each["Days"] for each in rules["raw"]["Transitions"]} == {
        "GLACIER_IR": 90,
        "DEEP_ARCHIVE": 365,
    }
    logging = s3.get_bucket_logging(Bucket=lake)["LoggingEnabled"]
    assert (logging["TargetBucket"], logging["TargetPrefix"]) == ("acme-prod-access-logs-123456789012", "lake/")
    [copying] = s3.get_bucket_replication(Bucket=lake)["ReplicationConfiguration"]["Rules"]
    assert copying["Destination"]["Bucket"] == "arn:aws:s3:::acme-prod-lake-copy-123456789012"
    [listing] = s3.list_bucket_inventory_configurations(Bucket=lake)["InventoryConfigurationList"]
    assert listing["Schedule"] == {"Frequency": "Weekly"}
    assert s3.get_public_access_block(Bucket=lake)["PublicAccessBlockConfiguration"] == {
        "BlockPublicAcls": True,
        "BlockPublicPolicy": True,
        "IgnorePublicAcls": True,
        "RestrictPublicBuckets": True,
    }


def test_streams_are_encrypted_and_counted_or_on_demand(applied: Root) -> None:
    kinesis = applied.client("kinesis")
    changes, clicks = (
        kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        for name in ("acme-prod-changes", "acme-prod-clicks")
    )
    assert (changes["OpenShardCount"], changes["RetentionPeriodHours"]) == (4, 168)
    assert changes["EncryptionType"] == clicks["EncryptionType"] == "KMS"
    assert clicks["StreamModeDetails"] == {"StreamMode": "ON_DEMAND"}
    assert "IteratorAgeMilliseconds" in changes["EnhancedMonitoring"][0]["ShardLevelMetrics"]


def test_a_delivery_reads_the_stream_and_knows_where_to_put_what(applied: Root) -> None:
    firehose = applied.client("firehose")
    raw = firehose.describe_delivery_stream(DeliveryStreamName="acme-dev-raw")["DeliveryStreamDescription"]
    source = raw["Source"]["KinesisStreamSourceDescription"]
    assert source["KinesisStreamARN"] == "arn:aws:kinesis:us-east-1:123456789012:stream/acme-dev-changes"
    [destination] = raw["Destinations"]
    to = destination["ExtendedS3DestinationDescription"]
    assert to["BufferingHints"] == {"IntervalInSeconds": 60, "SizeInMBs": 5}
    assert to["CompressionFormat"] == "GZIP"
    assert to["CloudWatchLoggingOptions"]["LogGroupName"] == "/aws/kinesisfirehose/acme-dev-raw"
    streams = applied.client("logs").describe_log_streams(logGroupName="/aws/kinesisfirehose/acme-dev-raw")
    assert [each["logStreamName"] for each in streams["logStreams"]] == ["delivery"]


def test_everything_can_be_destroyed(applied: Root) -> None:
    done = applied.terraform("destroy", "-auto-approve", "-parallelism=30")
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-6000:]
    assert json.loads((applied.folder / "terraform.tfstate").read_text())["resources"] == []
