"""What is public by its nature, with no security group before it: APIs, function URLs, distributions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..compose.snapshot import Resource, Snapshot
from .addresses import EVERYWHERE
from .intervals import Intervals
from .names import name
from .prefixes import cidr_addresses
from .traffic import tcp
from .values import blocks, flag, text, texts

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "x-amazon-apigateway-any-method")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A public endpoint, or a part of one."""

    resource: Resource
    part: str
    """The route within an API; empty for the whole."""
    traffic: Intervals
    addresses: Intervals
    asks: str
    """Who may call, where callers have to show who they are; empty where nobody is asked."""
    open_to_all: bool
    """Whether it is a question at all: a website asks nobody, and nobody wonders."""
    data: bool
    step: str

    @property
    def name(self) -> str:
        """Its name for people, within its unit."""
        return f"{self.part} at {self.resource.address}" if self.part else self.resource.address


def read(snapshot: Snapshot) -> list[Endpoint]:
    """Every endpoint of a snapshot that is public by its nature."""
    found: list[Endpoint] = []
    for kind, reader in _READERS.items():
        for resource in snapshot.of_type(kind):
            found += reader(resource, snapshot)
    return found


def _endpoint(
    resource: Resource,
    step: str,
    *,
    part: str = "",
    asks: str = "",
    ports: Intervals | None = None,
    addresses: Intervals = EVERYWHERE,
    is_site: bool = False,
    data: bool = False,
) -> Endpoint:
    return Endpoint(resource, part, ports or tcp(443), addresses, asks, is_site, data, step)


def _http_api(resource: Resource, snapshot: Snapshot) -> Iterator[Endpoint]:
    """HTTP and WebSocket APIs: each route says who may call it."""
    mapped = {text(mapping.values, "api_id") for mapping in snapshot.of_type("aws_apigatewayv2_api_mapping")}
    identity = text(resource.values, "id")
    if flag(resource.values, "disable_execute_api_endpoint") and identity not in mapped:
        return
    step = f"an {text(resource.values, 'protocol_type') or 'HTTP'} API is public by its nature"
    for route in snapshot.of_type("aws_apigatewayv2_route"):
        if _belongs(route, "api_id", resource):
            asked = text(route.values, "authorization_type") or "NONE"
            yield _endpoint(
                resource,
                f"{step}; {name(route)}: authorization {asked}",
                part=text(route.values, "route_key") or route.address,
                asks="" if asked == "NONE" else asked,
            )
    yield from _described(resource, step)


def _rest_api(resource: Resource, snapshot: Snapshot) -> Iterator[Endpoint]:
    """REST APIs: each method says who may call it."""
    kinds = texts(resource.values, "endpoint_configuration.types").values
    identity = text(resource.values, "id")
    mappings = snapshot.of_type("aws_api_gateway_base_path_mapping", "aws_apigatewayv2_api_mapping")
    mapped = {text(mapping.values, "api_id") for mapping in mappings}
    if "PRIVATE" in kinds or (flag(resource.values, "disable_execute_api_endpoint") and identity not in mapped):
        return
    step = f"a REST API ({', '.join(kinds) or 'EDGE'}) is public by its nature"
    paths = {text(part.values, "id"): part for part in snapshot.of_type("aws_api_gateway_resource")}
    for method in snapshot.of_type("aws_api_gateway_method"):
        if not _belongs(method, "rest_api_id", resource):
            continue
        asked = text(method.values, "authorization") or "NONE"
        verb = text(method.values, "http_method") or "ANY"
        if verb == "OPTIONS":  # Browsers ask it beforehand, without showing who they are.
            continue
        place = paths.get(text(method.values, "resource_id"))
        part = (text(place.values, "path") or text(place.values, "path_part") or place.address) if place else "/"
        yield _endpoint(
            resource,
            f"{step}; {name(method)}: authorization {asked}",
            part=f"{verb} {part}",
            asks="" if asked == "NONE" else asked,
        )
    yield from _described(resource, step)


def _belongs(part: Resource, attribute: str, api: Resource) -> bool:
    """Whether a route is one of an API; where ids are not known yet, those of its unit are taken for it."""
    named = text(part.values, attribute)
    return part.unit == api.unit if named is None else named == text(api.values, "id")


