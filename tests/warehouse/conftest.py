"""A fresh warehouse per test, with the real configuration."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from configs.book import BrandBook
from configs.load import load_brands, load_settings, load_sources, load_vocabulary
from warehouse.dimensions import sync_dimensions
from warehouse.store import Warehouse, open_warehouse


@pytest.fixture(scope="session")
def book() -> BrandBook:
    return load_brands()


@pytest.fixture
def warehouse(tmp_path: Path, book: BrandBook) -> Iterator[Warehouse]:
    with open_warehouse(tmp_path / "work.duckdb") as opened:
        sync_dimensions(opened, book, load_vocabulary(), load_sources(), load_settings().index)
        yield opened
