"""Appends a batch: whole or not at all, each thing once, however often it comes.

Rule: nothing stored is changed. A row whose key is stored already is left out; a thing that does not fit is written to
``rejects`` with its reason and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import duckdb
import pyarrow as pa

from extractors.records import Annotation, Located
from warehouse import rows as to
from warehouse.batch import Batch
from warehouse.errors import WarehouseError
from warehouse.rows import FACT_TABLES, Row
from warehouse.store import Warehouse, staged

KEYS: Mapping[str, tuple[str, ...]] = {
    "runs": ("run_id",),
    "fetches": ("fetch_id",),
    "feed_entries": ("print_id",),
    "documents": ("doc_id",),
    "story_members": ("doc_id", "story_id", "role"),
    "annotations": ("annotation_id",),
    **{table: (key,) for table, key in FACT_TABLES.items()},
    "signals": ("annotation_id", "signal_id"),
    "rejects": ("reject_id",),
}
"""Every fact table and the columns that identify a row of it."""

T = TypeVar("T")

_UNFIT = (ValueError, TypeError, OverflowError, pa.ArrowException)


def load_batch(warehouse: Warehouse, batch: Batch, recorded_at: datetime) -> dict[str, int]:
    """Stores a batch in one transaction. Returns the number of new rows per table, refused things under ``rejects``.

    Facts and signals of a page that is neither in the batch nor stored are refused. Facts of an annotation that is
    stored already are left out as a whole. Raises :class:`WarehouseError` when the file itself fails; then nothing
    was stored.
    """
    if recorded_at.tzinfo is None:
        raise ValueError(f"recorded_at {recorded_at.isoformat()} has no time zone")
    try:
        with warehouse.transaction() as con:
            load = _Load(con, recorded_at)
            load.collection(batch)
            load.facts(batch)
            load.insert("rejects", load.refused)
            return load.counts
    except duckdb.Error as error:
        raise WarehouseError(f"{warehouse.path}: batch not stored: {error}") from error


@dataclass
class _Load:
    """One load under way: what was counted and refused so far."""

    con: duckdb.DuckDBPyConnection
    recorded_at: datetime
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KEYS, 0))
    refused: list[Row] = field(default_factory=list)

    def collection(self, batch: Batch) -> None:
        self.insert("runs", self.build("runs", batch.runs, to.run_row, lambda r: r.run_id))
        self.insert("fetches", self.build("fetches", batch.fetches, to.fetch_row, lambda f: f.url))
        self.insert("feed_entries", self.build("feed_entries", batch.entries, to.entry_row, lambda e: e.url))
        self.insert(
            "documents",
            self.build(
                "documents",
                batch.articles,
                lambda a: to.document_row(a, batch.run_id, self.recorded_at),
                lambda a: a.article.url,
            ),
        )
        self.refused.extend(self.build("rejects", batch.rejects, to.reject_row, lambda r: r.place))
        links = self.build("story_members", batch.story_links, to.link_row, lambda link: link.doc_id)
        self.insert("story_members", self.of_stored_documents("story_members", links))

    def facts(self, batch: Batch) -> None:
        built = self.build("annotations", batch.annotations, to.annotation_row, lambda a: a.doc_id)
        built = self.of_stored_documents("annotations", built)
        before = self.stored("annotations", "annotation_id", (str(r["annotation_id"]) for r in built))
        self.insert("annotations", built)
        now = self.stored("annotations", "annotation_id", (str(r["annotation_id"]) for r in built))
        new = {a.id: a for a in batch.annotations if a.id in now - before}
        for table in FACT_TABLES:
            self.insert(table, [row for a in new.values() for row in self.facts_of(table, a)])
        self.signals(batch)

    def facts_of(self, table: str, annotation: Annotation) -> list[Row]:
        builders: dict[str, tuple[Sequence[Located], Callable[..., Row]]] = {
            "mentions": (annotation.mentions, to.mention_row),
            "figures": (annotation.figures, to.figure_row),
            "events": (annotation.events, to.event_row),
            "commitments": (annotation.commitments, to.commitment_row),
            "sentiment": (annotation.sentiment, to.sentiment_row),
        }
        facts, row = builders[table]
        return self.build(
            table,
            facts,
            lambda fact: to.identified_fact(table, annotation, row(fact)),
            lambda fact: _place(annotation.doc_id, fact),
        )

    def signals(self, batch: Batch) -> None:
        """Signals join the annotation of their page: the batch's own, else the newest stored."""
        wanted = {s.doc_id for s in batch.signals}
        annotation_of = self.newest_annotations(wanted - {a.doc_id for a in batch.annotations})
        stored = self.stored("annotations", "annotation_id", (a.id for a in batch.annotations))
        annotation_of |= {a.doc_id: a.id for a in batch.annotations if a.id in stored}
        kept = []
        for signal in batch.signals:
            if signal.doc_id in annotation_of:
                kept.append(signal)
            else:
                self.refuse("signals", _place(signal.doc_id, signal), "its page has no annotation")
        build = self.build(
            "signals", kept, lambda s: to.signal_row(s, annotation_of[s.doc_id]), lambda s: _place(s.doc_id, s)
        )
        self.insert("signals", build)

    def build(self, what: str, items: Iterable[T], row: Callable[[T], Row], place: Callable[[T], str]) -> list[Row]:
        """Rows of the items that can be rows; the others are refused."""
        built = []
        for item in items:
            try:
                built.append({**row(item), "recorded_at": self.recorded_at})
            except ValueError as error:
                self.refuse(what, place(item), str(error))
        return built

    def refuse(self, what: str, place: str, reason: str) -> None:
        row = to.refused_row(what, _printable(place), _printable(reason), self.recorded_at)
        self.refused.append({**row, "recorded_at": self.recorded_at})

    def of_stored_documents(self, what: str, rows: list[Row]) -> list[Row]:
        known = self.stored("documents", "doc_id", (str(r["doc_id"]) for r in rows))
        for row in rows:
            if row["doc_id"] not in known:
                self.refuse(what, str(row["doc_id"]), "its page is not stored")
        return [row for row in rows if row["doc_id"] in known]

    def stored(self, table: str, column: str, ids: Iterable[str]) -> set[str]:
        """Those of the ids that the table holds."""
        return among(self.con, f"SELECT {column} AS id FROM {table}", ids)  # noqa: S608 - names of this room

    def newest_annotations(self, doc_ids: set[str]) -> dict[str, str]:
        known = among(self.con, "SELECT doc_id AS id FROM annotations", doc_ids)
        if not known:
            return {}
        found = self.con.execute(
            """SELECT doc_id, arg_max(annotation_id, (recorded_at, annotation_id))
            FROM annotations WHERE doc_id IN (SELECT unnest(?)) GROUP BY doc_id""",
            [sorted(known)],
        )
        return dict(found.fetchall())

    def insert(self, table: str, rows: Sequence[Row]) -> None:
        """Appends the rows whose key is new, the first of equal ones. No index: see docs/decisions."""
        if not rows:
            return
        keys = KEYS[table]
        first = {tuple(row[k] for k in keys): row for row in reversed(rows)}
        unique = [row for row in rows if first[tuple(row[k] for k in keys)] is row]
        with staged(self.con, "incoming", self.arrow(table, unique)):
            inserted = self.con.execute(
                f"INSERT INTO {table} BY NAME "  # noqa: S608 - names of this room
                f"SELECT * FROM incoming ANTI JOIN {table} USING ({', '.join(keys)})"
            ).fetchone()
        self.counts[table] += inserted[0] if inserted else 0

    def arrow(self, table: str, rows: Sequence[Row]) -> pa.Table:
        """The rows as Arrow. When they do not convert together, each is tried alone and the unfit are refused."""
        schema = self.con.sql(f"SELECT * FROM {table} LIMIT 0").to_arrow_table().schema  # noqa: S608
        try:
            return pa.Table.from_pylist(rows, schema=schema)
        except _UNFIT:
            fit = [row for row in rows if self.fits(table, row, schema)]
            return pa.Table.from_pylist(fit, schema=schema)

    def fits(self, table: str, row: Row, schema: pa.Schema) -> bool:
        try:
            pa.Table.from_pylist([row], schema=schema)
        except _UNFIT as error:
            self.refuse(table, " ".join(str(row[k]) for k in KEYS[table]), str(error))
            return False
        return True


def among(con: duckdb.DuckDBPyConnection, query: str, values: Iterable[str]) -> set[str]:
    """Those of the values that ``query`` (one column ``id``) gives."""
    asked = pa.table({"id": pa.array([_printable(v) for v in set(values)], pa.string())})
    with staged(con, "asked", asked):
        found = con.execute(f"SELECT id FROM asked SEMI JOIN ({query}) USING (id)")  # noqa: S608 - queries of this room
        return {row[0] for row in found.fetchall()}


def _place(doc_id: str, fact: Located) -> str:
    return f"{doc_id}[{fact.start}:{fact.end}]"


def _printable(text: str) -> str:
    """The text with what UTF-8 cannot hold written as escapes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
