"""The brand linker: what counts as evidence, where spans end, and what the collision cases demand."""

from __future__ import annotations

import os
import pickle
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from configs.load import load_brands
from extractors.brands import BrandLinker
from extractors.sentences import split_sentences
from tests.eval.brands import linked, measure, read_cases, seed_mentions

LINKER = BrandLinker(load_brands())


def _found(text: str, lang: str = "en", title: str = "") -> list[tuple[str, str, str]]:
    mentions = LINKER.link(title, split_sentences(text, lang), text)
    assert all(text[m.start : m.end] == m.quote and 0 < m.confidence <= 1 for m in mentions)
    return [(m.quote, m.brand, m.via) for m in mentions]


@pytest.mark.parametrize("case", [c for c in read_cases() if c.split == "dev"], ids=lambda case: case.id)
def test_dev_cases_are_exact(case) -> None:
    assert linked(LINKER, "", case.text, case.lang) == set(case.spans)


def test_pinned_quality_on_the_held_out_cases() -> None:
    rows = {(row.dataset, row.metric): row.value for row in measure(None)}
    assert rows["brand collisions, test", "precision"] >= 0.97
    assert rows["brand collisions, test", "recall"] >= 0.95
    assert rows["brand collisions, test", "noise_kept_out"] >= 0.95


def test_cases_are_many_and_half_noise() -> None:
    cases = list(read_cases())
    noise = sum(not case.spans for case in cases)
    assert len(cases) >= 150
    assert 0.4 <= noise / len(cases) <= 0.6
    assert {case.lang for case in cases} == {"en", "zh"}
    assert len({case.id for case in cases}) == len({case.text for case in cases}) == len(cases)


def test_seed_article_exactly() -> None:
    folder = os.environ.get("REMARQUE_EVAL_DATA")
    if not folder:
        pytest.skip("REMARQUE_EVAL_DATA does not name the folder with the seed article and its gold data")
    wanted, names, others = seed_mentions(Path(folder), LINKER)
    assert names == wanted
    assert {brand for _, _, brand in others} <= {"wm_motor", "xiaomi_auto"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("WM Motor's debt grew.", "WM Motor"),
        ("WM Motor\u2019s debt grew.", "WM Motor"),
        ("The WM-Motor plant.", "WM-Motor"),
        ("Only WM\u00a0Motor stayed.", "WM\u00a0Motor"),
        ("WM MOTOR FILES FOR BANKRUPTCY", "WM MOTOR"),
        ("WM Motor Technology Group Co., Ltd. was sued.", "WM Motor Technology Group Co., Ltd."),
        ("法院受理WM Motor的重整申请", "WM Motor"),
    ],
)
def test_spans_end_where_the_name_ends(text: str, expected: str) -> None:
    assert [quote for quote, *_ in _found(text)] == [expected]


@pytest.mark.parametrize("text", ["www.tesla.com", "Teslas rolled by", "press@BYD wrote", "three tesla", "NEVs rose"])
def test_parts_of_words_and_addresses_are_no_mentions(text: str) -> None:
    assert _found(text) == []


def test_invisible_characters_stay_in_the_quote() -> None:
    assert _found("The Hi\u200bPhi plant is idle.") == [("Hi\u200bPhi", "hiphi", "name")]


def test_spaced_hyphens_of_translations() -> None:
    text = "A new - energy, last - ditch, fault - line report on the M - Byte of Byton."
    assert ("M - Byte", "byton", "model") in _found(text)


def test_a_shared_model_goes_to_the_nearer_brand() -> None:
    text = "WM Motor stopped the EX5. Geely, in contrast, sells its EX5 in Brazil."
    assert [brand for quote, brand, _ in _found(text) if quote == "EX5"] == ["wm_motor", "geely"]


def test_a_shared_model_without_evidence_is_dropped() -> None:
    assert _found("The EX5 has four doors.") == []


