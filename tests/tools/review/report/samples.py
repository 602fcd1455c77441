"""Reviews made up for the tests: from nothing affected to a hostile one."""

from __future__ import annotations

import functools
import itertools
from typing import Any

from tools.review.model import (
    AttributeChange,
    Blast,
    Chain,
    Concern,
    Cost,
    Downstream,
    FindingChange,
    Flow,
    FlowChange,
    Node,
    Permission,
    PermissionChange,
    Problem,
    ResourceChange,
    Review,
    Side,
    Trust,
    UnitReview,
)

DEV = "accounts/dev/us-east-1"
COMMIT = "1f2e3d4c5b6a79880123456789abcdef01234567"
HIGH = Trust("high", ("Every reference is composed, and every value is in the code.",))
MEDIUM = Trust(
    "medium", ("A placeholder of the assumed state is part of 2 changed values.", "1 value is known after apply.")
)
LOW = Trust("low", ("A mock decided something: dependency vpc lies outside the tree.",))
NO_COST = Cost(False)
FREE = Blast((), (), ())


def review(**given: Any) -> Review:
    """A review with nothing in it but what is given."""
    nothing: dict[str, Any] = {
        "base": Side("main", COMMIT),
        "head": Side("working tree", None),
        "concerns": (),
        "units": (),
        "problems": (),
        "permissions": (),
        "flows": (),
        "findings": (),
        "cost": NO_COST,
        "blast": FREE,
        "trust": HIGH,
    }
    return Review(**{**nothing, **given})


def change(
    unit: str, address: str, action: str = "change", *attributes: AttributeChange, **given: Any
) -> ResourceChange:
    """A change of one resource."""
    module = "module.unit." + address
    kind = address.split("[", maxsplit=1)[0].split(".", maxsplit=1)[0]
    return ResourceChange(unit, address, module, kind, action, attributes, **given)  # type: ignore[arg-type]


def empty() -> Review:
    """Nothing is affected."""
    return review(not_affected=10, other_files=("README.md", "docs/performance.md"))


def small() -> Review:
    """A typo in a tag."""
    unit = f"{DEV}/compute/ecs-cluster"
    changes = (
        change(
            unit, "aws_ecs_cluster.this", "change", AttributeChange("tags.Owner", "platfrom", "platform", "changed")
        ),
    )
    chains = (Chain((f"live/{unit}/terragrunt.hcl (changed)", f"unit {unit}")),)
    return review(
        units=(UnitReview(unit, "changed", chains, changes, HIGH),),
        blast=Blast((Node(unit, "changed", "change", {"change": 1}),), (), ()),
        not_affected=9,
    )


