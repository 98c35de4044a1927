"""What the sentiment model must beat: a bag of words learned on the same sentences, and a plain list of words.

Rule: a baseline gets the same training and dev sentences as the model, and sees which target is meant.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from models.sentiment.markup import Example

_WORD = re.compile(r"[a-z]+|[\u4e00-\u9fff]", re.IGNORECASE)
_NEAR = 60
_LEXICON = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))


def lexicon(examples: Sequence[Example]) -> list[str]:
    """Labels by counting signal words within 60 characters of each target."""
    return [_by_words(example, target.start, target.end) for example in examples for target in example.targets]


def _by_words(example: Example, start: int, end: int) -> str:
    near = example.text[max(0, start - _NEAR) : end + _NEAR].lower()
    words = _LEXICON[example.lang]
    balance = sum(near.count(word) for word in words["positive"].split())
    balance -= sum(near.count(word) for word in words["negative"].split())
    return "positive" if balance > 0 else "negative" if balance < 0 else "neutral"


def bag_of_words(train: Sequence[Example], dev: Sequence[Example]) -> list[str]:
    """Labels by TF-IDF over the sentence and over the words near each target, with logistic regression.

    Raises:
        ImportError: scikit-learn is not installed.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        TfidfVectorizer(analyzer=str.split, min_df=2, sublinear_tf=True),
        LogisticRegression(C=4.0, max_iter=2_000, class_weight="balanced"),
    )
    model.fit(_documents(train), [target.polarity for example in train for target in example.targets])
    return [str(label) for label in model.predict(_documents(dev))]


def _documents(examples: Sequence[Example]) -> list[str]:
    return [_features(example.text, t.start, t.end) for example in examples for t in example.targets]


def _features(text: str, start: int, end: int) -> str:
    """Words and word pairs, once for the whole sentence and once, with their side, for the six nearest each way."""
    before = [word.lower() for word in _WORD.findall(text[:start])]
    after = [word.lower() for word in _WORD.findall(text[end:])]
    words = [*before, "<target>", *after]
    near = [f"<{word}" for word in before[-6:]] + [f">{word}" for word in after[:6]]
    pairs = [f"{a}_{b}" for a, b in itertools.pairwise(words)]
    return " ".join([*words, *near, *pairs])
