"""The kinds of service: which files each has, and how long AWS lets its names be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_UNITS = "{live}/units/services/{name}"
_FUNCTION = "functions/{name}"
_SERVICE = "services/{name}"


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a name may be."""

    what: str
    name: str
    """How it is made; ``{full}`` is the project's name and the service's."""
    longest: int


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of service."""

    says: str
    units: tuple[str, ...]
    """Below ``services/<name>``, in the order of their dependencies."""
    code: str
    files: Mapping[str, str]
    """Path to template, beside units, instances and the page."""
    limits: tuple[Limit, ...]
    has_name: bool = False
    """Whether it answers to a name of its own in DNS."""
    has_image: bool = False


def _function(handler: str) -> dict[str, str]:
    return {
        f"{_FUNCTION}/README.md": "function/README.md.j2",
        f"{_FUNCTION}/requirements.txt": "function/requirements.txt.j2",
        f"{_FUNCTION}/{{package}}/__init__.py": "function/init.py.j2",
        f"{_FUNCTION}/{{package}}/handler.py": f"function/handler-{handler}.py.j2",
        f"{_FUNCTION}/{{package}}/telemetry.py": "function/telemetry.py.j2",
        f"{_FUNCTION}/tests/conftest.py": "function/conftest.py.j2",
        f"{_FUNCTION}/tests/test_{{package}}.py": f"function/test-{handler}.py.j2",
    }


_WATCHED = (
    Limit("name that modules/observability takes", "{full}", 40),
    Limit("topic of the alarms (SNS)", "{full}-{account}-alarms", 256),
)
_LAMBDA = (
    Limit("function (Lambda)", "{full}", 64),
    Limit("name that the function's module takes", "{full}", 41),
    Limit("function's role (IAM)", "{full}-lambda-{region}", 64),
    *_WATCHED,
)
_KEY = Limit("alias of the key (KMS)", "alias/{full}-messages", 256)

KINDS: Mapping[str, Kind] = {
    "ecs-alb-service": Kind(
        "a container behind a load balancer",
        ("ecs-alb-service", "dns/record", "observability"),
        "services",
        {
            f"{_SERVICE}/README.md": "container/README.md.j2",
            f"{_SERVICE}/Dockerfile": "container/Dockerfile.j2",
            f"{_SERVICE}/Dockerfile.dockerignore": "container/dockerignore.j2",
            f"{_SERVICE}/gunicorn.conf.py": "container/gunicorn.conf.py.j2",
            f"{_SERVICE}/requirements.in": "container/requirements.in.j2",
            f"{_SERVICE}/requirements.txt": "container/requirements.txt.j2",
            f"{_SERVICE}/{{package}}/__init__.py": "container/init.py.j2",
            f"{_SERVICE}/{{package}}/telemetry.py": "function/telemetry.py.j2",
            f"{_SERVICE}/{{package}}/wsgi.py": "container/wsgi.py.j2",
            "tests/services/test_{package}.py": "container/test.py.j2",
        },
        (
            Limit("load balancer (ALB)", "{full}", 32),
            Limit("target group (ALB)", "{full}-8080", 32),
            Limit("name that modules/compute/ecs-alb-service takes", "{full}", 26),
            Limit("execution role (IAM)", "{full}-execution-{region}", 64),
            Limit("bucket of the access log (S3)", "{full}-alb-logs-{account_id}-{region}", 63),
            *_WATCHED,
        ),
        has_name=True,
        has_image=True,
    ),
    "lambda-http-api": Kind(
        "a function that answers over HTTP",
        ("lambda-http-api", "http-api-domain", "dns/record", "observability"),
        "functions",
        _function("http"),
        _LAMBDA,
        has_name=True,
    ),
    "lambda-sqs-consumer": Kind(
        "a queue, and a function that takes its messages",
        ("kms", "lambda-sqs-consumer", "observability"),
        "functions",
        _function("queue"),
        (Limit("dead-letter queue (SQS)", "{full}-dead-letters", 80), _KEY, *_LAMBDA),
    ),
    "lambda-event-bridge": Kind(
        "a function that events and the clock call",
        ("kms", "lambda-event-bridge", "observability"),
        "functions",
        _function("events"),
        (
            Limit("dead-letter queue (SQS)", "{full}-dead-letters", 80),
            Limit("rule (EventBridge)", "{full}-clock", 64),
            _KEY,
            *_LAMBDA,
        ),
    ),
    "static-web": Kind(
        "a static site behind CloudFront",
        ("cloudfront-site", "dns/record", "observability"),
        "services",
        {
            f"{_SERVICE}/README.md": "site/README.md.j2",
            f"{_SERVICE}/site/index.html": "site/index.html.j2",
            f"{_SERVICE}/site/404.html": "site/404.html.j2",
            f"{_SERVICE}/site/style.css": "site/style.css.j2",
            "tests/services/test_{package}.py": "site/test.py.j2",
        },
        (
            Limit("bucket (S3)", "{full}-{account_id}-{region}", 63),
            Limit("name that modules/compute/cloudfront-site takes", "{full}", 38),
            Limit("origin access control (CloudFront)", "{full}", 64),
            *_WATCHED,
        ),
        has_name=True,
    ),
}
"""Every kind, by the name that its module has where there is one."""
