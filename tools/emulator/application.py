"""Moto's web application with the extensions hooked in.

Moto makes one Flask application per service, when its first request arrives. Ours has hooks before and after each
request, for what the extensions add, replace and amend, and turns what nobody answers into an error that is quick and
names the operation: Moto would answer with status 500, which SDKs repeat for minutes.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import json
import logging
import os
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from botocore.awsrequest import HeadersDict
from botocore.exceptions import UnknownServiceError
from botocore.parsers import create_parser
from flask import Flask, Response, g
from flask import request as flask_request
from moto import backends
from moto.core.exceptions import ServiceException
from moto.core.request import determine_request_protocol
from moto.core.utils import get_service_model, service_name_from_moto_package_name
from moto.moto_api import recorder
from moto.moto_server.werkzeug_app import BackendRequest, DomainDispatcherApplication, create_backend_app
from werkzeug.exceptions import HTTPException
from werkzeug.http import HTTP_STATUS_CODES

from . import registry
from .attempts import Attempts
from .extension import MOTO, AwsError, Call, Extension, moto_version
from .requests import ACTION

OWN_PATHS = "/_groundplan/"
HEALTH_PATH = f"{OWN_PATHS}health"

log = logging.getLogger("emulator")
# Moto would rather know each error's shape; ours for what is not implemented has none.
warnings.filterwarnings("ignore", message=".*does not match an error shape")
_started = time.time()


class Application(DomainDispatcherApplication):
    """Moto's dispatcher: by service to the service's application."""

    def __init__(self, instance: str = "") -> None:
        super().__init__(create_application)
        self.instance = instance
        self.attempts = Attempts()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request."""
        path = environ.get("PATH_INFO", "")
        if path.startswith(OWN_PATHS):
            status, answer = (200, health(self.instance)) if path == HEALTH_PATH else control(path, environ)
            body = json.dumps(answer).encode()
            headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
            start_response(f"{status} {HTTP_STATUS_CODES[status]}", headers)
            return [body]
        return self.attempts.answer(environ, start_response, super().__call__)

    def get_backend_for_host(self, host: str | None) -> Any:
        """Moto's package for a host name, or the service's own name where Moto has nothing for it."""
        backend = super().get_backend_for_host(host) if host is None or not _is_unknown(host) else None
        if backend is None and host is not None:
            return host.partition(".")[0].replace("-", "")
        return backend


def _is_unknown(host: str) -> bool:
    """Whether Moto would complain on its standard output that it has nothing for this host."""
    return "amazonaws.com" in host and backends.get_service_from_url(f"http://{host}") is None


def health(instance: str) -> dict[str, Any]:
    """Who answers here."""
    try:
        version = importlib.metadata.version("groundplan")
    except importlib.metadata.PackageNotFoundError:
        version = "checkout"
    return {
        "name": "groundplan-emulator",
        "version": version,
        "moto": moto_version(),
        "instance": instance,
        "pid": os.getpid(),
        "uptime_seconds": round(time.time() - _started, 1),
        "extensions": registry.names(),
    }


def control(path: str, environ: dict[str, Any]) -> tuple[int, Mapping[str, Any]]:
    """Status and answer of a request to steer an extension: ``POST /_groundplan/<package>/<name>``."""
    package, _, name = path.removeprefix(OWN_PATHS).partition("/")
    extension = registry.load(package)
    if extension is None or name not in extension.steering or environ.get("REQUEST_METHOD") != "POST":
        return 404, {"message": f"there is no POST {path}"}
    try:
        wanted = json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        return 200, extension.steering[name](wanted)
    except (LookupError, TypeError, ValueError) as error:
        return 400, {"message": f"{type(error).__name__}: {error}"}
    except Exception as error:
        log.error("%s: %s", path, error, exc_info=error)
        return 400, {"message": f"{type(error).__name__}: {error}"}


def create_application(package: Any) -> Flask:
    """The application for one package of Moto, with its extensions; a bare one where Moto has none."""
    registry.load("iam")  # Moto looks up the caller of every request there
    extensions = list(registry.for_application(package))
    if _known_to_moto(package):
        application = create_backend_app(package)
    else:
        application = Flask("groundplan")
        application.request_class = BackendRequest
    if package != "moto_api":
        _add_hooks(application, package, extensions)
    return application


def _known_to_moto(package: str) -> bool:
    return package in set(backends.list_of_moto_modules())


