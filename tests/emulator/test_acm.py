from __future__ import annotations

from .conftest import Client


def test_a_certificate_has_the_key_that_was_asked_for(connect: Client, name: str) -> None:
    client = connect("acm")
    for algorithm in ("EC_prime256v1", "RSA_4096"):
        domain = f"{name}-{algorithm[:2].lower()}.example.com"
        arn = client.request_certificate(DomainName=domain, KeyAlgorithm=algorithm, ValidationMethod="DNS")[
            "CertificateArn"
        ]
        assert client.describe_certificate(CertificateArn=arn)["Certificate"]["KeyAlgorithm"] == algorithm
    arn = client.request_certificate(DomainName=f"{name}.example.com")["CertificateArn"]
    assert client.describe_certificate(CertificateArn=arn)["Certificate"]["KeyAlgorithm"] == "RSA_2048"
