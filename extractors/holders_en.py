"""English: whose money it is, read off the dependency tree.

Rule: climb from the amount. A possessor or "of/at/by" partner of a noun on the way owns it; at the first verb its frame tells
holder from counterparty; a clause without a subject borrows that of the clause it hangs on.
"""

from __future__ import annotations

from collections.abc import Iterator

from extractors.amounts import Amount
from extractors.holders import PRONOUN, Binder, Binding, Scene, fallback, frame_of
from extractors.names_en import SUBJECTS, Names
from models.tagger import Parse

_NOMINAL = frozenset({"NOUN", "PROPN", "NUM", "PRON", "SYM", "ADJ", "X", "DET"})
_RELATIVES = frozenset({"which", "that", "who", "whom"})
_STEPS = 14
_BRAND_ONLY = frozenset(
    {"price", "units_sold", "production_volume", "stores", "owners_stranded", "employees", "market_share"}
    | {"penetration", "survey_share", "duration"}
)

Preps = tuple[frozenset[str], frozenset[str]]
_DEFAULT: Preps = (frozenset({"of", "at", "by", "against", "on"}), frozenset({"to", "from"}))
_BY_FAMILY: dict[str, Preps] = {
    "investment": (frozenset({"by", "from"}), frozenset({"in", "into", "to"})),
    "loan": (frozenset({"to", "by", "of", "for"}), frozenset({"from"})),
    "financing": (frozenset({"by", "of", "for"}), frozenset({"from"})),
    "subsidy": (frozenset({"to", "for", "from"}), frozenset({"by"})),
    "fine": (frozenset({"on", "against", "for"}), frozenset({"by"})),
    "price": (frozenset({"of", "for"}), frozenset()),
}


