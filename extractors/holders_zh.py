"""Chinese: whose money it is, read off clauses and the small words before a name (向, 对, 被, 由).

Rule: the nearest free name before the amount in its own clause owns it; a name behind 向/对/给/从 is the other side unless the
verb turns the direction round; 其 and 该公司 stand for the subject of the clause before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from configs.money import figure_cues
from extractors.amounts import Amount
from extractors.holders import GRAMMAR, PRONOUN, TOPIC, Binder, Binding, Scene, fallback

_CUT = re.compile(r"[，；。：！？;:!?]|,(?!\d)|——")
_OBLIQUE = re.compile(
    r"(?:向|对|给|从|为|欠|拖欠|于|针对|起诉|支付|偿还|收购|投资|借给|注资|入股|帮助|引入|通过|借助)$"
)
_WITH = re.compile(r"[与和跟同]$")
_DIGIT = re.compile(r"\d|[一二三四五六七八九十百千]+[万亿]")
_LEADING = re.compile(
    r"([\u4e00-\u9fffA-Za-z0-9]{2,8}?)(?=(?:已|拟|将|曾|承诺|宣布|放弃|计划|答应|同意|先后|实际)*(?:向|对|与|给|以|出资|放弃|承诺|拟))"
)
_FROM = re.compile(r"(?:被|由|遭|遭到|获|获得|得到|收到|来自|接受|引入)$")
_LENT = re.compile(r"提供|发放|借给|出借|垫付|垫资")
_CREDITS = re.compile(
    r"债权|申报|追讨|追债|索赔|起诉|追缴|追回|罚|处以|冻结|扣留|暂扣|补贴|被执行|强制执行|要求|判令|判决|责令"
)
_BOUGHT = re.compile(r"收购|接盘|竞得|拍得|买下|拍下|购得|受让|买入|购买")
_RELATIVE = re.compile(r"的?(?:母公司|大股东|控股股东|实控人|实际控制人|创始人|董事长|前母公司|关联公司)")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name or stand-in of one clause: ``oblique`` behind 向/对/给 …, ``agent`` behind 被/由/获 …"""

    start: int
    end: int
    id: str | None
    oblique: bool
    agent: bool


@cache
def _company() -> re.Pattern[str]:
    ends = "|".join(sorted(figure_cues().generics.zh_company_ends, key=len, reverse=True))
    return re.compile(rf"[\u4e00-\u9fffA-Za-z0-9()]{{2,16}}?(?:{ends})(?!的?(?:债|欠))?")


@cache
def _generic() -> re.Pattern[str]:
    words = sorted((w for w in figure_cues().generics.zh), key=len, reverse=True)
    return re.compile(
        rf"(?<![\u4e00-\u9fff])(?:{'|'.join(words)})|该公司|这家公司|该车企|这家车企|该品牌|(?<=[，。；但而])其(?![中他余])|其(?=债|负|总|账|累|净|欠|资|已|尚|被|估|市|自)"
    )


@cache
def _person() -> re.Pattern[str]:
    titles = "|".join(t for t in figure_cues().person_titles if not t.isascii())
    tail = "个人|本人|对|名下|因|被|承担|欠|为|所|的个人|曾|已|于|背负|仍|也"
    return re.compile(rf"(?:{titles})([\u4e00-\u9fff]{{2,3}}?)(?={tail}|[，、（(])")


def _surface(text: str) -> str:
    """A company's name without the words that ran into it: 随后由深圳某集团 → 深圳某集团."""
    for word in sorted(figure_cues().generics.zh_company_breaks, key=len, reverse=True):
        at = text.rfind(word, 0, len(text) - 2)
        if at >= 0 and len(text) - at - len(word) >= 3:
            text = text[at + len(word) :]
    return text


