"""What the modules for a front end and for one-off work promise: who reads, what browsers mind, when it runs."""

from __future__ import annotations

from .library import Example
from .test_semantics import Planned, allowed, of, statements


@of("compute/cloudfront-site", "complete")
def test_the_files_of_a_site_are_read_by_cloudfront_alone(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    assert all(
        outcome.one("aws_s3_bucket_public_access_block")[name] is True
        for name in ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    )
    control = outcome.one("aws_cloudfront_origin_access_control")
    assert (control["origin_access_control_origin_type"], control["signing_behavior"]) == ("s3", "always")
    assert (
        outcome.one("aws_cloudfront_distribution")["viewer_certificate"][0]["minimum_protocol_version"]
        == "TLSv1.2_2021"
    )


@of("compute/cloudfront-site", "complete")
def test_a_site_answers_over_tls_only_and_under_its_names(planned: Planned, example: Example) -> None:
    distribution = planned[example].one("aws_cloudfront_distribution")
    assert set(distribution["aliases"]) == {"shop.example.com", "www.shop.example.com"}
    [files] = distribution["default_cache_behavior"]
    assert files["viewer_protocol_policy"] == "redirect-to-https"
    assert set(files["allowed_methods"]) == {"GET", "HEAD"}
    assert [each["path_pattern"] for each in distribution["ordered_cache_behavior"]] == ["/orders", "/orders/*"]
    for behaviour in distribution["ordered_cache_behavior"]:
        assert behaviour["viewer_protocol_policy"] == "https-only"
        assert behaviour["cache_policy_id"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "what an API says is not kept"
    api = next(origin for origin in distribution["origin"] if origin["origin_id"] == "api")
    assert api["custom_origin_config"][0]["origin_protocol_policy"] == "https-only"


@of("compute/cloudfront-site", "minimal")
def test_browsers_are_told_what_to_mind(planned: Planned, example: Example) -> None:
    [headers] = planned[example].one("aws_cloudfront_response_headers_policy")["security_headers_config"]
    [policy] = headers["content_security_policy"]
    assert policy["content_security_policy"].startswith("default-src 'none'; script-src 'self'")
    assert headers["strict_transport_security"][0]["access_control_max_age_sec"] == 63072000
    assert headers["frame_options"][0]["frame_option"] == "DENY"
    assert headers["content_type_options"] == [{"override": True}]


@of("compute/cloudfront-site", "complete")
def test_files_have_types_and_are_not_kept_longer_than_they_may(planned: Planned, example: Example) -> None:
    files = planned[example].all("aws_s3_object", "this")
    assert {path: file["content_type"].partition(";")[0] for path, file in files.items()} == {
        "404.html": "text/html",
        "index.html": "text/html",
        "js/app-5f2c.js": "text/javascript",
        "rates": "application/json",
        "style.css": "text/css",
    }
    assert {path for path, file in files.items() if "immutable" in file["cache_control"]} == {"js/app-5f2c.js"}


@of("compute/lambda-one-off", "complete")
def test_what_runs_once_runs_again_for_another_package_only(planned: Planned, example: Example) -> None:
    outcome = planned[example]
    call = outcome.one("aws_lambda_invocation")
    assert call["lifecycle_scope"] == "CREATE_ONLY"
    assert call["triggers"] == {
        "data": "2026-11-01",
        "package": outcome.one("aws_lambda_function")["source_code_hash"],
    }


@of("compute/lambda-one-off", "complete")
def test_what_runs_once_may_do_that_and_no_more(planned: Planned, example: Example) -> None:
    policy = planned[example].one("aws_iam_role_policy")["policy"]
    assert statements(policy)["KeepCodeOffNetworkInterfaces"]["Effect"] == "Deny"
    assert statements(policy)["ReadSecrets"]["Resource"] == [
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:acme-db-a1b2c3"
    ]
    assert "lambda:InvokeFunction" not in allowed(policy)
