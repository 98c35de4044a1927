"""The archive keeps every answer once, survives a torn write, and can be read by others."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from flows.archive import Archive, Damage, Recorded
from flows.fetch import Answer

NOON = datetime(2025, 9, 6, 12, 0, 0, 123456, tzinfo=UTC)
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def answer(name: str = "a", body: bytes = b"<p>hello</p>", at: datetime = NOON) -> Answer:
    return Answer(f"https://n.example/{name}", at, 200, HTML, body)


def read(archive: Archive) -> list[Recorded]:
    items = list(archive.read())
    assert not [item for item in items if isinstance(item, Damage)]
    return [item for item in items if isinstance(item, Recorded)]


def test_what_is_written_is_read_back_equal(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    failed = Answer("https://n.example/dead", NOON, failure="timeout")
    missing = Answer("https://n.example/404", NOON, 404, HTML, b"")
    written = archive.append([answer(), failed, missing])
    assert read(archive) == written
    assert [item.answer for item in written] == [answer(), failed, missing]


def test_one_file_a_day(tmp_path: Path) -> None:
    Archive(tmp_path).append([answer(), answer("b", at=NOON + timedelta(days=1))])
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["2025-09-06.warc.gz", "2025-09-07.warc.gz"]


def test_an_answer_is_written_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.append([answer()])
    before = (tmp_path / "2025-09-06.warc.gz").read_bytes()
    archive.append([answer(), answer()])
    assert (tmp_path / "2025-09-06.warc.gz").read_bytes() == before


def test_known_refs_are_left_out(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first, second = archive.append([answer(), answer("b")])
    assert list(archive.read(lambda refs: refs & {first.ref})) == [second]


def test_a_write_torn_at_any_byte_loses_nothing_before_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    path = tmp_path / "2025-09-06.warc.gz"
    first = archive.append([answer()])
    whole = path.stat().st_size
    archive.append([answer("b", b"x" * 500)])
    full = path.read_bytes()
    for cut in range(whole + 1, len(full), 7):
        path.write_bytes(full[:cut])
        last = archive.append([answer("c")])
        assert read(archive) == [*first, *last], f"cut at byte {cut}"
        assert (tmp_path / f"{path.name}.{whole}.torn").read_bytes() == full[whole:cut]


def test_a_write_that_fails_is_not_remembered_as_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path)
    first = archive.append([answer()])

    def full_disk(descriptor: int) -> None:
        (tmp_path / "2025-09-06.warc.gz").write_bytes(before)
        raise OSError(28, "no space left on device")

    before = (tmp_path / "2025-09-06.warc.gz").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr("flows.archive.os.fsync", full_disk)
        with pytest.raises(OSError, match="no space"):
            archive.append([answer("b")])
    again = archive.append([answer("b")])
    assert read(archive) == [*first, *again]


def test_a_damaged_file_is_named_and_the_next_day_is_read(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.append([answer(), answer("b", at=NOON + timedelta(days=1))])
    (tmp_path / "2025-09-06.warc.gz").write_bytes(b"not a warc file at all")
    damage, item = archive.read()
    assert isinstance(damage, Damage)
    assert damage.file == "2025-09-06.warc.gz"
    assert isinstance(item, Recorded)
    assert item.answer.url == "https://n.example/b"


def test_records_are_standard_warc(tmp_path: Path) -> None:
    Archive(tmp_path).append([answer()])
    with (tmp_path / "2025-09-06.warc.gz").open("rb") as file:
        (record,) = [
            (r.rec_type, r.rec_headers, r.content_stream().read()) for r in ArchiveIterator(file, check_digests="raise")
        ]
    kind, headers, body = record
    assert (kind, body) == ("response", b"<p>hello</p>")
    assert headers.get_header("WARC-Target-URI") == "https://n.example/a"
    assert headers.get_header("WARC-Date") == "2025-09-06T12:00:00.123456Z"
    assert headers.get_header("WARC-Payload-Digest", "").startswith("sha1:")
