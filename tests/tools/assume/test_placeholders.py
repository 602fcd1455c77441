from __future__ import annotations

import re

import pytest

from tools.assume import Placeholder, placeholders_in
from tools.assume.placeholders import MARK, Maker, Surroundings, derived
from tools.assume.shapes import EXACT, OTHERS, service_of, shape_of

HERE = Surroundings("eu-central-1", "111122223333")
ADDRESS = 'module.network.aws_subnet.this["a"]'

# An id, something that is called by the resource's id elsewhere, and what a provider checks the form of.
FORMS = {
    ("aws_subnet", "id"): r"subnet-[0-9a-f]{17}",
    ("aws_instance", "subnet_id"): r"subnet-[0-9a-f]{17}",
    ("aws_vpc", "default_security_group_id"): r"sg-[0-9a-f]{17}",
    ("aws_vpc", "main_route_table_id"): r"rtb-[0-9a-f]{17}",
    ("aws_launch_template", "id"): r"lt-[0-9a-f]{17}",
    ("aws_iam_role", "arn"): r"arn:aws:iam::111122223333:role/[\w-]+",
    ("aws_lb", "arn"): r"arn:aws:elasticloadbalancing:eu-central-1:111122223333:[\w/-]+",
    ("aws_kms_key", "key_id"): r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}",
    ("aws_route53_zone", "zone_id"): r"Z[0-9A-Z]{10,}",
    ("aws_lb", "dns_name"): r"[0-9a-z.-]+\.amazonaws\.com",
    ("aws_sqs_queue", "url"): r"https://[0-9a-z.-]+",
    ("aws_eip", "public_ip"): r"198\.1[89]\.\d+\.\d+",
    ("aws_db_instance", "master_user_secret[0].secret_arn"): r"arn:aws:secretsmanager:[\w:-]+:secret:\w+-\w{6}",
    ("aws_acm_certificate", "domain_validation_options[1].resource_record_type"): "CNAME",
    ("aws_caller", "account_id"): "111122223333",
    ("random_pet", "id"): r"pet-\w+",
}


@pytest.mark.parametrize(("type", "attribute"), FORMS)
def test_a_placeholder_looks_like_what_it_stands_for(type: str, attribute: str) -> None:
    assert re.fullmatch(FORMS[type, attribute], Maker().make(ADDRESS, type, attribute, HERE))


def test_a_placeholder_is_made_of_its_address_and_attribute_alone() -> None:
    made = {
        Maker().make(address, "aws_subnet", attribute, HERE)
        for address in ("aws_subnet.a", "aws_subnet.b")
        for attribute in ("id", "arn", "colour")
    }
    assert len(made) == 6
    assert Maker().make(ADDRESS, "aws_subnet", "id", HERE) == Maker().make(ADDRESS, "aws_subnet", "id", Surroundings())


SHAPES = sorted({*EXACT.values(), *OTHERS, *(shape_of(type, attribute) for type, attribute in FORMS)})


@pytest.mark.parametrize("shape", SHAPES)
def test_a_placeholder_of_any_shape_is_found_in_other_texts(shape: str) -> None:
    maker = Maker(chosen={(ADDRESS, "x"): shape})
    text = maker.make(ADDRESS, "aws_subnet", "x", HERE)
    around = {"Statement": [{"Resource": [f"{text}/*"], "Sid": "a"}, f"http://{text}:80", 1, None]}
    if not maker.made:
        assert not re.search(r"{(t|T|h|uuid|ip)}", shape), "only what is the placeholder's own makes one"
        assert placeholders_in(around, maker.made) == []
        return
    expected = [Placeholder(text, ADDRESS, "x")]
    assert placeholders_in(around, maker.made) == expected
    assert placeholders_in({text: 1}, maker.made) == expected
    assert placeholders_in(text.upper() if MARK in text else text, maker.made) == expected
    assert placeholders_in(["other", {"a": "b"}], maker.made) == []


def test_each_placeholder_is_named_once_and_in_order() -> None:
    maker = Maker()
    first, second = (maker.make(f"aws_vpc.{name}", "aws_vpc", "id", HERE) for name in "ab")
    found = placeholders_in([f"{second},{first}", second], maker.made)
    assert [each.text for each in found] == [second, first]


def test_an_address_is_not_found_in_a_longer_one() -> None:
    one = Placeholder("198.18.1.1", "aws_eip.a", "public_ip")
    assert placeholders_in("198.18.1.1/32", {one.text: one}) == [one]
    assert placeholders_in("198.18.1.11", {one.text: one}) == []


def test_what_a_provider_refuses_is_made_anew_in_the_shape_that_it_asks_for() -> None:
    maker = Maker()
    text = maker.make(ADDRESS, "aws_subnet", "thing", HERE)
    words = f'"value" ({text}) is an invalid ARN: arn: invalid prefix'
    again = maker.remake(maker.made[text], "aws_subnet", words, HERE)
    assert again and again.startswith("arn:aws:")
    assert maker.make(ADDRESS, "aws_subnet", "thing", HERE) == again
    tried = {text, again}
    while again := maker.remake(maker.made[text], "aws_subnet", "no", HERE):
        assert again not in tried
        tried.add(again)
    assert len(tried) == len(OTHERS), "it ends"


def test_what_aws_makes_of_known_values_is_no_placeholder() -> None:
    assert derived("aws_s3_bucket", "arn", {"bucket": "orders"}, HERE) == "arn:aws:s3:::orders"
    known = {"name": "api", "path": "/x/"}
    assert derived("aws_iam_role", "arn", known, HERE) == "arn:aws:iam::111122223333:role/x/api"
    assert derived("aws_s3_bucket", "arn", {"bucket": None}, HERE) is None
    assert derived("aws_vpc", "arn", {}, HERE) is None


@pytest.mark.parametrize(
    ("type", "service"),
    [
        ("aws_lb_listener", "elasticloadbalancing"),
        ("aws_lambda_function", "lambda"),
        ("aws_db_instance", "rds"),
        ("aws_cloudwatch_log_group", "logs"),
        ("aws_cloudwatch_metric_alarm", "cloudwatch"),
        ("aws_subnet", "ec2"),
        ("random_id", "random"),
    ],
)
def test_an_arn_names_its_service(type: str, service: str) -> None:
    assert service_of(type) == service
