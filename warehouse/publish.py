"""Gives readers their own copy: complete, read-only, swapped in by one atomic rename.

Rule: the copy is made by DuckDB from inside the writer (``COPY FROM DATABASE``), never by copying the file: closing a
plain handle of the working file would drop the writer's lock.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from warehouse.errors import QueryError, WarehouseError
from warehouse.store import STORAGE_VERSION, Warehouse

_READER = {
    "autoinstall_known_extensions": "false",
    "enable_external_access": "false",
    "lock_configuration": "true",
}


def publish(warehouse: Warehouse, target: str | Path) -> Path:
    """Replaces ``target`` with a copy of what is committed. Readers that have the old copy open keep it.

    Raises :class:`WarehouseError` when the copy cannot be made; then the old copy stays.
    """
    target = Path(target)
    if target.resolve() == warehouse.path.resolve():
        raise WarehouseError(f"{target}: the published copy cannot be the working file")
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        fresh.unlink(missing_ok=True)
        _copy(warehouse.con, fresh)
        _sync(fresh)
        os.replace(fresh, target)  # noqa: PTH105 - the atomic call itself
        _sync(target.parent)
    except (duckdb.Error, OSError) as error:
        raise WarehouseError(f"{target}: not published: {error}") from error
    finally:
        fresh.unlink(missing_ok=True)
    return target


def _copy(con: duckdb.DuckDBPyConnection, fresh: Path) -> None:
    source = con.execute("SELECT current_database()").fetchall()[0][0]
    path = str(fresh).replace("'", "''")
    con.execute(f"ATTACH '{path}' AS published (STORAGE_VERSION '{STORAGE_VERSION}')")
    try:
        con.execute(f'COPY FROM DATABASE "{source}" TO published')
    finally:
        con.execute("DETACH published")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_published(path: str | Path) -> duckdb.DuckDBPyConnection:
    """Opens a published copy read-only, in UTC, without access to other files or the network.

    Raises :class:`QueryError` when there is no such file or it is no published copy.
    """
    path = Path(path)
    if not path.is_file():
        raise QueryError(f"{path}: no published warehouse here; a run publishes one when it ends")
    try:
        con = duckdb.connect(str(path), read_only=True, config={**_READER, "TimeZone": "UTC"})
    except duckdb.Error as error:
        raise QueryError(f"{path}: cannot be read: {str(error).splitlines()[0]}") from error
    return con
