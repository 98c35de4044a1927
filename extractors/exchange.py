"""The JSON Lines that other programs send and get: one object in, one object out, described in docs/annotate-format.md.

Offsets are Unicode code points into the given ``text``, exactly as given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from extractors.languages import detect_language
from extractors.records import Annotation, Article, FeedEntry, Mention
from models.protocols import TargetQuery, TargetScore


class AnnotateLine(BaseModel):
    """One input object of ``remarque annotate``. Unknown keys are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid")

    id: str
    text: str
    title: str | None = None
    url: str | None = None
    lang: Literal["en", "zh"] | None = None
    published: datetime | None = None
    source: str | None = None

    def article(self) -> Article:
        """The object as an article. A published time without zone is read as UTC."""
        published = self.published
        if published is not None and published.tzinfo is None:
            published = published.replace(tzinfo=UTC)
        return Article(
            url=self.url or f"urn:remarque:{self.id}",
            title=self.title or "",
            text=self.text,
            lang=self.lang or detect_language(self.text),
            source=self.source,
            published=published,
        )


class ScoreLine(BaseModel):
    """One input object of ``remarque score``: the target is ``text[start:end]``. Other keys are carried through."""

    model_config = ConfigDict(extra="allow")

    text: str
    start: int
    end: int

    @model_validator(mode="after")
    def _span_inside(self) -> ScoreLine:
        if not 0 <= self.start < self.end <= len(self.text):
            raise ValueError(
                f"start {self.start} and end {self.end} are no span of a text of {len(self.text)} characters"
            )
        return self

    def query(self) -> TargetQuery:
        lang = "zh" if any("\u4e00" <= c <= "\u9fff" for c in self.text) else "en"
        return TargetQuery(text=self.text, targets=((self.start, self.end),), lang=lang)


def annotation_object(line_id: str, annotation: Annotation) -> dict[str, Any]:
    """The output object of ``remarque annotate``."""
    return {
        "id": line_id,
        "lang": annotation.lang,
        "skipped": annotation.skipped,
        "mentions": [_mention(m) for m in annotation.mentions],
        "figures": [_plain(f) for f in annotation.figures],
        "events": [_plain(e) for e in annotation.events],
        "commitments": [_plain(c) for c in annotation.commitments],
        "sentiment": [_plain(s) for s in annotation.sentiment],
        "versions": annotation.versions,
    }


def score_object(line: ScoreLine, score: TargetScore) -> dict[str, Any]:
    """The output object of ``remarque score``: the input with the answer added."""
    answer = {key: getattr(score, key) for key in ("negative", "neutral", "positive", "label", "dimension", "voice")}
    return line.model_dump() | answer


def article_object(article: Article) -> dict[str, Any]:
    """An article as ``remarque extract`` prints it; it can be sent to ``remarque annotate`` with its ``id``."""
    return {"id": article.id} | _plain(article)


def entry_object(entry: FeedEntry) -> dict[str, Any]:
    """A feed entry as ``remarque feed`` prints it."""
    return {"id": entry.id} | _plain(entry)


def _mention(mention: Mention) -> dict[str, Any]:
    row = _plain(mention)
    row["surface"] = row.pop("quote")
    return row


def _plain(record: Any) -> dict[str, Any]:
    return {key: _value(value) for key, value in asdict(record).items()}


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _value(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_value(item) for item in value]
    return value
