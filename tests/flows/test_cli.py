"""The command line as another program uses it: lines in, lines out, one message and an exit code for what is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

DEMO = Path(__file__).parents[2] / "flows" / "demo"


def remarque(*arguments: str, stdin: str | bytes = b"") -> subprocess.CompletedProcess[bytes]:
    data = stdin.encode() if isinstance(stdin, str) else stdin
    return subprocess.run([sys.executable, "-m", "flows.cli", *arguments], input=data, capture_output=True, check=False)


def rows(run: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def test_feed_prints_entries() -> None:
    run = remarque(
        "feed", str(DEMO / "feeds" / "motor-wire-20250804.xml"), "--url", "https://motor-wire.example/feed.xml"
    )
    assert run.returncode == 0, run.stderr
    assert {"id", "url", "title", "published", "source"} <= set(rows(run)[0])


@pytest.mark.parametrize("name", ["feeds/old-motor-error.html", "feeds/quiet-auto-empty.xml", "no-such-file.xml"])
def test_feed_names_what_is_no_feed(name: str) -> None:
    run = remarque("feed", str(DEMO / name))
    assert run.returncode == 1
    assert name in run.stderr.decode()
    assert len(run.stderr.decode().splitlines()) == 1
    assert not run.stdout


def test_extract_reads_a_page_from_standard_input() -> None:
    page = (DEMO / "pages" / "cs-hiphi-unpaid.html").read_bytes()
    run = remarque("extract", "-", "--url", "https://cheshi.example/a", "--timezone", "Asia/Shanghai", stdin=page)
    (row,) = rows(run)
    assert row["title"].startswith("高合等不来的6亿美元")
    assert row["published"] == "2025-07-22T17:51:00+08:00"
    assert row["lang"] == "zh"


def test_annotate_keeps_order_and_names_bad_lines() -> None:
    good = {"id": "a", "text": "WM Motor owes about 20 billion yuan.", "published": "2025-08-14T00:00:00Z"}
    other = {"id": "b", "text": "Nothing of ours in here, only plain words."}
    lines = "\n".join([json.dumps(good), "{broken", json.dumps({"id": 3}), "", json.dumps(other)])
    run = remarque("annotate", "-", stdin=lines)
    assert run.returncode == 1
    first, second = rows(run)
    assert (first["id"], first["skipped"], first["figures"][0]["holder"]) == ("a", None, "wm_motor")
    assert (second["id"], second["skipped"]) == ("b", "no_brand")
    messages = run.stderr.decode().splitlines()
    assert [message.split(":")[:2] for message in messages] == [["-", "2"], ["-", "3"]]


def test_score_carries_further_keys(tmp_path: Path) -> None:
    text = "Owners of WM Motor cars wait for parts."
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"id": 7, "text": text, "start": 10, "end": 18, "mine": "kept"}) + "\n")
    run = remarque("score", str(file))
    assert run.returncode == 0, run.stderr
    (row,) = rows(run)
    assert (row["id"], row["mine"]) == (7, "kept")
    assert row["negative"] + row["neutral"] + row["positive"] == pytest.approx(1, abs=1e-3)
    assert {"label", "dimension", "voice"} <= set(row)


def test_query_says_when_there_is_no_warehouse(tmp_path: Path) -> None:
    run = remarque("query", "select 1", "--folder", str(tmp_path))
    assert run.returncode == 2
    assert str(tmp_path) in run.stderr.decode()
    assert "Traceback" not in run.stderr.decode()


def test_a_bad_configuration_stops_at_the_start_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("fetch:\n  timeout_secs: 3\n")
    run = remarque("run", "--config", str(tmp_path), "--folder", str(tmp_path / "data"))
    assert run.returncode == 2
    assert f"{tmp_path}/settings.yaml:2: fetch.timeout_secs: unknown key" in run.stderr.decode()
    assert not (tmp_path / "data").exists()


def test_help_lists_every_command_and_is_quick_to_load() -> None:
    run = remarque("--help")
    for command in ("feed", "extract", "annotate", "score", "run", "demo", "digest", "query", "doctor"):
        assert command in run.stdout.decode()
