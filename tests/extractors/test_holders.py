"""Whose money it is: the constructions that decide whether a debt lands on the right company."""

from __future__ import annotations

import pytest

from extractors.holders import parties_in, topic_before
from extractors.sentences import split_sentences
from tests.extractors.figure_reading import marked, read

_ENGLISH = [
    # coordinated holders
    (
        "[[WM Motor|wm_motor]]'s 20-billion-yuan debt and [[HiPhi|hiphi]]'s 15.7-billion-yuan book debt remain.",
        ["wm_motor", "hiphi"],
    ),
    (
        "[[WM Motor|wm_motor]] and [[HiPhi|hiphi]] owe 20 billion yuan and 15 billion yuan respectively.",
        ["wm_motor", "hiphi"],
    ),
    # concession: the amount belongs to the clause's own subject
    (
        "Although [[Baoneng|baoneng]] itself is deep in a 50-billion-yuan debt crisis, it wants to rebuild [[WM Motor|wm_motor]].",
        ["baoneng"],
    ),
    (
        "[[WM Motor|wm_motor]] found a backer, although [[Baoneng|baoneng]] itself owes 50 billion yuan.",
        ["baoneng"],
    ),
    # owed by, owed to, of, against, at
    ("The 3 billion yuan owed by [[Neta|neta]] to its suppliers is overdue.", ["neta"]),
    ("Liabilities of [[Neta|neta]] came to 3 billion yuan.", ["neta"]),
    ("Claims against [[Neta|neta]] came to 26 billion yuan.", ["neta"]),
    ("[[Neta|neta]], with debts of 26 billion yuan, stopped production.", ["neta"]),
    # pronouns and stand-ins across sentences
    ("[[HiPhi|hiphi]] is back in court. Its debts exceed 15 billion yuan.", ["hiphi"]),
    ("[[HiPhi|hiphi]] is back in court. The carmaker owes 15 billion yuan.", ["hiphi"]),
    # founder and parent are not the brand
    ("[[Jia Yueting|faraday_future:person]] has personal debts of $3.6 billion.", ["person:Jia Yueting"]),
    ("[[Hengchi|hengchi]]'s parent Evergrande Group has liabilities of 2 trillion yuan.", ["other:Evergrande Group"]),
    # direction of verbs
    ("[[EV Electra|ev_electra]] pledged $1 billion to [[HiPhi|hiphi]].", ["ev_electra"]),
    ("[[Nikola|nikola]] was fined $125 million by the regulator.", ["nikola"]),
    ("[[Lucid|lucid]] bought [[Nikola|nikola]]'s plant for $30 million.", ["nikola"]),
    ("[[Nikola|nikola]] sold its plant to [[Lucid|lucid]] for $30 million.", ["nikola"]),
]
_CHINESE = [
    ("[[威马|wm_motor]]的200亿元债务和[[高合|hiphi]]的157亿元账面负债难以填补。", ["wm_motor", "hiphi"]),
    ("[[威马|wm_motor]]负债203亿元，[[高合|hiphi]]负债157亿元。", ["wm_motor", "hiphi"]),
    ("尽管[[宝能|baoneng]]自身深陷500亿元债务危机，仍试图通过[[威马|wm_motor]]盘活资产。", ["baoneng"]),
    ("[[高合|hiphi]]进入重整。其负债达157亿元。", ["hiphi"]),
    ("[[高合|hiphi]]进入重整。该公司负债157亿元。", ["hiphi"]),
    ("负债157亿元的[[高合|hiphi]]进入重整。", ["hiphi"]),
    ("[[贾跃亭|faraday_future:person]]的个人债务约36亿美元。", ["person:贾跃亭"]),
    ("[[恒驰|hengchi]]的母公司恒大集团负债超过2万亿元。", ["other:恒大集团"]),
    ("[[EV Electra|ev_electra]]承诺向[[高合|hiphi]]注资10亿美元。", ["ev_electra"]),
    ("债权人对[[哪吒|neta]]申报债权266亿元。", ["neta"]),
    ("[[路西德|lucid]]以3000万美元收购[[尼古拉|nikola]]工厂。", ["nikola"]),
    ("三六零已向[[哪吒|neta]]投资29亿元。", ["other:三六零"]),
]


@pytest.mark.parametrize(("text", "holders"), _ENGLISH)
def test_english_holder(text: str, holders: list[str]) -> None:
    assert [f.holder for f in read(text)] == holders


@pytest.mark.parametrize(("text", "holders"), _CHINESE)
def test_chinese_holder(text: str, holders: list[str]) -> None:
    assert [f.holder for f in read(text, "zh")] == holders


def test_the_other_side_is_the_counterparty() -> None:
    assert [f.counterparty for f in read("[[EV Electra|ev_electra]] pledged $1 billion to [[HiPhi|hiphi]].")] == [
        "hiphi"
    ]
    assert [f.counterparty for f in read("[[EV Electra|ev_electra]]承诺向[[高合|hiphi]]注资10亿美元。", "zh")] == [
        "hiphi"
    ]


def test_owed_to_the_brand_is_a_receivable() -> None:
    (figure,) = read("[[HiPhi|hiphi]] is still owed 300 million yuan.")
    assert (figure.holder, figure.kind) == ("hiphi", "receivable")


def test_the_title_speaks_last_and_softly() -> None:
    mentions = marked("[[Neta|neta]]")[1]
    (figure,) = read("Debts of 3 billion yuan are due.", title="Neta in court", mentions=mentions[:0])
    assert figure.holder is None
    text = "[[Neta|neta]] again.\n\nOne.\n\nTwo.\n\nThree.\n\nFour.\n\nDebts of 3 billion yuan are due."
    (far,) = read(text, title="Neta again.")
    (near,) = read("[[Neta|neta]] owes 3 billion yuan.")
    assert far.holder == "neta"
    assert far.confidence < near.confidence


def test_topic_looks_back_three_sentences() -> None:
    plain, mentions = marked("[[Neta|neta]] fell. One came. Two went. Three stayed. Four left.")
    parties = [parties_in(s, mentions) for s in split_sentences(plain, "en")]
    assert [topic_before(i, parties) for i in range(5)] == [None, "neta", "neta", "neta", None]
