"""What an extension of the emulator is made of.

Moto answers most of what the AWS provider asks; an extension adds what is missing for one service, in one of four ways:

``adds``
    an operation that Moto does not have;
``replaces``
    an operation that Moto answers wrongly;
``amends``
    looks at Moto's answer to an operation, and may change it (also wrong timestamps: parsing an answer and writing it
    again by the service's model puts every value into the shape that SDKs expect);
``wraps``
    a function, method or property inside Moto, where neither of the above reaches.

The first three work on requests and answers, by botocore's model of the service, and leave Moto as it is. All of them
are checked against the installed Moto by :meth:`Extension.check`, so that an upgrade is noticed. Besides, ``controls``
lets a program bring about what AWS does by the clock.
"""

from __future__ import annotations

import functools
import importlib
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, TypeAlias, TypeVar

from moto import backends
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse
from moto.core.routing import get_service_router
from moto.core.utils import camelcase_to_underscores, get_service_model
from moto.moto_api._internal import mock_random
from werkzeug.exceptions import MethodNotAllowed, NotFound

from ..errors import GroundplanError

Params: TypeAlias = dict[str, Any]
Answer: TypeAlias = tuple[int, Mapping[str, Any], str | bytes]
Operation: TypeAlias = "Callable[[Call], Mapping[str, Any] | None]"
Amendment: TypeAlias = "Callable[[Call, dict[str, Any]], None]"
Control: TypeAlias = "Callable[[dict[str, Any]], Mapping[str, Any]]"
AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])

MOTO: Final[Mapping[str, Any]] = MappingProxyType({})
"""What the function of :meth:`Extension.replaces` returns to let Moto answer after all."""

TESTED_MOTO: Final = "5.2.5"
"""The release that the tests ran with. With another one, every extension is checked before the server starts."""


class ExtensionError(GroundplanError):
    """An extension does not fit the installed Moto."""


class AwsError(ServiceException):
    """An error that the emulated service answers with: ``AwsError("ResourceNotFoundException", "No such …")``."""

    def __init__(self, code: str, message: str, **members: Any) -> None:
        super().__init__(code, message)
        for name, value in members.items():  # members that the service's model gives this error
            setattr(self, name, value)


class Call:
    """One request: its parameters as the service's model has them, and whose it is."""

    def __init__(self, extension: Extension, request: Any) -> None:
        self.extension = extension
        self._responder = BaseResponse(service_name=extension.service)
        self._responder.automated_parameter_parsing = True
        self._responder.setup_class(request, request.raw_url, dict(request.headers))
        self.operation: str = self._responder._get_action()
        self.params: Params = getattr(self._responder, "params", {})
        self.account_id: str = self._responder.current_account
        self.region: str = self._responder.region
        self.partition: str = self._responder.partition

    @property
    def backend(self) -> Any:
        """Moto's backend of this service, of the caller's account and region."""
        return self.extension.backend(self.account_id, self.region)

    def table(self, name: str) -> dict[str, Any]:
        """A table of this account and region; it is kept on Moto's backend and vanishes with it."""
        return table(self.backend, name)

    def tags(self, arn: str) -> dict[str, str]:
        """The tags of a resource that this extension keeps."""
        tags: dict[str, str] = self.table("tags").setdefault(arn, {})
        return tags

    def arn(self, resource: str, *, service: str | None = None, region: str | None = None) -> str:
        """The ARN of a resource of this service in the caller's account and region."""
        name = service or get_service_model(self.extension.service).signing_name
        return f"arn:{self.partition}:{name}:{self.region if region is None else region}:{self.account_id}:{resource}"

    def find(self, name: str, key: str, error: str = "ResourceNotFoundException") -> Any:
        """The entry of a table, or the service's error for a missing one."""
        try:
            return self.table(name)[key]
        except KeyError:
            raise AwsError(error, f"{key} was not found.") from None

    def answer(self, result: Mapping[str, Any] | Exception | None) -> Answer:
        """Status, headers and body for a result, in the protocol that the caller speaks."""
        status, headers, body = self._responder.serialized(ActionResult(result))
        return int(status), headers, body


def table(backend: Any, name: str) -> dict[str, Any]:
    """A table that is kept on a Moto backend: per account and region, gone after a reset."""
    tables: dict[str, dict[str, Any]] = backend.__dict__.setdefault("_groundplan_tables", {})
    return tables.setdefault(name, {})


class NoBackend(BaseBackend):
    """What an extension keeps its tables on where Moto has nothing at all for the service."""


def random_id(length: int = 8) -> str:
    """Hexadecimal digits from Moto's own source, so that ``/moto-api/seed`` governs them too."""
    return str(mock_random.get_random_hex(length))


def random_uuid() -> str:
    """An identifier as AWS has them, from the same source."""
    return str(mock_random.uuid4())


