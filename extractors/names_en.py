"""English: which party a noun phrase names or stands for.

Rule: the brands of the text come first, then pronouns and "the carmaker", then companies and people that no list knows.
"""

from __future__ import annotations

from configs.money import figure_cues
from extractors.amounts import Amount
from extractors.holders import GRAMMAR, PRONOUN, Party, Scene
from models.tagger import Entity, Parse, Token

PRONOUNS = frozenset({"it", "its", "itself", "they", "their", "whose", "themselves"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_ROLES = frozenset(
    {
        "parent",
        "shareholder",
        "backer",
        "investor",
        "owner",
        "creditor",
        "supplier",
        "dealer",
        "government",
        "bank",
        "rival",
    }
)
_PLAIN_WORDS = frozenset({"which", "ev", "electric", "troubled", "bankrupt", "struggling", "same", "young", "chinese"})
_POINTING = frozenset({"the", "this", "that"})


class Names:
    """One sentence's tree, asked who its noun phrases are. ``strangers``: whether companies off the lists may answer."""

    def __init__(self, scene: Scene, parse: Parse, strangers: bool) -> None:
        self.scene = scene
        self.parse = parse
        self.tokens = parse.tokens
        self.strangers = strangers
        self.entities = [e for e in parse.entities if self._may_hold(e)] if strangers else []

    def _may_hold(self, entity: Entity) -> bool:
        surface = self.scene.text[entity.start : entity.end].removeprefix("the ").casefold()
        known = any(p.start < entity.end and entity.start < p.end for p in self.scene.parties)
        return entity.label in ("ORG", "PERSON") and not known and surface not in figure_cues().generics.not_holders

    def _partner(self, prep: int) -> tuple[str, float] | None:
        for child in self.parse.children(prep):
            if self.tokens[child].dep == "pobj":
                return self._refer(child)
        return None

    def _named(self, index: int) -> Party | None:
        return self.scene.party_at(self.tokens[index].start)

    def _refer(self, index: int, amount: Amount | None = None) -> tuple[str, float] | None:
        """The party that the noun phrase headed by ``index`` names or stands for."""
        token = self.tokens[index]
        if party := self._named(index):
            return party.id, GRAMMAR
        word = token.text.casefold()
        if word in PRONOUNS or self._is_generic(index):
            return self._antecedent(token)
        if token.lemma in _ROLES and (named := self._apposed(index)):
            return named, GRAMMAR
        if token.lemma in _ROLES:
            return None
        if entity := next((e for e in self.entities if e.start <= token.start < e.end), None):
            return self._stranger(entity), GRAMMAR
        if self.strangers and self._is_proper(index):
            return f"other:{self._proper_name(index)}", GRAMMAR - 0.1
        return self._through_modifiers(index, amount)

    def _through_modifiers(self, index: int, amount: Amount | None) -> tuple[str, float] | None:
        """ "Its debts", "HiPhi's administrators", "the liabilities of Neta"."""
        for child in self.parse.children(index):
            token = self.tokens[child]
            if token.dep in ("poss", "compound", "appos", "nmod"):
                if self._named(child) or token.text.casefold() in PRONOUNS:
                    return self._refer(child)
            elif token.dep == "prep" and token.lemma in ("of", "at", "behind", "against"):
                partner = self._partner(child)
                if partner:
                    return partner
        return None

    def _is_generic(self, index: int) -> bool:
        """Whether the noun is "the carmaker", "this troubled startup" and the like."""
        token = self.tokens[index]
        beside = {self.tokens[c].text.casefold() for c in self.parse.children(index)}
        named = any(f"the {word}" in figure_cues().generics.en for word in (token.text.casefold(), token.lemma))
        return named and beside <= _PLAIN_WORDS | _POINTING and bool(beside & _POINTING)

    def _apposed(self, index: int) -> str | None:
        """The name beside a role: "its parent Evergrande Group", "investor EV Electra"."""
        for child in self.parse.children(index):
            if self.tokens[child].dep in ("appos", "compound") and (found := self._refer_name(child)):
                return found
        return None

    def _refer_name(self, index: int) -> str | None:
        if party := self._named(index):
            return party.id
        start = self.tokens[index].start
        entity = next((e for e in self.entities if e.start <= start < e.end), None)
        return self._stranger(entity) if entity else None

    def _is_proper(self, index: int) -> bool:
        token = self.tokens[index]
        led = index > 0 and self.tokens[index - 1].pos == "PROPN"
        return (token.pos == "PROPN" and token.text[:1].isupper()) or (token.pos == "NUM" and led)

    def _proper_name(self, index: int) -> str:
        """The run of capitalised tokens that ends in the token."""
        first = index
        while (
            first
            and self.tokens[first - 1].pos in ("PROPN", "NUM")
            and self.tokens[first - 1].head in range(first, index + 1)
        ):
            first -= 1
        return self.scene.text[self.tokens[first].start : self.tokens[index].end]

    def _stranger(self, entity: Entity) -> str:
        surface = self.scene.text[entity.start : entity.end].removeprefix("the ").removesuffix("'s").removesuffix("’s")
        looks_human = entity.label == "PERSON" and len(surface.split()) > 1 and surface.replace(" ", "").isalpha()
        return f"{'person' if looks_human else 'other'}:{surface}"

    def _antecedent(self, pronoun: Token) -> tuple[str, float] | None:
        """The subject before a pronoun in its sentence, else the topic of the text."""
        before = [p for p in self.scene.parties if p.end <= pronoun.start]
        for party in before:
            index = self.parse.token_at(party.end - 1)
            if index is not None and self.tokens[index].dep in SUBJECTS:
                return party.id, PRONOUN
        if before and pronoun.text.casefold() in PRONOUNS:
            return before[0].id, PRONOUN
        holder = self.scene.topic or self.scene.title
        return (holder, PRONOUN - 0.05) if holder else (before[0].id, PRONOUN - 0.1) if before else None
