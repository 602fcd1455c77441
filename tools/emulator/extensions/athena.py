"""Athena.

Moto 5.2.5 lacks the deletion of data catalogs, named queries and prepared statements, and breaks when it is asked for a
prepared statement that there is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..extension import MOTO, AwsError, Call, Extension

extension = Extension(__name__, "athena")


@extension.adds("DeleteDataCatalog")
def delete_data_catalog(call: Call) -> None:
    """Forget a data catalog."""
    call.backend.data_catalogs.pop(call.params["Name"], None)


@extension.adds("DeleteNamedQuery")
def delete_named_query(call: Call) -> None:
    """Forget a named query."""
    call.backend.named_queries.pop(call.params["NamedQueryId"], None)


@extension.adds("DeletePreparedStatement")
def delete_prepared_statement(call: Call) -> None:
    """Forget a prepared statement."""
    call.backend.prepared_statements.pop(call.params["StatementName"], None)


@extension.replaces("GetPreparedStatement")
def get_prepared_statement(call: Call) -> Mapping[str, Any]:
    """One prepared statement."""
    name = call.params["StatementName"]
    if name not in call.backend.prepared_statements:
        raise AwsError("ResourceNotFoundException", f"PreparedStatement {name} was not found")
    return MOTO