def _described(resource: Resource, step: str) -> Iterator[Endpoint]:
    """The routes of an API that is described by an OpenAPI document."""
    body = text(resource.values, "body")
    if not body:
        return
    try:
        document = json.loads(body)
        paths = document.get("paths") or {}
    except (ValueError, AttributeError):
        yield _endpoint(resource, f"{step}; its document could not be read", part="all routes")
        return
    for path, methods in paths.items():
        for verb, method in methods.items() if isinstance(methods, Mapping) else ():
            if verb.lower() not in _METHODS or verb.lower() == "options" or not isinstance(method, Mapping):
                continue
            named = _schemes(method.get("security", document.get("security")))
            short = "ANY" if verb.startswith("x-") else verb.upper()
            yield _endpoint(
                resource,
                f"{step}; its document: {f'security {named}' if named else 'no security'}",
                part=f"{short} {path}",
                asks=named,
            )


def _schemes(security: Any) -> str:
    """The names of the schemes; none where an empty requirement makes them a choice."""
    if not isinstance(security, list) or {} in security:
        return ""
    return ", ".join(sorted({scheme for choice in security if isinstance(choice, Mapping) for scheme in choice}))


def _function_url(resource: Resource, snapshot: Snapshot) -> Iterator[Endpoint]:
    asked = text(resource.values, "authorization_type") or "NONE"
    step = f"a function URL is public by its nature; authorization_type {asked}"
    yield _endpoint(resource, step, asks="" if asked == "NONE" else asked)


def _distribution(resource: Resource, snapshot: Snapshot) -> Iterator[Endpoint]:
    if flag(resource.values, "enabled") is not False:
        policies = texts(
            resource.values,
            "default_cache_behavior.viewer_protocol_policy",
            "ordered_cache_behavior.viewer_protocol_policy",
        ).values
        ports = tcp(443) if set(policies) == {"https-only"} else tcp(80, 443)
        yield _endpoint(resource, "a CloudFront distribution is public by its nature", ports=ports, is_site=True)


def _runner(resource: Resource, snapshot: Snapshot) -> Iterator[Endpoint]:
    if flag(resource.values, "network_configuration.ingress_configuration.is_publicly_accessible") is not False:
        yield _endpoint(resource, "an App Runner service is public unless it says otherwise", is_site=True)


def _graphql(resource: Resource, snapshot: Snapshot) -> Iterator[Endpoint]:
    if text(resource.values, "visibility") != "PRIVATE":
        ways = texts(
            resource.values, "authentication_type", "additional_authentication_provider.authentication_type"
        ).values
        yield _endpoint(resource, "a GraphQL API is public by its nature", asks=", ".join(ways) or "its authorization")


def _kubernetes(resource: Resource, snapshot: Snapshot) -> Iterator[Endpoint]:
    if flag(resource.values, "vpc_config.endpoint_public_access") is not False:
        found = texts(resource.values, "vpc_config.public_access_cidrs")
        step = "endpoint_public_access = true: the Kubernetes API is public"
        inside = cidr_addresses(found) if found.values else None
        yield _endpoint(
            resource, step, part="Kubernetes API", addresses=EVERYWHERE if inside is None else inside, data=True
        )


def _search(resource: Resource, snapshot: Snapshot) -> Iterator[Endpoint]:
    if not blocks(resource.values, "vpc_options"):
        step = "a domain without vpc_options is public; its access policy may still say who"
        yield _endpoint(resource, step, data=True)


def _transfer(resource: Resource, snapshot: Snapshot) -> Iterator[Endpoint]:
    if (text(resource.values, "endpoint_type") or "PUBLIC") == "PUBLIC":
        spoken = texts(resource.values, "protocols").values or ("SFTP",)
        ports = tcp(*({"SFTP": 22, "FTPS": 21, "FTP": 21, "AS2": 5080}.get(one, 22) for one in spoken))
        step = f"endpoint_type PUBLIC, {', '.join(spoken)}"
        yield _endpoint(resource, step, ports=ports, asks="a user of the server")


_READERS: dict[str, Callable[[Resource, Snapshot], Iterator[Endpoint]]] = {
    "aws_apigatewayv2_api": _http_api,
    "aws_api_gateway_rest_api": _rest_api,
    "aws_lambda_function_url": _function_url,
    "aws_cloudfront_distribution": _distribution,
    "aws_apprunner_service": _runner,
    "aws_appsync_graphql_api": _graphql,
    "aws_eks_cluster": _kubernetes,
    "aws_opensearch_domain": _search,
    "aws_elasticsearch_domain": _search,
    "aws_transfer_server": _transfer,
}
