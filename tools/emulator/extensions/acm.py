"""Certificate Manager.

Moto 5.2.5 has an RSA key for every certificate, whichever was asked for.
"""

from __future__ import annotations

from typing import Any

from ..extension import Call, Extension

extension = Extension(__name__, "acm")


@extension.amends("RequestCertificate")
def request_certificate(call: Call, result: dict[str, Any]) -> None:
    """Note which key it should have."""
    if algorithm := call.params.get("KeyAlgorithm"):
        call.table("algorithms")[result["CertificateArn"]] = algorithm


@extension.amends("DescribeCertificate")
def describe_certificate(call: Call, result: dict[str, Any]) -> None:
    """Say that it has it."""
    certificate = result["Certificate"]
    certificate["KeyAlgorithm"] = call.table("algorithms").get(
        certificate["CertificateArn"], certificate.get("KeyAlgorithm")
    )
