"""How well articles are got out of pages: trafilatura's own corpus of 990 pages, and real Chinese news pages.

Rule: text is judged as trafilatura judges itself (``tests/eval_common.py`` of that project): a wanted or unwanted segment
is found when it occurs in the extracted body, white space folded, and the counts are summed over all pages.

Minutes of work: measured only where a data folder is given, on two processes. ``python -m tests.eval.pages --data DIR``
lists the pages that fail.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tarfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz

from configs.pages import PageRules, load_page_rules
from extractors.errors import PageError
from extractors.pages import Page, extract_article
from tests.eval.measurement import Measurement
from tests.eval.parts import absent, part_of

MODEL = "extract_article"
CORPUS = "trafilatura_eval_pages"
CHINESE = "chinese_news_pages"
FETCHED = datetime(2026, 11, 1, tzinfo=UTC)
"""After every page of the corpora, so that no stated date lies in the future."""
_CLOSE = 90
_ONE_DAY = timedelta(days=1)
_LANGUAGES = {
    "DE": "de",
    "AT": "de",
    "FR": "fr",
    "US": "en",
    "UK": "en",
    "CHL": "es",
    "ARG": "es",
    "PER": "es",
    "BRA": "pt",
}
"""The corpus states regions, no languages: these regions have one main language."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One page of a corpus. ``gold`` is its entry in ``evaldata.json``; empty where the corpus has none."""

    name: str
    url: str
    body: bytes
    gold: dict[str, Any]
    timezone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was got out of a page; ``body`` is empty and ``failure`` says why when there was no article."""

    body: str = ""
    title: str = ""
    day: date | None = None
    lang: str | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Wanted segments found and missed, unwanted segments found and kept out."""

    tp: int
    fp: int
    fn: int
    tn: int

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn, self.tn + other.tn)

    @property
    def scores(self) -> dict[str, float]:
        total = self.tp + self.fp + self.fn + self.tn
        return {
            "f1": 2 * self.tp / (2 * self.tp + self.fp + self.fn),
            "precision": self.tp / (self.tp + self.fp),
            "recall": self.tp / (self.tp + self.fn),
            "accuracy": (self.tp + self.tn) / total,
        }


def read_corpus(folder: Path) -> Iterator[Recorded]:
    """The pages of trafilatura's corpus in order of the archive; where a name occurs twice the first folder counts."""
    gold = json.loads((folder / "evaldata.json").read_text(encoding="utf-8"))
    by_file = {entry["file"]: (url, entry) for url, entry in gold.items()}
    with tarfile.open(folder / "html_990.tar.xz") as archive:
        for member in archive:
            url, entry = by_file.pop(Path(member.name).name, ("", {}))
            stream = archive.extractfile(member) if entry else None
            if stream is not None:
                yield Recorded(entry["file"], url, stream.read(), entry)
    if by_file:
        raise FileNotFoundError(f"{folder}: {len(by_file)} pages of evaldata.json are not in the archive")


def read_chinese(folder: Path) -> Iterator[Recorded]:
    """The Chinese pages, by the name of their site and file."""
    for path in sorted(folder.glob("tests/*/*.html")):
        name = f"{path.parent.name}/{path.name}"
        yield Recorded(name, f"https://{path.parent.name}.example/{path.name}", path.read_bytes(), {}, "Asia/Shanghai")


@cache
def _rules() -> PageRules:
    return load_page_rules()


def read_page(page: Recorded) -> Reading:
    """A page as the product reads it."""
    given = Page(page.url, page.body, "text/html", FETCHED, timezone=page.timezone)
    try:
        article = extract_article(given, _rules())
    except PageError as error:
        return Reading(failure=error.reason)
    body = article.text[len(article.title) + 2 :] if article.title else article.text
    return Reading(body, article.title, article.published.date() if article.published else None, article.lang)


def read_all(pages: Iterable[Recorded]) -> list[tuple[Recorded, Reading]]:
    """Every page with its reading, in order, on two fresh processes (a forked one may inherit a model's threads)."""
    kept = list(pages)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        return list(zip(kept, pool.map(read_page, kept, chunksize=8), strict=True))


def fold(text: str) -> str:
    return " ".join(text.split())


