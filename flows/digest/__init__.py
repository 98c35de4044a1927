"""The morning's digest: facts of the warehouse rendered for people, each line with its evidence.

Rendering only: every number was computed and every sentence found before; nothing is filled in where nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from configs.settings import Digest
from warehouse.digest_facts import BrandTrust, DebtNews, DigestFacts, EventNews, PromiseNews, digest_facts
from warehouse.publish import open_published
from warehouse.query import run_query

Form = Literal["html", "text"]
T = TypeVar("T")

_BACKGROUND = timedelta(days=90)
"""Events dated longer ago are history that a page retells: in the warehouse, not in the news."""
_NEWEST = "SELECT CAST(max(available_at) AS DATE) FROM documents"
_SCALES = ((Decimal(10) ** 12, "tn"), (Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "m"))
_APPROX = {
    "about": "about ",
    "over": "over ",
    "nearly": "nearly ",
    "under": "under ",
    "up_to": "up to ",
    "range": "from ",
}


@dataclass(frozen=True, kw_only=True)
class BrandSection:
    """What one brand's part of the digest shows."""

    trust: BrandTrust
    debts: tuple[DebtNews, ...]
    promises: tuple[PromiseNews, ...]
    events: tuple[EventNews, ...]

    @property
    def weight(self) -> tuple[int, int]:
        return (self.trust.n_new_stories, len(self.debts) + len(self.promises) + len(self.events))


def render_digest(published: Path, day: date | None, settings: Digest, form: Form) -> str:
    """The digest of ``day`` (the newest day with documents when ``None``) from the published warehouse.

    Raises :class:`warehouse.errors.WarehouseError` when there is no warehouse to read, :class:`LookupError` when it is empty.
    """
    day = day or _newest_day(published)
    with open_published(published) as con:
        facts = digest_facts(con, day, days=settings.days)
    template = _environment().get_template("digest.html.j2" if form == "html" else "digest.txt.j2")
    return template.render(facts=facts, **_arranged(facts, settings))


def write_digest(published: Path, folder: Path, day: date, settings: Digest) -> Path:
    """Write the HTML and text digests of ``day`` into ``folder``; returns the HTML file."""
    folder.mkdir(parents=True, exist_ok=True)
    for form, suffix in (("text", "txt"), ("html", "html")):
        target = folder / f"{day.isoformat()}.{suffix}"
        target.write_text(render_digest(published, day, settings, form), encoding="utf-8")  # type: ignore[arg-type]
    return target


def _newest_day(published: Path) -> date:
    day = run_query(published, _NEWEST).rows[0][0]
    if not isinstance(day, date):
        raise LookupError(f"{published}: no documents yet, so there is no day to report")
    return day


def _arranged(facts: DigestFacts, settings: Digest) -> dict[str, object]:
    """Sections in reading order: tracked brands with most news first; quiet brands in one line."""

    def first(items: Sequence[T], belongs: Callable[[T], bool]) -> tuple[T, ...]:
        return tuple(item for item in items if belongs(item))[: settings.max_items_per_brand]

    recent = [e for e in facts.events if not e.is_dated or e.day >= facts.day - _BACKGROUND]
    sections = [
        BrandSection(
            trust=trust,
            debts=first(facts.debts, lambda d, b=trust.brand_id: d.brand_id == b),  # type: ignore[misc]
            promises=first(facts.promises, lambda p, b=trust.brand_id: p.brand_id == b),  # type: ignore[misc]
            events=first(recent, lambda e, b=trust.brand_id: e.brand_id == b),  # type: ignore[misc]
        )
        for trust in facts.trust
    ]
    told = [s for s in sections if s.trust.tier == "tracked" and any(s.weight)]
    tracked = sorted(told, key=lambda s: s.weight, reverse=True)
    tiers = {s.trust.brand_id: s.trust.tier for s in sections}
    named = {s.trust.brand_id: s.trust.name_en for s in sections}
    return {
        "sections": tracked[: settings.max_brands],
        "others": tracked[settings.max_brands :],
        "peers": [s.trust for s in sections if s.trust.tier != "tracked"],
        "foreign_debts": [d for d in facts.debts if tiers.get(d.brand_id or "") != "tracked"],
        "unwell": [f for f in facts.feeds if f.health not in ("ok", "disabled")],
        "well": sum(f.health == "ok" for f in facts.feeds),
        "names": named,
    }


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("flows", "digest"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"money": money, "signed": signed, "moment": moment, "words": words, "oneline": oneline}
    return environment


def money(amount: Decimal, currency: str | None, approx: str = "exact") -> str:
    """A sum as people say it, without rounding a digit away: "about CNY 20.367 bn"; "?" for an unknown currency."""
    scale, word = next(((s, w) for s, w in _SCALES if abs(amount) >= s), (Decimal(1), ""))
    number = f"{(amount / scale).normalize():,f}"
    return f"{_APPROX.get(approx, '')}{currency or '?'} {number}{' ' + word if word else ''}"


def signed(value: float | None) -> str:
    """An index or a change with its sign; a dash below the floor of stories."""
    return "–" if value is None else f"{value:+.2f}"


def moment(value: datetime | date | None) -> str:
    """A date as ISO; a dash when nobody said it."""
    return value.strftime("%Y-%m-%d") if value else "–"


def words(name: str) -> str:
    """A vocabulary word as prose."""
    return name.replace("_", " ")


def oneline(text: str, limit: int = 280) -> str:
    """A quote on one line, cut with an ellipsis when it is longer than ``limit`` characters."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1].rstrip() + "…"
