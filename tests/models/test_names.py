"""Exchange of names in training sentences."""

from random import Random

from models.sentiment.markup import Example, parse_marked
from models.sentiment.names import pool_of, renamed


def _example(marked: str, source: str = "own_en_train", lang: str = "en") -> Example:
    return Example("x", source, lang, *parse_marked(marked))


POOL = pool_of(
    [
        _example("{Fisker|fisker|negative|none|media} and {Ocean|fisker|negative|none|media}"),
        _example("{NIO|nio|negative|none|media}"),
        _example("{Lucid|lucid|negative|none|media}"),
        _example("{蔚来|nio|negative|none|media}", "own_zh_train", "zh"),
    ]
)


def test_the_words_and_labels_stay_and_the_spans_follow_the_new_names():
    before = _example("Rivals of {WM Motor|wm_motor|negative|none|media} fear {BYD|byd|positive|none|media}.")
    for seed in range(20):
        after = renamed(before, POOL, Random(seed))
        names = [after.text[t.start : t.end] for t in after.targets]
        assert after.text == f"Rivals of {names[0]} fear {names[1]}."
        assert [t.polarity for t in after.targets] == ["negative", "positive"]
        assert set(names) <= {"Fisker", "Ocean", "NIO", "Lucid"}


def test_one_brand_keeps_one_identity_and_two_brands_never_become_one():
    before = _example(
        "{WM|wm_motor|negative|none|media}, {WM Motor|wm_motor|negative|none|media}, {BYD|byd|positive|none|media}"
    )
    brands = {name: i for i, names in enumerate(POOL["own", "en"]) for name in names}
    for seed in range(30):
        after = renamed(before, POOL, Random(seed))
        first, second, other = (brands[after.text[t.start : t.end]] for t in after.targets)
        assert first == second != other


def test_a_sentence_with_more_brands_than_the_pool_holds_stays_as_it_is():
    before = _example("{甲|other|negative|none|media}不如{乙|other|positive|none|media}", "own_zh_train", "zh")
    assert renamed(before, POOL, Random(1)) == before