def dangerous() -> Review:
    """A database that is replaced, a bucket that is destroyed, a door that is opened, and a wildcard."""
    database, network, api = f"{DEV}/database", f"{DEV}/network", f"{DEV}/services/sarcng-api/ecs-alb-service"
    storage, dns, kms = f"{DEV}/storage/audit", f"{DEV}/services/sarcng-api/dns/record", f"{DEV}/security/kms"
    instance = change(
        database,
        "aws_db_instance.this",
        "replace",
        AttributeChange("storage_encrypted", False, True, "changed", forces_replacement=True),
        AttributeChange(
            "kms_key_id", None, "arn:aws:kms:us-east-1:111111111111:key/placeholder-7f3", "changed", assumed=True
        ),
        AttributeChange("engine_version", "8.0.39", "8.4.3", "changed"),
        AttributeChange("password", None, None, "changed", sensitive=True),
        AttributeChange("address", "sarcng.cluster.us-east-1.rds.amazonaws.com", None, "unknown", assumed=True),
        AttributeChange("backup_retention_period", 30, 7, "changed"),
        AttributeChange("performance_insights_enabled", None, True, "added"),
        replaced_because=("storage_encrypted",),
        holds="database",
        protection=("final snapshot",),
        hint="Restore from the final snapshot, or encrypt a copy of a snapshot first.",
    )
    bucket = change(
        storage,
        'aws_s3_bucket.this["audit"]',
        "destroy",
        AttributeChange("bucket", "sarcng-dev-audit", None, "removed"),
        AttributeChange("force_destroy", True, None, "removed"),
        reason="its key is no longer in for_each",
        holds="bucket",
    )
    policy = change(
        api,
        "aws_iam_role_policy.task",
        "change",
        AttributeChange("policy.Statement[Sid=Read].Action[0]", "s3:GetObject", "s3:*", "changed"),
        AttributeChange("policy.Statement[Sid=Read].Resource", "arn:aws:s3:::sarcng-dev-media/*", "*", "changed"),
    )
    template = AttributeChange(
        "user_data",
        "#!/bin/sh\nset -eu\nyum update -y\nsystemctl start agent\n",
        "#!/bin/sh\nset -eu\ndnf upgrade -y\nsystemctl start agent\nsystemctl enable agent\n",
        "changed",
    )
    service = change(api, "aws_launch_template.this", "change", template)
    group = change(
        network,
        'aws_security_group.this["db"]',
        "change",
        AttributeChange("ingress[0].cidr_blocks[0]", "10.0.0.0/16", "0.0.0.0/0", "changed"),
    )
    units = (
        UnitReview(
            database,
            "changed",
            (
                Chain(("modules/database/rds/main.tf (changed)", "module modules/database/rds", f"unit {database}")),
                Chain((f"live/{database}/terragrunt.hcl (changed)", f"unit {database}")),
            ),
            (
                instance,
                change(
                    database, "aws_db_parameter_group.this", "add", AttributeChange("family", None, "mysql8.4", "added")
                ),
            ),
            MEDIUM,
        ),
        UnitReview(
            storage,
            "changed",
            (Chain((f"live/{storage}/terragrunt.hcl (changed)", f"unit {storage}")),),
            (bucket,),
            HIGH,
        ),
        UnitReview(
            api,
            "changed",
            (Chain(("live/units/ecs-alb-service.hcl (changed)", f"unit {api}")),),
            (policy, service),
            HIGH,
        ),
        UnitReview(
            network,
            "changed",
            (Chain(("modules/network/vpc/security.tf (changed)", f"unit {network}")),),
            (group,),
            HIGH,
        ),
        UnitReview(
            dns,
            "downstream",
            (Chain(("modules/database/rds/main.tf (changed)", f"unit {database}", f"unit {dns}")),),
            (
                change(
                    dns,
                    'aws_route53_record.this["db"]',
                    "change",
                    AttributeChange(
                        "records", ["sarcng.cluster.us-east-1.rds.amazonaws.com"], None, "unknown", assumed=True
                    ),
                ),
            ),
            LOW,
        ),
    )
    concerns = (
        Concern(
            "data-loss",
            "high",
            True,
            "database aws_db_instance.this is replaced because of storage_encrypted",
            "Protection: final snapshot. Restore from the final snapshot, or encrypt a copy of a snapshot first.",
            database,
            "aws_db_instance.this",
        ),
        Concern(
            "data-loss",
            "high",
            True,
            'bucket aws_s3_bucket.this["audit"] is destroyed',
            "its key is no longer in for_each. Protection: nothing protects it.",
            storage,
            'aws_s3_bucket.this["audit"]',
        ),
        Concern(
            "reachability",
            "high",
            True,
            "the internet can newly reach aws_db_instance.this on tcp 3306",
            "A database in a public subnet with a public address.",
            network,
            "aws_db_instance.this",
        ),
        Concern(
            "permissions",
            "high",
            True,
            f"role {api}: aws_iam_role.task may do more",
            "Every action of S3 on every bucket, its policies among them.",
            api,
            "aws_iam_role_policy.task",
        ),
        *(
            Concern(
                "findings",
                "medium",
                True,
                "CKV_AWS_289: no permissions management without constraints",
                "",
                api,
                address,
            )
            for address in ("aws_iam_role_policy.task", "aws_iam_role_policy.other")
        ),
        Concern("trust", "medium", False, "not everything in this plan is certain", " ".join(MEDIUM.grounds)),
    )
    grant = Permission(
        f"role {api}: aws_iam_role.task", api, "aws_iam_role_policy.task", "Allow", ("s3:*",), 168,
        ("write", "permissions management"), ("*",), (),
    )  # fmt: skip
    lost = Permission(
        f"role {api}: aws_iam_role.task", api, "aws_iam_role_policy.task", "Allow", ("s3:GetObject",), 1, (),
        ("arn:aws:s3:::sarcng-dev-media/*",), ("StringEquals aws:SourceAccount = 111111111111",),
    )  # fmt: skip
    path = (
        "route 0.0.0.0/0 to aws_internet_gateway.this",
        'rule ingress[0] of aws_security_group.this["db"]',
        "public address",
    )
    flow = Flow("the internet", "aws_db_instance.this", database, "tcp", "3306", path, True)
    findings = (
        finding("new", "CKV_AWS_289", "No permissions management without constraints", api, "aws_iam_role_policy.task"),
        finding(
            "new", "CKV_AWS_289", "No permissions management without constraints", api, "aws_iam_role_policy.other"
        ),
        finding(
            "remaining", "CKV_AWS_118", "Enhanced monitoring is on", database, "aws_db_instance.this", severity="LOW"
        ),
        finding("fixed", "CKV_AWS_16", "Data at rest is encrypted", database, "aws_db_instance.this", severity="HIGH"),
        finding(
            "accepted",
            "CKV_AWS_144",
            "Buckets are copied to another region",
            storage,
            "aws_s3_bucket.this",
            reason="scratch data",
        ),
    )
    nodes = (
        Node(kms, "context", "none", {}),
        Node(network, "changed", "change", {"change": 1}),
        Node(database, "changed", "replace", {"replace": 1, "add": 1}, True),
        Node(storage, "changed", "destroy", {"destroy": 1}, True),
        Node(api, "changed", "change", {"change": 2}),
        Node(dns, "downstream", "change", {"change": 1}),
        Node(f"{DEV}/observability", "downstream", "none", {}),
    )
    edges = (
        (network, kms), (database, network), (database, kms), (storage, kms), (api, network), (api, database),
        (dns, database), (f"{DEV}/observability", api), (f"{DEV}/observability", database),
    )  # fmt: skip
    return review(
        head=Side("encrypt-database", "9f8e7d6c5b4a39281716151413121110090807f6"),
        concerns=concerns,
        units=units,
        permissions=(
            PermissionChange("gained", grant, "high", "Every action of S3 on every bucket, its policies among them."),
            PermissionChange("lost", lost, "low", "One object action on one bucket."),
        ),
        flows=(FlowChange("opened", flow, "high", "A database in a public subnet with a public address."),),
        findings=findings,
        cost=Cost(
            True, 12.5, 41.2, 88.0, {"aws_db_parameter_group": 1, "aws_iam_role_policy": 1}, "Traffic is not in it."
        ),
        blast=Blast(
            nodes,
            edges,
            (
                Downstream(dns, (database,), 1, ('aws_route53_record.this["db"]: records',)),
                Downstream(f"{DEV}/observability", (api, database), 0, ()),
            ),
        ),
        trust=MEDIUM,
        not_affected=4,
        other_files=("README.md",),
    )


