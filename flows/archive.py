"""The recorded bytes: one WARC file a day, append-only, from which everything else can be rebuilt.

Each answer is a ``response`` record; a request that brought no response is a ``metadata`` record with its
reason, so that a dead feed stays visible after a rebuild. Records keep their moment of capture and a
content-derived id.
"""

from __future__ import annotations

import json
import os
import re
import uuid
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from flows.fetch import Answer

_NAMESPACE = uuid.UUID("7b0e3c2e-9c3f-5f0a-8f1d-2f6f6b1a5d11")
_UNREADABLE = (ArchiveLoadFailed, OSError, ValueError, KeyError)
Known = Callable[[set[str]], Collection[str]]
"""Which of some archive refs are known already."""
_RECORD_ID = re.compile(rb"^WARC-Record-ID: *<urn:uuid:([0-9a-f-]{36})>", re.MULTILINE | re.IGNORECASE)
_CHUNK = 1 << 16
_FAILURE_TYPE = "application/vnd.remarque.failure+json"


def _none(refs: set[str]) -> frozenset[str]:
    """Nothing is known yet."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class Recorded:
    """An answer as it lies in the archive; ``ref`` is ``<file>#<record id>``."""

    ref: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of an archive file that cannot be read: the file and when it was written, where they start, and why."""

    file: str
    written_at: datetime
    offset: int
    reason: str


class Archive:
    """A folder of daily WARC files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._surveys: dict[Path, tuple[set[str], int]] = {}

    def append(self, answers: Iterable[Answer]) -> list[Recorded]:
        """Write ``answers`` to the files of their days; on return they are on disk.

        An answer already in its day's file (same address, moment and bytes) is not written again.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        by_day: dict[str, list[Answer]] = {}
        for answer in answers:
            by_day.setdefault(answer.fetched_at.strftime("%Y-%m-%d"), []).append(answer)
        recorded: list[Recorded] = []
        for day, group in sorted(by_day.items()):
            recorded += self._append_to(self.folder / f"{day}.warc.gz", group)
        return recorded

    def _append_to(self, path: Path, answers: list[Answer]) -> list[Recorded]:
        surveyed, sound = self._survey(path)
        present = set(surveyed)  # what is remembered must not run ahead of what is on disk
        recorded = [Recorded(f"{path.name}#{_record_id(a)}", a) for a in answers]
        buffer = BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version="WARC/1.1")
        for item in recorded:
            if item.ref not in present:
                present.add(item.ref)
                writer.write_record(_warc_record(writer, item.answer))
        if path.exists():
            _set_aside(path, sound)
        with path.open("ab") as file:
            file.write(buffer.getvalue())
            file.flush()
            os.fsync(file.fileno())
        self._surveys[path] = present, sound + len(buffer.getvalue())
        return recorded

    def _survey(self, path: Path) -> tuple[set[str], int]:
        """:func:`_survey` of the file, remembered for as long as the file ends where its last whole record does."""
        known = self._surveys.get(path)
        if known is None or not path.exists() or path.stat().st_size != known[1]:
            known = self._surveys[path] = _survey(path)
        return known

    def read(self, known: Known = _none) -> Iterator[Recorded | Damage]:
        """All answers in order of file and position, without those that ``known`` names among the refs of a file.

        A damaged stretch is one :class:`Damage`; the files after it are read on.
        """
        for path in sorted(self.folder.glob("*.warc.gz")):
            present, _ = self._survey(path)
            skip = known(present)
            if skip != present or not present:
                yield from _read_file(path, skip)


def _read_file(path: Path, skip: Collection[str]) -> Iterator[Recorded | Damage]:
    offset = 0
    try:
        for end, data in _members(path):
            ref = f"{path.name}#{_id_of(data)}"
            if ref not in skip:
                yield Recorded(ref, _answer(data))
            offset = end
    except _UNREADABLE as error:
        written_at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        yield Damage(path.name, written_at, offset, f"{type(error).__name__}: {error}")


def _survey(path: Path) -> tuple[set[str], int]:
    """Refs of the records of a file up to the first unreadable byte, and that byte's offset."""
    present: set[str] = set()
    sound = 0
    if path.exists():
        try:
            for end, data in _members(path):
                present.add(f"{path.name}#{_id_of(data)}")
                sound = end
        except _UNREADABLE:
            return present, sound
    return present, sound


def _set_aside(path: Path, sound: int) -> None:
    """Cut what a killed writer left after the last whole record; the bytes are kept beside the file, not lost."""
    with path.open("r+b") as file:
        file.seek(sound)
        if torn := file.read():
            path.with_name(f"{path.name}.{sound}.torn").write_bytes(torn)
            file.truncate(sound)


def _members(path: Path) -> Iterator[tuple[int, bytes]]:
    """End offset and content of each gzip member of a file: one WARC record each.

    Raises :class:`ValueError` at the first member that is torn or none.
    """
    with path.open("rb") as file:
        start, waiting = 0, b""
        while waiting := waiting or file.read(_CHUNK):
            inflate, content, eaten = zlib.decompressobj(zlib.MAX_WBITS | 16), bytearray(), 0
            while not inflate.eof:
                if not waiting:
                    raise ValueError("the last record is torn")
                try:
                    content += inflate.decompress(waiting)
                except zlib.error as error:
                    raise ValueError(f"no gzip member: {error}") from error
                eaten += len(waiting)
                waiting = inflate.unused_data if inflate.eof else file.read(_CHUNK)
            start += eaten - len(waiting)
            yield start, bytes(content)


def _record_id(answer: Answer) -> str:
    key = f"{answer.url}\n{answer.fetched_at.isoformat()}\n{answer.failure}\n"
    return str(uuid.uuid5(_NAMESPACE, key + answer.body.hex()))


def _id_of(data: bytes) -> str:
    found = _RECORD_ID.search(data)
    if found is None:
        raise ValueError("a record without WARC-Record-ID")
    return found.group(1).decode()


def _warc_record(writer: WARCWriter, answer: Answer) -> ArcWarcRecord:
    headers = {
        "WARC-Record-ID": f"<urn:uuid:{_record_id(answer)}>",
        "WARC-Date": answer.fetched_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
    }
    if answer.failure is not None:
        payload = BytesIO(json.dumps({"failure": answer.failure, "status": answer.status}).encode())
        return writer.create_warc_record(
            answer.url, "metadata", payload=payload, warc_content_type=_FAILURE_TYPE, warc_headers_dict=headers
        )
    http = StatusAndHeaders(f"{answer.status} Recorded", list(answer.headers), protocol="HTTP/1.1")
    return writer.create_warc_record(
        answer.url, "response", payload=BytesIO(answer.body), http_headers=http, warc_headers_dict=headers
    )


def _answer(data: bytes) -> Answer:
    """The answer in one WARC record. Raises :class:`ValueError` for a record that is none of ours."""
    record = next(iter(ArchiveIterator(BytesIO(data))))
    url = record.rec_headers.get_header("WARC-Target-URI")
    date = record.rec_headers.get_header("WARC-Date")
    if url is None or date is None:
        raise ValueError(f"a {record.rec_type} record without address or date")
    fetched_at = datetime.fromisoformat(date)
    body = record.content_stream().read()
    if record.rec_type == "metadata":
        return Answer(url, fetched_at, failure=json.loads(body)["failure"])
    status = int(record.http_headers.get_statuscode())
    return Answer(url, fetched_at, status, tuple(record.http_headers.headers), body)
