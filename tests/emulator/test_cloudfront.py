from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from .conftest import Client

HEADERS = {
    "SecurityHeadersConfig": {
        "ContentTypeOptions": {"Override": True},
        "FrameOptions": {"FrameOption": "DENY", "Override": True},
    }
}


def configuration(name: str, policy: str) -> dict:
    return {
        "CallerReference": name,
        "Comment": name,
        "Enabled": True,
        "Origins": {
            "Quantity": 1,
            "Items": [
                {
                    "Id": "files",
                    "DomainName": "files.s3.us-east-1.amazonaws.com",
                    "OriginAccessControlId": "E2QWRUHEXAMPLE",
                    "S3OriginConfig": {"OriginAccessIdentity": ""},
                }
            ],
        },
        "DefaultCacheBehavior": {
            "TargetOriginId": "files",
            "ViewerProtocolPolicy": "redirect-to-https",
            "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
            "ResponseHeadersPolicyId": policy,
        },
        "CustomErrorResponses": {
            "Quantity": 1,
            "Items": [
                {"ErrorCode": 403, "ResponseCode": "404", "ResponsePagePath": "/404.html", "ErrorCachingMinTTL": 10}
            ],
        },
    }


def test_a_distribution_keeps_what_it_was_told(connect: Client, name: str) -> None:
    client = connect("cloudfront")
    policy = client.create_response_headers_policy(ResponseHeadersPolicyConfig={"Name": name, **HEADERS})
    identifier = policy["ResponseHeadersPolicy"]["Id"]
    said = configuration(name, identifier)
    made = client.create_distribution_with_tags(
        DistributionConfigWithTags={"DistributionConfig": said, "Tags": {"Items": [{"Key": "a", "Value": "b"}]}}
    )["Distribution"]
    for found in (
        made["DistributionConfig"],
        client.get_distribution(Id=made["Id"])["Distribution"]["DistributionConfig"],
        client.get_distribution_config(Id=made["Id"])["DistributionConfig"],
    ):
        assert found["Origins"]["Items"][0]["OriginAccessControlId"] == "E2QWRUHEXAMPLE"
        assert found["CustomErrorResponses"]["Items"][0]["ResponsePagePath"] == "/404.html"
        assert found["DefaultCacheBehavior"]["ResponseHeadersPolicyId"] == identifier
        assert found["Logging"]["Enabled"] is False

    with pytest.raises(ClientError, match="ResponseHeadersPolicyInUse"):
        client.delete_response_headers_policy(Id=identifier, IfMatch=policy["ETag"])
    etag = client.get_distribution(Id=made["Id"])["ETag"]
    stopped = client.update_distribution(Id=made["Id"], IfMatch=etag, DistributionConfig=said | {"Enabled": False})
    assert stopped["Distribution"]["DistributionConfig"]["Enabled"] is False
    client.delete_distribution(Id=made["Id"], IfMatch=stopped["ETag"])
    client.delete_response_headers_policy(Id=identifier, IfMatch=policy["ETag"])


def test_a_policy_of_headers_is_made_changed_and_forgotten(connect: Client, name: str) -> None:
    client = connect("cloudfront")
    made = client.create_response_headers_policy(ResponseHeadersPolicyConfig={"Name": name, **HEADERS})
    identifier, etag = made["ResponseHeadersPolicy"]["Id"], made["ETag"]
    with pytest.raises(ClientError, match="ResponseHeadersPolicyAlreadyExists"):
        client.create_response_headers_policy(ResponseHeadersPolicyConfig={"Name": name})
    changed = {"Name": name, "Comment": "other", **HEADERS}
    with pytest.raises(ClientError, match="PreconditionFailed"):
        client.update_response_headers_policy(Id=identifier, IfMatch="old", ResponseHeadersPolicyConfig=changed)
    etag = client.update_response_headers_policy(Id=identifier, IfMatch=etag, ResponseHeadersPolicyConfig=changed)[
        "ETag"
    ]
    found = client.get_response_headers_policy_config(Id=identifier)
    assert (found["ResponseHeadersPolicyConfig"]["Comment"], found["ETag"]) == ("other", etag)
    frame = found["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]["FrameOptions"]
    assert frame == {"FrameOption": "DENY", "Override": True}
    client.delete_response_headers_policy(Id=identifier, IfMatch=etag)
    with pytest.raises(ClientError, match="NoSuchResponseHeadersPolicy"):
        client.get_response_headers_policy(Id=identifier)
