"""Brings the dimension tables to what people edited in ``configs``.

Rule: these tables mirror the configuration of the newest run, so rows change and vanish; a table that says the same
already is not written.
"""

from __future__ import annotations

import duckdb
import pyarrow as pa

from configs.book import BrandBook
from configs.settings import Index
from configs.sources import Source, Sources
from configs.vocabulary import Vocabulary
from warehouse.errors import WarehouseError
from warehouse.store import Warehouse, staged


def sync_dimensions(
    warehouse: Warehouse, book: BrandBook, vocabulary: Vocabulary, sources: Sources, index: Index
) -> list[str]:
    """Writes the dimension tables in one transaction. Returns those that changed.

    Without it the views that need families, roll-ups or the dials of the index stay empty.
    """
    tables: dict[str, list[dict[str, object]]] = {
        "brands": _brands(book),
        "sources": [_source(sources, source) for source in sources.sources],
        "trust_dimensions": [{"dimension": d, "roll_up": r} for d, r in sorted(vocabulary.rollup.items())],
        "kinds": _kinds(vocabulary),
        "index_settings": [{"window_days": index.window_days, "min_stories": index.min_stories}],
    }
    try:
        with warehouse.transaction() as con:
            return [table for table, rows in tables.items() if _replace(con, table, rows)]
    except duckdb.Error as error:
        raise WarehouseError(f"{warehouse.path}: dimensions not stored: {error}") from error


def _brands(book: BrandBook) -> list[dict[str, object]]:
    return [
        {
            "brand_id": brand.id,
            "tier": brand.tier,
            "name_en": brand.names.en.text,
            "name_zh": brand.names.zh.text if brand.names.zh else None,
            "countries": list(brand.country),
            "stage": brand.stage,
            "stage_date": brand.status_history[-1].date,
        }
        for brand in book.values()
    ]


def _source(sources: Sources, source: Source) -> dict[str, object]:
    normal = source.items_per_day
    return {
        "source": source.id,
        "name": source.name,
        "url": sources.address(source) if source.url or source.route else None,
        "lang": source.language,
        "enabled": source.enabled,
        "disabled_reason": source.reason,
        "min_items_per_day": normal.min if normal else None,
        "max_items_per_day": normal.max if normal else None,
    }


def _kinds(vocabulary: Vocabulary) -> list[dict[str, object]]:
    families = vocabulary.family_of | dict.fromkeys(vocabulary.count_kinds, "count")
    return [{"kind": kind, "family": family} for kind, family in sorted(families.items())]


def _replace(con: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, object]]) -> bool:
    stored = con.sql(f"FROM {table}").to_arrow_table()
    wanted = pa.Table.from_pylist(rows, schema=stored.schema)
    if stored.equals(wanted):
        return False
    con.execute(f"DELETE FROM {table}")  # noqa: S608 - names of this room
    with staged(con, "incoming", wanted):
        con.execute(f"INSERT INTO {table} BY NAME FROM incoming")
    return True
