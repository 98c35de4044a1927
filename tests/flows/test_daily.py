"""The whole way as users run it: the bundled archive through Prefect into a warehouse and a digest, twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from warehouse.query import run_query

COMMAND = [sys.executable, "-m", "flows.cli", "demo", "--folder"]
FACTS = (
    "documents",
    "story_members",
    "annotations",
    "mentions",
    "figures",
    "events",
    "commitments",
    "sentiment",
    "signals",
)


def ask(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    return list(run_query(folder / "remarque.duckdb", sql).rows)


def counts(folder: Path) -> dict[str, int]:
    return {table: ask(folder, f"SELECT count(*) FROM {table}")[0][0] for table in FACTS}


def test_the_demo_fills_every_table_over_several_weeks(demo: Path) -> None:
    assert min(counts(demo).values()) > 0
    ((weeks,),) = ask(demo, "SELECT count(DISTINCT date_trunc('week', published_at)) FROM documents")
    assert weeks >= 8


def test_every_stored_quote_stands_in_its_document(demo: Path) -> None:
    for table in ("figures", "events", "commitments", "signals", "mentions"):
        ((wrong,),) = ask(
            demo,
            f"""SELECT count(*) FROM {table} AS fact JOIN annotations USING (annotation_id)
            JOIN documents AS page ON page.doc_id = annotations.doc_id
            WHERE substring(page.text, fact.span_start + 1, fact.span_end - fact.span_start) <> fact.quote""",
        )
        assert wrong == 0, table


def test_unwell_feeds_show_as_unwell(demo: Path) -> None:
    health = dict(ask(demo, "SELECT source, reason FROM feed_health WHERE health = 'failing'"))
    assert health == {"gone_ev": "http_404", "old_motor": "not_a_feed", "quiet_auto": "no_entries"}


def test_noise_pages_yield_nothing_and_other_languages_are_marked(demo: Path) -> None:
    skipped = dict(ask(demo, "SELECT skipped, count(*) FROM annotations WHERE skipped IS NOT NULL GROUP BY 1"))
    assert skipped["language"] == 2
    assert skipped["no_brand"] >= 4


def test_copies_join_their_story_and_do_not_speak(demo: Path) -> None:
    roles = dict(ask(demo, "SELECT role, count(*) FROM story_members GROUP BY 1"))
    assert {"origin", "copy", "translation", "rewrite"} <= set(roles)
    ((speaking,),) = ask(demo, "SELECT count(*) FROM signals JOIN story_members USING (doc_id) WHERE role <> 'origin'")
    assert speaking == 0


def test_the_digest_names_its_sources(demo: Path) -> None:
    text = (demo / "digest" / "2025-09-20.txt").read_text(encoding="utf-8")
    assert "WM Motor" in text
    assert "https://" in text
    assert "gone_ev failing (http_404)" in text
    page = (demo / "digest" / "2025-09-20.html").read_text(encoding="utf-8")
    assert page.count("<a href=") > 20
    assert "<script" not in page


def test_a_second_run_changes_nothing(demo: Path) -> None:
    before, archive = counts(demo), {p.name: p.read_bytes() for p in (demo / "archive").iterdir()}
    run = subprocess.run([*COMMAND, str(demo)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert counts(demo) == before
    assert {p.name: p.read_bytes() for p in (demo / "archive").iterdir()} == archive
