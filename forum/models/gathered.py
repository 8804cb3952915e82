"""Rows of a second table, gathered into a column of the first: a page needs no further query for them."""

from typing import Any

from django.db.models import JSONField, QuerySet, Subquery

_ON_POSTGRESQL = "(SELECT COALESCE(jsonb_agg(jsonb_build_array({})), '[]'::jsonb) FROM (%(subquery)s) gathered)"
_ON_SQLITE = "(SELECT json_group_array(json_array({})) FROM (%(subquery)s) gathered)"


class Gathered(Subquery):
    """The named columns of the rows of a query, as a list of lists, in no order."""

    output_field = JSONField()

    def __init__(self, rows: "QuerySet[Any, Any]", *columns: str) -> None:
        super().__init__(rows.order_by().values_list(*columns))
        self.columns = columns

    def as_sql(self, compiler: Any, connection: Any, template: str | None = None, **extra: Any) -> Any:
        """Write it for the database at hand."""
        columns = ", ".join(f"gathered.{connection.ops.quote_name(each)}" for each in self.columns)
        whole = _ON_POSTGRESQL if connection.vendor == "postgresql" else _ON_SQLITE
        return super().as_sql(compiler, connection, template=whole.format(columns), **extra)
