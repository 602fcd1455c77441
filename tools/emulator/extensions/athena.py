"""Athena.

Moto 5.2.5 lacks the deletion of data catalogs, named queries and prepared statements.
"""

from __future__ import annotations

from ..extension import Call, Extension

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