def test_a_model_behind_another_brand_is_not_ours() -> None:
    text = "WM Motor fell behind. The Leapmotor M7 is a rumour."
    assert ("M7", "wm_motor", "model") not in _found(text)


def test_context_may_stand_in_another_paragraph_or_in_the_title() -> None:
    body = "WM has not answered.\n\nIts lawyers are silent.\n\nThe court sits on Monday."
    assert _found(body) == []
    assert _found(body, title="Wenzhou waits for the restart") == [("WM", "wm_motor", "alias")]
    assert _found(body + "\n\nFreeman Shen is abroad.")[0] == ("WM", "wm_motor", "alias")


def test_nearer_evidence_gives_more_confidence() -> None:
    def confidence(text: str) -> float:
        sentences = split_sentences(text, "en")
        return next(m.confidence for m in LINKER.link("", sentences, text) if m.quote == "WM")

    near = confidence("WM has not answered in Wenzhou.")
    paragraph = confidence("WM has not answered. The Wenzhou line is idle.")
    far = confidence("WM has not answered.\n\nNo comment.\n\nNone at all.\n\nThe Wenzhou line is idle.")
    assert near > paragraph > far


def test_a_repeated_name_does_not_prove_itself() -> None:
    assert _found("WM rose. WM fell. WM closed.") == []


def test_an_exclude_term_vetoes_unless_the_brand_is_proven() -> None:
    assert _found("哪吒上映,票房过亿,车主也去看。", "zh") == []
    text = "哪吒汽车停产,哪吒车主维权。\n电影《哪吒之魔童闹海》的票房与此无关。"
    assert [quote for quote, *_ in _found(text, "zh")] == ["哪吒汽车", "哪吒"]


def test_people_need_their_brand() -> None:
    assert _found("Freeman Shen spoke in Zurich.") == []
    assert ("Freeman Shen", "wm_motor", "person") in _found("Freeman Shen founded WM Motor.")


def test_mistranslations_need_their_brand() -> None:
    assert _found("Chinese Express delivers parcels.") == []
    expected = ("Chinese Express", "hiphi", "mistranslation")
    assert expected in _found("Chinese Express, which builds the HiPhi X, is broke.")


def test_traditional_script_matches_too() -> None:
    assert _found("威馬汽車與寶沃汽車", "zh") == [("威馬汽車", "wm_motor", "name"), ("寶沃汽車", "borgward", "name")]


def test_every_name_of_the_book_that_proves_itself_is_found() -> None:
    for brand in load_brands().values():
        for name in brand.names:
            if name.needs_context is None and not name.shared_with:
                for text in name.spellings:
                    assert (text, brand.id, "name") in _found(text, "zh" if name is brand.names.zh else "en"), text


def test_linker_pickles() -> None:
    text = "WM Motor and HiPhi"
    other = pickle.loads(pickle.dumps(LINKER))
    assert other.link("", split_sentences(text, "en")) == LINKER.link("", split_sentences(text, "en"))
    assert other.version == LINKER.version


@given(st.text(alphabet="WMmotr 威马汽车哪吒EX5-.\n，NIO\u200b\u00a0", max_size=60), st.sampled_from(["en", "zh"]))
def test_any_text_keeps_the_invariants(text: str, lang: str) -> None:
    mentions = LINKER.link("", split_sentences(text, lang), text)
    assert all(text[m.start : m.end] == m.quote for m in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
    assert LINKER.names_any(text) or not mentions


def test_time_grows_with_the_text_even_on_one_endless_sentence() -> None:
    def seconds(repeats: int) -> float:
        sentences = split_sentences("WM Wenzhou EX5 Geely SU7 Xiaomi BYD K50 " * repeats, "en")
        start = time.perf_counter()
        LINKER.link("", sentences)
        return time.perf_counter() - start

    assert seconds(1600) < 16 * max(seconds(200), 0.005)