def _strangers(clause: str, taken: Sequence[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Companies and persons that no list knows."""
    found = []
    for match in _company().finditer(clause):
        surface = _surface(match.group())
        start = match.end() - len(surface)
        plain = surface in figure_cues().generics.zh or surface in figure_cues().generics.zh_company_ends
        if not plain and len(surface) >= 4 and not any(a < match.end() and start < b for a, b in taken):
            found.append((start, match.end(), f"other:{surface}"))
    for match in _person().finditer(clause):
        if not any(a < match.end(1) and match.start(1) < b for a, b in taken):
            found.append((match.start(1), match.end(1), f"person:{match.group(1)}"))
    return found


class Clause:
    """One clause of a Chinese sentence with the names in it."""

    def __init__(self, scene: Scene, start: int, end: int) -> None:
        self.start, self.end = start, end
        self.text = scene.text[start:end]
        known = [(p.start - start, p.end - start, p.id) for p in scene.parties if start <= p.start < end]
        spots = [(a, b) for a, b, _ in known]
        generic = [(m.start(), m.end(), None) for m in _generic().finditer(self.text)]
        strangers = _strangers(self.text, spots)
        spots += [(a, b) for a, b, _ in strangers]
        free = [g for g in generic if not any(a < g[1] and g[0] < b for a, b in spots)]
        self._starts = {a for a, _ in spots}
        self.names = [self._name(*n) for n in sorted([*known, *strangers, *free], key=lambda n: n[0])]

    def _name(self, start: int, end: int, party: str | None) -> _Name:
        """A name, or the nameless relative that hangs on it (威马的母公司), and the small word before it."""
        before = self.text[max(0, start - 6) : start]
        relation = _RELATIVE.match(self.text, end)
        if relation and relation.end() not in self._starts:
            return _Name(start, relation.end(), f"other:{self.text[start : relation.end()]}", False, False)
        oblique = bool(_OBLIQUE.search(before)) or bool(_WITH.search(before) and not _DIGIT.search(self.text, 0, start))
        return _Name(start, end, party, oblique, bool(_FROM.search(before)))

    def before(self, position: int) -> list[_Name]:
        return [n for n in self.names if n.end <= position - self.start]

    def after(self, position: int) -> list[_Name]:
        return [n for n in self.names if n.start >= position - self.start]


def _clauses(scene: Scene) -> list[Clause]:
    cuts = [m.end() for m in _CUT.finditer(scene.text)]
    bounds = [0, *cuts, len(scene.text)]
    return [Clause(scene, a, b) for a, b in pairwise(bounds) if a < b]


class Chinese:
    """One sentence's clauses, asked about one amount."""

    def __init__(self, scene: Scene, clauses: Sequence[Clause], amount: Amount, kind: str) -> None:
        self.scene, self.amount, self.kind = scene, amount, kind
        self.clauses = clauses
        self.at = next((i for i, c in enumerate(self.clauses) if c.start <= amount.start < c.end), 0)

    def bind(self) -> Binding:
        clause = self.clauses[self.at]
        names = clause.before(self.amount.start)
        return (
            self._by_direction(clause, names)
            or self._nearest(names)
            or self._behind(clause)
            or self._earlier()
            or fallback(self.scene)
        )

    def _id(self, name: _Name) -> tuple[str, float] | None:
        """The party of a name; a stand-in takes the subject of the clauses before, then the topic."""
        if name.id is not None:
            return name.id, GRAMMAR
        for clause in reversed(self.clauses[: self.at + 1]):
            named = [
                n
                for n in clause.names
                if (n.id and not n.oblique and n.end <= max(name.start, 0))
                or (n.id and clause is not self.clauses[self.at])
            ]
            free = [n for n in named if not n.oblique] or named
            if free and free[0].id:
                return free[0].id, PRONOUN
        topic = self.scene.topic or self.scene.title
        return (topic, PRONOUN - 0.05) if topic else None

    def _bound(self, holder: _Name | None, other: _Name | None = None) -> Binding | None:
        found = self._id(holder) if holder else None
        partner = self._id(other) if other else None
        if found is None:
            return None
        return Binding(found[0], partner[0] if partner and partner[0] != found[0] else None, found[1])

    def _by_direction(self, clause: Clause, names: list[_Name]) -> Binding | None:
        """Clauses with two sides: lending, claiming, investing, buying, owing."""
        stem = self.kind.partition("_")[0]
        oblique = next((n for n in reversed(names) if n.oblique), None)
        agent = next((n for n in reversed(names) if n.agent), None)
        free = [n for n in names if not n.oblique and not n.agent]
        subject = free[-1] if free else self._leading(clause) if oblique or stem == "investment" else None
        if stem in ("asset", "auction") and _BOUGHT.search(clause.text):
            return self._sold(clause, subject)
        if stem == "investment" and agent:
            return self._bound(agent, subject)
        turned = (stem == "loan" and _LENT.search(clause.text)) or (
            stem in ("claims", "fine", "award", "subsidy", "enforcement") and _CREDITS.search(clause.text)
        )
        if turned and oblique:
            return self._bound(oblique, subject)
        if agent and re.search(r"被$", clause.text[: agent.start]) and re.search(r"拖?欠", clause.text[agent.end :]):
            return self._bound(agent, subject)
        if subject and (oblique or not free):
            return self._bound(subject, oblique)
        return self._owed(clause, subject)

    def _leading(self, clause: Clause) -> _Name | None:
        """A company that no list knows, standing first in its clause: 三六零已向哪吒投资."""
        match = _LEADING.match(clause.text)
        if match is None or any(n.start < match.end() for n in clause.names):
            return None
        surface = match.group(1)
        if any(surface.startswith(w) for w in figure_cues().generics.zh_not_names) or surface[0].isdigit():
            return None
        return _Name(0, match.end(), f"other:{surface}", False, False)

    def _owed(self, clause: Clause, subject: _Name | None) -> Binding | None:
        """X欠A给Y: the creditor behind the amount."""
        behind = [n for n in clause.after(self.amount.end) if n.oblique]
        return self._bound(subject, behind[0]) if subject and behind else None

    def _sold(self, clause: Clause, subject: _Name | None) -> Binding | None:
        """A buyer and what he bought: the seller holds the sum."""
        bought = _BOUGHT.search(clause.text)
        owners = [n for n in clause.names if bought and n.start >= bought.end() and n.id]
        if owners:
            return self._bound(owners[0], subject)
        following = [n for c in self.clauses[self.at + 1 : self.at + 2] if _BOUGHT.match(c.text) for n in c.names]
        return self._bound(following[0], subject) if following else None

    def _nearest(self, names: list[_Name]) -> Binding | None:
        """The nearest free name before the amount; oblique ones only when nothing else stands there or before."""
        free = [n for n in names if not n.oblique]
        if free:
            return self._bound(free[-1])
        earlier = self._earlier() if names else None
        if earlier:
            other = self._id(names[-1])
            partner = other[0] if other and other[0] != earlier.holder else None
            return Binding(earlier.holder, partner, earlier.confidence)
        return self._bound(names[-1]) if names else None

    def _behind(self, clause: Clause) -> Binding | None:
        """负债200亿元的威马: the name that the amount describes."""
        tail = clause.text[self.amount.end - clause.start :]
        for name in clause.after(self.amount.end):
            gap = tail[: name.start - (self.amount.end - clause.start)]
            if "的" in gap and len(gap) <= 12:
                return self._bound(name)
        return None

    def _earlier(self) -> Binding | None:
        """The subject of the nearest clause before that names one."""
        for clause in reversed(self.clauses[: self.at]):
            free = [n for n in clause.names if n.id and not n.oblique] or [n for n in clause.names if n.id]
            if free and free[0].id:
                return Binding(free[0].id, None, TOPIC + 0.1)
        return None


def chinese_binder(scene: Scene) -> Binder:
    """What finds holder and counterparty of the amounts of one Chinese sentence."""
    clauses = _clauses(scene)
    return lambda amount, kind: Chinese(scene, clauses, amount, kind).bind()