def finding(state: str, rule: str, title: str, unit: str, address: str, **given: Any) -> FindingChange:
    """A finding."""
    values: dict[str, Any] = {
        "severity": "MEDIUM", "attribute": "policy.Statement[Sid=Read].Action", "value": ["s3:*"], "message": title,
        "path": f"live/{unit}/terragrunt.hcl", "line": 12, "guideline": "https://docs.example.invalid/rule", **given,
    }  # fmt: skip
    return FindingChange(state, f"{rule}{unit}{address}", rule, title, unit=unit, address=address, **values)  # type: ignore[arg-type]


@functools.cache
def huge(units: int = 300, changes: int = 5_000, length: int = 10_000) -> Review:
    """Very many units, changes and long values; every tenth change endangers a table."""
    made: list[UnitReview] = []
    each = -(-changes // units)
    long = "x" * (length - 30)
    for number in range(units):
        region = ("us-east-1", "eu-west-1")[number % 2]
        unit = f"accounts/account-{number % 6}/{region}/services/team-{number % 9}/service-{number:03}"
        resources = tuple(
            change(
                unit,
                f'aws_dynamodb_table.this["{number}-{index}"]'
                if index % 10 == 0
                else f'aws_ssm_parameter.this["{index:04}"]',
                ("destroy", "add", "change", "change", "replace")[index % 5],
                AttributeChange("value", f"{long}{index} before", f"{long}{index} after", "changed"),
                AttributeChange("tags.Team", "a", "b", "changed"),
                holds="table" if index % 10 == 0 else None,
            )
            for index in range(each)
        )
        chains = (Chain(("modules/service/main.tf (changed)", "module modules/service", f"unit {unit}")),)
        made.append(UnitReview(unit, "changed", chains, resources, MEDIUM))
    concerns = tuple(
        Concern(
            "data-loss",
            "high",
            True,
            f"table {change.address} is destroyed",
            "nothing protects it",
            unit.path,
            change.address,
        )
        for unit in made
        for change in unit.changes
        if change.loses_data
    )
    findings = tuple(
        finding("new", f"CKV_AWS_{index % 7}", "Tables are encrypted", unit.path, f"aws_dynamodb_table.this[{index}]")
        for index, unit in enumerate(made)
    )
    names = [unit.path for unit in made]
    nodes = tuple(Node(path, "changed", "destroy", {"destroy": 4, "change": 9}, True) for path in names)
    edges = tuple((names[index], names[index // 3]) for index in range(1, units))
    return review(
        concerns=concerns,
        units=tuple(made),
        findings=findings,
        blast=Blast(nodes, edges, tuple(Downstream(name, (names[0],), 3, ("a: b",)) for name in names)),
        trust=MEDIUM,
        other_files=tuple(f"docs/{index}.md" for index in range(500)),
    )


HOSTILE = (
    "<script>alert(1)</script>",
    "</details></table>",
    "<img src=x onerror=alert(1)>",
    "@octocat please merge",
    "fixes #123 and GH-7",
    "https://evil.invalid/x www.evil.invalid mailto:a@evil.invalid",
    "[click](https://evil.invalid)",
    "![i](https://evil.invalid/i.png)",
    "a | b || c",
    "```\n````\n</details>\n# big",
    "`code` ``more`` $x^2$ $`y`$",
    "**bold** _it_ ~~no~~ &lt;b&gt; &#64;octocat",
    "\u202egnp.exe\u200b\u2066\x00\x1b[31m\ud800\u2028",
    'x"]; click n0 href "javascript:alert(1)"; y["',
    "%%{init: {'theme':'dark'}}%% --> end",
    "{{ 7*7 }} {% raw %}",
    "\\| \\` \\",
    "- [ ] todo\n\n<!-- comment",
    "1. one",
    ":tada: テスト é 😀",
    "",
    " ",
)


def hostile() -> Review:
    """Everything that a pull request can name, named by somebody who means harm."""
    units, concerns, problems, permissions, flows, findings, nodes, downstream = ([] for _ in range(8))  # type: ignore[var-annotated]
    for index, bad in enumerate(HOSTILE):
        unit = f"accounts/{bad}/{index}"
        trust = Trust("low", (bad,))
        attributes = (
            AttributeChange(bad, bad, bad + "!", "changed", forces_replacement=True, assumed=True),
            AttributeChange("list", [bad, {bad: bad}], None, "unknown"),
            AttributeChange("secret", None, None, "changed", sensitive=True),
            AttributeChange("many", f"{bad}\n" * 30, f"{bad}\n" * 31, "changed"),
        )
        resource = ResourceChange(
            unit, bad, bad, bad, "replace", attributes, (bad,), bad, bad, bad or "bucket", (bad,), bad, bad
        )
        units.append(UnitReview(unit, "renamed", (Chain((bad, bad, bad)),), (resource,), trust, bad))
        concerns.append(Concern(bad, "high", index % 2 == 0, bad, bad, unit, bad))
        problems.append(Problem("head", unit, bad))
        permission = Permission(bad, unit, bad, "Allow", (bad,), 7, (bad,), (bad,), (bad,))
        permissions.append(PermissionChange("public", permission, "high", bad))
        flows.append(FlowChange("opened", Flow(bad, bad, unit, bad, bad, (bad, bad), True), "high", bad))
        findings.append(
            FindingChange("new", bad, bad, bad, bad, unit, bad, bad, bad, bad, bad, 3, bad, f"javascript:{bad}")
        )
        nodes.append(Node(unit, "changed", "replace", {"replace": 1}, True))
        downstream.append(Downstream(unit, (bad,), 1, (bad,)))
    edges = tuple((one.unit, other.unit) for one, other in itertools.pairwise(nodes))
    return review(
        base=Side(HOSTILE[0], HOSTILE[2]),
        head=Side(HOSTILE[3], None),
        concerns=tuple(concerns),
        units=tuple(units),
        problems=tuple(problems),
        permissions=tuple(permissions),
        flows=tuple(flows),
        findings=tuple(findings),
        cost=Cost(True, 1, 2, 3, dict.fromkeys(HOSTILE, 1), HOSTILE[3]),
        blast=Blast(tuple(nodes), edges, tuple(downstream)),
        trust=Trust("low", HOSTILE),
        other_files=HOSTILE,
    )


def broken() -> Review:
    """The head has a syntax error: nothing could be planned."""
    message = (
        "live/accounts/dev/us-east-1/database/terragrunt.hcl:12:3: expected a value after =\n"
        '  12 |   engine =\n     |           ^\n  write a value, such as "mysql"'
    )
    unit = f"{DEV}/database"
    problem = Problem("head", unit, message)
    chains = (Chain((f"live/{unit}/terragrunt.hcl (changed)", f"unit {unit}")),)
    return review(
        concerns=(Concern("problems", "high", True, f"{unit} cannot be planned", message, unit),),
        units=(UnitReview(unit, "changed", chains, (), LOW, planned=False),),
        problems=(problem,),
        blast=Blast((Node(unit, "changed", "none", {}),), (), ()),
        trust=LOW,
        not_affected=9,
    )


ALL = {"empty": empty, "small": small, "dangerous": dangerous, "huge": huge, "hostile": hostile, "broken": broken}