@dataclass(slots=True)
class Extension:
    """What one file of :mod:`.extensions` adds to one service.

    ``service`` is botocore's name of it, ``package`` Moto's (``lambda`` and ``awslambda``), which names the file too.
    ``new`` is one that Moto has nothing for. ``aliases`` are Moto's names of operations, where they are its own.
    """

    module: str
    service: str
    new: bool = False
    aliases: Mapping[str, str] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    amendments: dict[str, Amendment] = field(default_factory=dict)
    added: set[str] = field(default_factory=set)
    wrappers: list[tuple[str, Callable[..., Any]]] = field(default_factory=list)
    steering: dict[str, Control] = field(default_factory=dict)
    installed: bool = False
    _backends: Any = None

    @property
    def package(self) -> str:
        """Moto's package for the service."""
        return self.module.rpartition(".")[2]

    @property
    def file(self) -> str:
        """The file, as messages name it."""
        return f"extensions/{self.package}.py"

    def adds(self, *operations: str) -> Callable[[Operation], Operation]:
        """The function answers operations that Moto does not have."""

        def register(function: Operation) -> Operation:
            self.added.update(operations)
            self.operations.update(dict.fromkeys(operations, function))
            return function

        return register

    def replaces(self, *operations: str) -> Callable[[Operation], Operation]:
        """The function answers operations in place of Moto, unless it returns :data:`MOTO`."""

        def register(function: Operation) -> Operation:
            self.operations.update(dict.fromkeys(operations, function))
            return function

        return register

    def amends(self, *operations: str) -> Callable[[Amendment], Amendment]:
        """The function sees each successful answer of Moto to these operations, and may change it."""

        def register(function: Amendment) -> Amendment:
            self.amendments.update(dict.fromkeys(operations, function))
            return function

        return register

    def controls(self, name: str) -> Callable[[Control], Control]:
        """The function answers ``POST /_groundplan/<package>/<name>``, which AWS has nothing like; JSON both ways."""

        def register(function: Control) -> Control:
            self.steering[name] = function
            return function

        return register

    def rewrites(self, *operations: str) -> None:
        """Moto's answers to these operations hold the right values in the wrong shape (dates, mostly)."""
        self.amendments.update(dict.fromkeys(operations, _as_it_is))

    def wraps(self, target: str) -> Callable[[AnyFunction], AnyFunction]:
        """The function stands in for ``package.module:Class.name`` and gets the original as its first argument.

        A property is wrapped by its getter.
        """

        def register(function: AnyFunction) -> AnyFunction:
            self.wrappers.append((target, function))
            return function

        return register

    def backend(self, account_id: str, region: str) -> Any:
        """Moto's backend of this service in an account and region (or of the account, for a global service)."""
        if self.new:
            if self._backends is None:
                self._backends = BackendDict(NoBackend, self.service)
            return self._backends[account_id][region]
        get_backend: Any = backends.get_backend  # its type lists every service by name
        account = get_backend(self.package)[account_id]
        return account[region] if region in account else account["aws"]

    def operation(self, request: Any) -> str | None:
        """The operation that a request asks for, by the service's model; None if it is not one of this service."""
        model = get_service_model(self.service)
        if model.protocol in ("query", "ec2") and request.values.get("Version") != model.api_version:
            return None  # elb and elbv2 share host, path and names of operations
        if target := request.headers.get("X-Amz-Target"):
            name = target.rpartition(".")[2]  # SDKs differ in what stands before it
            return name if name in model.operation_names else None
        try:
            operation, _ = get_service_router(self.service).match(request)
        except (NotFound, MethodNotAllowed, NotImplementedError):
            return None
        return str(operation.name)

    def install(self) -> None:
        """Wrap what is to be wrapped, once."""
        if self.installed:
            return
        for target, function in self.wrappers:
            owner, name, original = self._resolve(target)
            setattr(owner, name, _wrapped(original, function))
        self.installed = True

    def check(self) -> tuple[list[str], list[str]]:
        """What does not fit the installed Moto: what is broken, and what it has now by itself."""
        broken: list[str] = []
        obsolete: list[str] = []
        known = set(get_service_model(self.service).operation_names)
        moto = {} if self.new else _moto_operations(self.package)
        for operation in sorted({*self.operations, *self.amendments}):
            name = self.aliases.get(operation) or camelcase_to_underscores(operation)
            if operation not in known:
                broken.append(f"{operation} is not an operation of {self.service}")
            elif operation not in self.added and name not in moto:
                broken.append(f"{operation} is not answered by Moto any more")
            elif operation in self.added and moto.get(name):
                obsolete.append(f"{operation} is answered by Moto itself")
        if not self.installed:
            for target, _ in self.wrappers:
                try:
                    self._resolve(target)
                except ExtensionError as error:
                    broken.append(error.message)
        return broken, obsolete

    def _resolve(self, target: str) -> tuple[Any, str, Any]:
        module_name, _, path = target.partition(":")
        *owners, name = path.split(".")
        try:
            owner: Any = importlib.import_module(module_name)
            for part in owners:
                owner = getattr(owner, part)
            original = inspect.getattr_static(owner, name)
        except (ImportError, AttributeError):
            raise ExtensionError(
                f"Moto {moto_version()} has no {target}", where=self.file, hint="Adapt the extension, or drop it."
            ) from None
        return owner, name, original


def moto_version() -> str:
    """The release of the installed Moto."""
    from moto import __version__

    return str(__version__)


def _as_it_is(_: Call, __: dict[str, Any]) -> None:
    """Parsed and written again: nothing else to do."""


def _wrapped(original: Any, function: Callable[..., Any]) -> Any:
    if isinstance(original, property):
        if original.fget is None:
            raise TypeError("a property without a getter cannot be wrapped")
        return property(functools.partial(function, original.fget), original.fset, original.fdel)
    plain = original.__func__ if isinstance(original, classmethod | staticmethod) else original

    @functools.wraps(plain)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return function(plain, *args, **kwargs)

    return type(original)(wrapper) if isinstance(original, classmethod | staticmethod) else wrapper


def _moto_operations(package: str) -> dict[str, bool]:
    """The names of all operations that a package of Moto has; False for those that only say "not yet"."""
    module = importlib.import_module(f"moto.{package}.responses")
    classes = [c for c in vars(module).values() if isinstance(c, type) and issubclass(c, BaseResponse)]
    methods = {name: getattr(c, name) for c in classes for name in dir(c) if name not in dir(BaseResponse)}
    return {name: not _is_stub(inspect.unwrap(method)) for name, method in methods.items() if callable(method)}


def _is_stub(method: Any) -> bool:
    code = getattr(method, "__code__", None)
    return code is not None and "NotImplementedError" in code.co_names
