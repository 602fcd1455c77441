"""IAM Access Analyzer.

Moto 5.2.5 has nothing for it. Analyzers are kept; they find nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ..extension import AwsError, Call, Extension
from ..memory import Tagging

extension = Extension(__name__, "accessanalyzer", new=True)

TAGGING = Tagging(arn="resourceArn", tags="tags", keys="tagKeys")
TAGGING.add(extension)


@extension.adds("CreateAnalyzer")
def create_analyzer(call: Call) -> Mapping[str, Any]:
    """Watch the account, or what is unused in it."""
    name = call.params["analyzerName"]
    if name in call.table("analyzers"):
        raise AwsError("ConflictException", f"Analyzer {name} already exists")
    arn = call.arn(f"analyzer/{name}")
    call.table("analyzers")[name] = {
        "arn": arn,
        "name": name,
        "type": call.params["type"],
        "createdAt": datetime.now(UTC),
        "status": "ACTIVE",
        "configuration": call.params.get("configuration"),
    }
    TAGGING.note(call, arn)
    return {"arn": arn}


@extension.adds("GetAnalyzer")
def get_analyzer(call: Call) -> Mapping[str, Any]:
    """One analyzer."""
    return {"analyzer": _shown(call, call.find("analyzers", call.params["analyzerName"]))}


@extension.adds("ListAnalyzers")
def list_analyzers(call: Call) -> Mapping[str, Any]:
    """All analyzers."""
    return {"analyzers": [_shown(call, analyzer) for analyzer in call.table("analyzers").values()]}


@extension.adds("UpdateAnalyzer")
def update_analyzer(call: Call) -> Mapping[str, Any]:
    """Change what counts as unused."""
    analyzer = call.find("analyzers", call.params["analyzerName"])
    analyzer["configuration"] = call.params.get("configuration", analyzer["configuration"])
    return {"configuration": analyzer["configuration"]}


@extension.adds("DeleteAnalyzer")
def delete_analyzer(call: Call) -> None:
    """Forget an analyzer."""
    call.find("analyzers", call.params["analyzerName"])
    del call.table("analyzers")[call.params["analyzerName"]]


def _shown(call: Call, analyzer: Mapping[str, Any]) -> dict[str, Any]:
    return {**analyzer, "tags": call.tags(analyzer["arn"])}