class English(Names):
    """One sentence's tree, asked about its amounts."""

    def __init__(self, scene: Scene, parse: Parse, kind: str) -> None:
        super().__init__(scene, parse, strangers=kind not in _BRAND_ONLY)
        self.is_investment = kind.startswith("investment")
        self.preps = _BY_FAMILY.get(kind.partition("_")[0], _DEFAULT)

    def bind(self, amount: Amount) -> Binding:
        root = self._root(amount)
        if root is None:
            return fallback(self.scene)
        found = self._climb(root, amount)
        return found or self._by_position(amount) or fallback(self.scene)

    def _root(self, amount: Amount) -> int | None:
        """The token of the amount that hangs on a token outside it."""
        inside = [i for i, t in enumerate(self.tokens) if t.start < amount.end and amount.start < t.end]
        outer = [i for i in inside if self.tokens[i].head not in inside or self.tokens[i].head == i]
        outer = [i for i in outer if self.tokens[i].dep != "punct"] or outer
        return outer[-1] if outer else None

    def _climb(self, node: int, amount: Amount) -> Binding | None:
        came_from = node
        for _ in range(_STEPS):
            token = self.tokens[node]
            if token.pos in ("VERB", "AUX"):
                return self._by_verb(node, amount)
            if found := self._by_noun(node, came_from, amount):
                return found
            if token.head == node:
                return None
            came_from, node = node, token.head
        return None

    # -- nouns ---------------------------------------------------------------------------------------------------

    def _by_noun(self, node: int, came_from: int, amount: Amount) -> Binding | None:
        """A possessor, compound or prepositional partner of the noun at ``node``."""
        holder: tuple[str, float] | None = None
        counterparty: str | None = None
        for child in self.parse.children(node):
            token = self.tokens[child]
            if child == came_from or amount.start <= token.start < amount.end:
                continue
            if token.dep == "poss" or (token.dep in ("compound", "nmod", "amod") and self._named(child)):
                holder = holder or self._refer(child)
            elif token.dep in ("acl", "relcl") and token.pos == "VERB" and (bound := self._by_participle(child)):
                holder, counterparty = holder or bound[0], counterparty or bound[1]
            elif token.dep in ("prep", "agent"):
                side = self._side(token.lemma)
                partner = self._partner(child) if side is not None else None
                if side == 0:
                    holder = holder or partner
                elif side == 1 and partner:
                    counterparty = counterparty or partner[0]
        return Binding(holder[0], counterparty, holder[1]) if holder else None

    def _by_participle(self, verb: int) -> tuple[tuple[str, float] | None, str | None] | None:
        """ "debt owed by X to Y", "claims filed against X"."""
        frame = frame_of(self.tokens[verb].lemma)
        holder = counterparty = None
        subject = self._subject(verb)
        if subject is not None and self.tokens[subject].text.casefold() not in _RELATIVES:
            holder = self._refer(subject) if frame is None or frame.subject == "holder" else None
        for child in self.parse.children(verb):
            token = self.tokens[child]
            if token.dep not in ("prep", "agent") or (partner := self._partner(child)) is None:
                continue
            role = self._role(frame, token.lemma)
            holder = holder or (partner if role == "holder" else None)
            counterparty = counterparty or (partner[0] if role == "counterparty" else None)
        return holder, counterparty

    def _role(self, frame: object, prep: str) -> str:
        """The role of a prepositional partner under a frame."""
        given = {"by": "subject", "from": "source"}.get(prep, "to")
        role = getattr(frame, given, "none") if frame is not None else "none"
        if role != "none":
            return str(role)
        side = self._side(prep)
        return "none" if side is None else ("holder", "counterparty")[side]

    def _side(self, prep: str) -> int | None:
        return 0 if prep in self.preps[0] else 1 if prep in self.preps[1] else None

    def _through_modifiers(self, index: int, amount: Amount | None) -> tuple[str, float] | None:
        """The partners of the noun by the rules for the amount's kind, before the common ones."""
        if amount is not None and (bound := self._by_noun(index, index, amount)):
            return (bound.holder, bound.confidence) if bound.holder else None
        return super()._through_modifiers(index, amount)

    # -- verbs ---------------------------------------------------------------------------------------------------

    def _by_verb(self, verb: int, amount: Amount) -> Binding | None:
        frame = frame_of(self.tokens[verb].lemma)
        passive = any(self.tokens[c].dep == "nsubjpass" for c in self.parse.children(verb))
        subject, hops = self._borrowed_subject(verb)
        roles: dict[str, tuple[str, float]] = {}
        if subject is not None:
            person = self._refer(subject, amount)
            role = (frame.object if passive and hops == 0 else frame.subject) if frame else "holder"
            if person:
                roles.setdefault(role, person)
        received = frame is not None and passive and "owe" in frame.verbs and "counterparty" in roles
        if received:
            holder = roles["counterparty"]
            return Binding(holder[0], None, holder[1], received=self._named_subject(subject))
        for role, partner in self._partners(verb, frame, amount):
            roles.setdefault(role, partner)
        return self._resolved(roles, subject, frame is not None and frame.subject == "counterparty")

    def _named_subject(self, subject: int | None) -> bool:
        return subject is not None and self._refer(subject) is not None

    def _partners(self, verb: int, frame: object, amount: Amount) -> Iterator[tuple[str, tuple[str, float]]]:
        """Objects and prepositional partners of a verb with their roles."""
        for child in self.parse.children(verb):
            token = self.tokens[child]
            if amount.start <= token.start < amount.end:
                continue
            if token.dep in ("dobj", "dative", "iobj") and frame is not None:
                role = getattr(frame, "object", "none")
                if role != "none" and (partner := self._refer(child)):
                    yield role, partner
            elif token.dep in ("prep", "agent", "dative") and (partner := self._partner(child)):
                yield self._role(frame, token.lemma), partner

    def _resolved(self, roles: dict[str, tuple[str, float]], subject: int | None, reversed_: bool) -> Binding | None:
        counterparty = roles.get("counterparty")
        other = counterparty[0] if counterparty else None
        if holder := roles.get("holder"):
            return Binding(holder[0], other if other != holder[0] else None, holder[1])
        if reversed_ and self.scene.topic and self.scene.topic != other:
            return Binding(self.scene.topic, other, PRONOUN)
        if other and subject is not None and self.is_investment:
            return Binding(None, other, 0.5)
        return None

    def _subject(self, verb: int) -> int | None:
        return next((c for c in self.parse.children(verb) if self.tokens[c].dep in SUBJECTS), None)

    def _borrowed_subject(self, verb: int) -> tuple[int | None, int]:
        """The subject of a verb, or of the clause or noun it hangs on, and how many steps away it was."""
        node = verb
        for hops in range(_STEPS):
            subject = self._subject(node)
            token = self.tokens[node]
            if subject is not None and self.tokens[subject].text.casefold() in _RELATIVES:
                return token.head, hops
            if subject is not None and (hops == 0 or token.pos in ("VERB", "AUX")):
                return subject, hops
            if token.dep in ("acl", "relcl") and self.tokens[token.head].pos in _NOMINAL:
                return token.head, hops
            if token.head == node:
                return None, hops
            node = token.head
        return None, _STEPS

    def _by_position(self, amount: Amount) -> Binding | None:
        """The last party named before the amount, else the only one behind it."""
        before = [p for p in self.scene.parties if p.end <= amount.start]
        if before:
            return Binding(before[-1].id, None, 0.5)
        ids = {p.id for p in self.scene.parties}
        return Binding(next(iter(ids)), None, 0.45) if len(ids) == 1 else None


def english_binder(scene: Scene, parse: Parse) -> Binder:
    """What finds holder and counterparty of the amounts of one English sentence."""
    return lambda amount, kind: English(scene, parse, kind).bind(amount)