def segments(gold: dict[str, Any], body: str) -> Counts:
    """The segments of one page that are found in ``body``."""
    folded = fold(body)
    tp = sum(fold(segment) in folded for segment in gold["with"])
    fp = sum(fold(segment) in folded for segment in gold["without"])
    return Counts(tp, fp, len(gold["with"]) - tp, len(gold["without"]) - fp)


def _share(dataset: str, metric: str, answers: Sequence[bool]) -> Measurement:
    return Measurement(dataset, MODEL, metric, sum(answers) / len(answers), len(answers))


def _same_title(a: str, b: str) -> bool:
    return fold(a).casefold() == fold(b).casefold()


def _day(printed: str | None) -> date | None:
    """A date, or ``None`` for none and for the few gold dates that are no dates (``2022-29-11``)."""
    try:
        return date.fromisoformat(printed or "")
    except ValueError:
        return None


def measure_corpus(read: Sequence[tuple[Recorded, Reading]]) -> list[Measurement]:
    """Body, date, title and language of trafilatura's corpus."""
    name = "trafilatura pages"
    counts = sum((segments(page.gold, found.body) for page, found in read), Counts(0, 0, 0, 0))
    rows = [Measurement(name, MODEL, f"body {metric}", value, len(read)) for metric, value in counts.scores.items()]
    dated = [(day, found.day) for page, found in read if (day := _day(page.gold.get("date")))]
    titled = [(page.gold["title"], found.title) for page, found in read if page.gold.get("title")]
    spoken = [
        (_LANGUAGES[region], found.lang) for page, found in read if (region := page.gold.get("region")) in _LANGUAGES
    ]
    return [
        *rows,
        _share(name, "date right", [gold == found for gold, found in dated]),
        _share(
            name, "date within a day", [found is not None and abs(gold - found) <= _ONE_DAY for gold, found in dated]
        ),
        _share(name, "title right", [_same_title(gold, found) for gold, found in titled]),
        _share(name, "title close", [fuzz.ratio(fold(gold), fold(found)) >= _CLOSE for gold, found in titled]),
        _share(name, "language of region", [gold == found for gold, found in spoken]),
    ]


def measure_chinese(read: Sequence[tuple[Recorded, Reading]]) -> list[Measurement]:
    """What share of the Chinese pages gives a title, a date, a body of at least 80 characters, and all of them."""
    name = "chinese pages"
    sane = {
        "title": [bool(found.title) for _, found in read],
        "date": [bool(found.day) for _, found in read],
        "body of 80 characters": [len(found.body) >= 80 for _, found in read],
        "language": [found.lang == "zh" for _, found in read],
    }
    every = [all(answers) for answers in zip(*sane.values(), strict=True)]
    return [*(_share(name, metric, answers) for metric, answers in sane.items()), _share(name, "all of these", every)]


def measure(data: Path | None) -> list[Measurement]:
    """``data``: the folder with ``trafilatura_eval_pages`` and ``chinese_news_pages``."""
    corpus, chinese = part_of(data, CORPUS), part_of(data, CHINESE)
    rows = (
        measure_corpus(read_all(read_corpus(corpus)))
        if corpus
        else absent(data, CORPUS, "trafilatura pages", MODEL, "body f1", "date within a day", "title right")
    )
    if chinese is None:
        return rows + absent(data, CHINESE, "chinese pages", MODEL, "all of these")
    return rows + measure_chinese(read_all(read_chinese(chinese)))


def failures(data: Path) -> Iterator[str]:
    """One line for each thing that is wrong on a page."""
    corpus, chinese = part_of(data, CORPUS), part_of(data, CHINESE)
    for page, found in read_all(read_corpus(corpus)) if corpus else ():
        counts = segments(page.gold, found.body)
        if counts.fn or counts.fp:
            yield f"{page.name}: body misses {counts.fn} segments and has {counts.fp} unwanted {found.failure}"
        if _day(page.gold.get("date")) not in (None, found.day):
            yield f"{page.name}: date {found.day or 'none'}, gold {page.gold['date']}"
        if page.gold.get("title") and not _same_title(page.gold["title"], found.title):
            yield f"{page.name}: title {found.title!r}, gold {page.gold['title']!r}"
    for page, found in read_all(read_chinese(chinese)) if chinese else ():
        if not (found.title and found.day and len(found.body) >= 80):
            yield f"{page.name}: title {found.title!r}, date {found.day!r}, body of {len(found.body)} {found.failure}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    for line in failures(parser.parse_args().data):
        sys.stdout.write(f"{line}\n")
