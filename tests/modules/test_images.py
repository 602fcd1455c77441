"""What the module for images promises: what stays, what is scanned and copied, who pulls and pushes."""

from __future__ import annotations

import json

from .library import Example
from .test_semantics import Planned, of, statements


@of("compute/container-registry", "complete")
def test_tags_are_immutable_and_images_encrypted_and_scanned(planned: Planned, example: Example) -> None:
    repositories = planned[example].all("aws_ecr_repository", "this")
    assert len(repositories) == 3
    for repository in repositories.values():
        assert repository["image_tag_mutability"] == "IMMUTABLE"
        assert repository["encryption_configuration"][0]["encryption_type"] == "KMS"
        assert repository["image_scanning_configuration"] == [{"scan_on_push": True}]
    assert planned[example].one("aws_ecr_registry_scanning_configuration")["scan_type"] == "BASIC"


@of("compute/container-registry", "minimal")
def test_images_are_scanned_again_unless_somebody_says_otherwise(planned: Planned, example: Example) -> None:
    scanning = planned[example].one("aws_ecr_registry_scanning_configuration")
    assert scanning["scan_type"] == "ENHANCED"
    assert [rule["scan_frequency"] for rule in scanning["rule"]] == ["CONTINUOUS_SCAN"]


@of("compute/container-registry", "complete")
def test_releases_outlive_what_is_temporary(planned: Planned, example: Example) -> None:
    policies = planned[example].all("aws_ecr_lifecycle_policy", "this")
    rules = sorted(json.loads(policies["acme/api"]["policy"])["rules"], key=lambda rule: rule["rulePriority"])
    assert [rule["selection"].get("tagPatternList") for rule in rules] == [None, ["main-*"], ["pr-*"], ["*"]]
    for policy in policies.values():
        releases = json.loads(policy["policy"])["rules"][-1]["selection"]
        assert releases["countType"] == "imageCountMoreThan"
        assert releases["countNumber"] >= 10


@of("compute/container-registry", "complete")
def test_images_are_copied_to_the_other_region(planned: Planned, example: Example) -> None:
    [configuration] = planned[example].one("aws_ecr_replication_configuration")["replication_configuration"]
    assert [each["destination"] for each in configuration["rule"]] == [
        [{"region": "us-west-2", "registry_id": "123456789012"}]
    ]


@of("compute/container-registry", "complete")
def test_accounts_that_run_images_pull_and_the_pipeline_pushes(planned: Planned, example: Example) -> None:
    for policy in planned[example].all("aws_ecr_repository_policy", "this").values():
        found = statements(policy["policy"])
        assert not [action for action in found["Pull"]["Action"] if "Put" in action or "Upload" in action]
        assert len(found["Pull"]["Principal"]["AWS"]) == 3
        assert found["Push"]["Principal"] == {"AWS": ["arn:aws:iam::444444444444:role/acme-build"]}
        assert "ecr:PutImage" in found["Push"]["Action"]