def _add_hooks(application: Flask, package: str, extensions: list[Extension]) -> None:
    hooked = [e for e in extensions if e.operations or e.amendments]

    def before() -> Response | None:
        request: Any = flask_request._get_current_object()  # type: ignore[attr-defined]
        if request.mimetype == "application/x-www-form-urlencoded":
            request.environ[ACTION] = request.values.get("Action")
        for extension in hooked:
            operation = extension.operation(request)
            if operation in extension.operations and (answer := _answer(extension, operation, request)):
                recorder._record_request(request)
                return answer
            if operation in extension.amendments:
                g.amendment = (extension, operation)
        return None

    def after(response: Response) -> Response:
        if response.status_code < 300 and (found := g.pop("amendment", None)):
            extension, operation = found
            request: Any = flask_request._get_current_object()  # type: ignore[attr-defined]
            try:
                return _amend(extension, operation, request, response)
            except Exception as error:  # Flask's error handlers do not see what comes out of here
                return _refuse(package, extensions, request, error)
        return response

    def failed(error: Exception) -> Response | HTTPException:
        if isinstance(error, HTTPException) and (error.code != 404 or flask_request.url_rule is not None):
            return error
        request: Any = flask_request._get_current_object()  # type: ignore[attr-defined]
        return _refuse(package, extensions, request, error)

    application.before_request(before)
    application.after_request(after)
    application.register_error_handler(Exception, failed)


def _answer(extension: Extension, operation: str, request: Any) -> Response | None:
    call = Call(extension, request)
    try:
        result = extension.operations[operation](call)
    except ServiceException as error:
        return _response(call.answer(error))
    except HTTPException as error:
        return _refusal_of_moto(error)
    return None if result is MOTO else _response(call.answer(result))


def _amend(extension: Extension, operation: str, request: Any, response: Response) -> Response:
    call = Call(extension, request)
    model = get_service_model(extension.service)
    shape = model.operation_model(operation).output_shape
    protocol = determine_request_protocol(model, request.content_type)
    parser = create_parser("json" if protocol == "query-json" else protocol)
    answer = {
        "status_code": response.status_code,
        "headers": HeadersDict(response.headers),
        "body": response.get_data(),
    }
    result = parser.parse(answer, shape)
    result.pop("ResponseMetadata", None)
    try:
        extension.amendments[operation](call, result)
    except ServiceException as error:
        return _response(call.answer(error))
    except HTTPException as error:
        return _refusal_of_moto(error)
    return _response(call.answer(result))


def _refusal_of_moto(error: HTTPException) -> Response:
    """What one of Moto's own errors, of the kind that knows its body, says."""
    return Response(error.description, error.code, dict(error.get_headers()))


def _response(answer: tuple[int, Any, str | bytes]) -> Response:
    status, headers, body = answer
    return Response(response=body, status=status, headers={k: str(v) for k, v in headers.items() if k != "status"})


def _refuse(package: str, extensions: list[Extension], request: Any, error: Exception) -> Response:
    """What nobody answers, or what broke: status 400, so that SDKs do not repeat the request."""
    service, operation = _asked_for(package, extensions, request)
    if isinstance(error, NotImplementedError | HTTPException):
        code, message = "NotImplementedByEmulator", f"{service} {operation} is not implemented by the emulator"
        log.warning("not implemented: %s %s", service, operation)
    else:
        code = "EmulatorFailure"
        message = f"the emulator failed on {service} {operation}: {type(error).__name__}: {error}"
        log.error("%s", message, exc_info=error)
    speaker = Extension(module=f"none.{package}", service=service)
    try:
        return _response(Call(speaker, request).answer(AwsError(code, message)))
    except Exception:  # not even the service is known: no protocol to answer in
        body = json.dumps({"__type": code, "message": message})
        return Response(body, 400, {"x-amzn-ErrorType": code, "Content-Type": "application/json"})


def _asked_for(package: str, extensions: list[Extension], request: Any) -> tuple[str, str]:
    """Service and operation of a request that nobody answered."""
    names = [e.service for e in extensions] or [
        BOTOCORE_NAMES.get(package, service_name_from_moto_package_name(package))
    ]
    for name in names:
        with contextlib.suppress(UnknownServiceError):
            if operation := Extension(module=f"none.{package}", service=name).operation(request):
                return name, operation
    return names[-1], f"{request.method} {request.path}"


BOTOCORE_NAMES = {"awslambda": "lambda", "elb": "elbv2"}
"""Where botocore's name of a service is not Moto's, apart from hyphens."""
