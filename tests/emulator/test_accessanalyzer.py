from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from .conftest import Client


def test_analyzers_are_kept_with_their_tags(connect: Client, name: str) -> None:
    client = connect("accessanalyzer")
    unused = {"unusedAccess": {"unusedAccessAge": 90}}
    arn = client.create_analyzer(
        analyzerName=name, type="ACCOUNT_UNUSED_ACCESS", configuration=unused, tags={"a": "b"}
    )["arn"]
    found = client.get_analyzer(analyzerName=name)["analyzer"]
    assert found["status"] == "ACTIVE" and found["tags"] == {"a": "b"}
    assert found["configuration"] == unused
    client.tag_resource(resourceArn=arn, tags={"c": "d"})
    client.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == {"c": "d"}
    client.update_analyzer(analyzerName=name, configuration={"unusedAccess": {"unusedAccessAge": 30}})
    assert name in [each["name"] for each in client.list_analyzers()["analyzers"]]
    with pytest.raises(ClientError, match="already exists"):
        client.create_analyzer(analyzerName=name, type="ACCOUNT")
    client.delete_analyzer(analyzerName=name)
    with pytest.raises(ClientError, match="ResourceNotFound"):
        client.get_analyzer(analyzerName=name)
