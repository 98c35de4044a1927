"""The loaders accept the package's own files and refuse every slip with the place to mend."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from configs.book import Backer, Brand, Entity, Status, Surface
from configs.errors import ConfigError
from configs.load import load_brands, load_settings, load_sources, load_vocabulary
from configs.settings import Settings
from configs.sources import QueryTemplate, Source, Sources
from configs.vocabulary import Vocabulary

_BRAND = """\
id: {id}
tier: tracked
country: [CN]
names: {{en: {name}}}
status_history:
  - {{stage: halted, date: 2023, detail: stopped, confidence: high}}
"""


def _brands(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def _problems(folder: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_brands(folder)
    return [str(p).removeprefix(f"{folder}/") for p in caught.value.problems]


def test_package_files_load() -> None:
    book, sources = load_brands(), load_sources()
    assert len(book) == 61
    assert book["wm_motor"].stage == "service_restored"
    assert {b.tier for b in book.values()} == set(load_vocabulary().tiers)
    assert {len(book.tier(t)) for t in ("tracked", "benchmark", "investor")} == {44, 11, 6}
    assert len(sources.sources) + len(sources.query_templates) == 76
    assert load_settings().fetch.has_placeholder_contact
    listed = {brand for template in sources.query_templates for brand in template.listed}
    assert listed <= set(book)
    assert {tier for t in sources.query_templates for tier in t.tiers} <= set(load_vocabulary().tiers)


def test_book_pickles_and_version_changes_with_a_fact(tmp_path: Path) -> None:
    one = load_brands(_brands(tmp_path, alpha=_BRAND.format(id="alpha", name="Alphacar")))
    assert pickle.loads(pickle.dumps(one)) == one
    two = load_brands(_brands(tmp_path, alpha=_BRAND.format(id="alpha", name="Alphacars")))
    assert one.version != two.version == load_brands(tmp_path).version


def test_nothing_is_read_at_import() -> None:
    code = "import sys; sys.addaudithook(lambda e, a: e == 'open' and '.yaml' in str(a[0]) and exit(3)); import configs.load"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_all_problems_of_a_file_at_once(tmp_path: Path) -> None:
    text = (
        _BRAND.format(id="alpha", name="Alphacar").replace("[CN]", "[China]") + "colour: red\naliases: {en: [甲汽车]}\n"
    )
    assert _problems(_brands(tmp_path, alpha=text)) == [
        "alpha.yaml:3: country[0]: string should match pattern '^[A-Z]{2}$' (got 'China')",
        "alpha.yaml:7: colour: unknown key; expected one of: id, tier, country, names, aliases, legal_entities, "
        "parents_investors, people, models, mistranslations, context_terms, topic_terms, exclude_terms, "
        "status_history, name_confidence, notes",
        "alpha.yaml:8: aliases.en[0]: expected no Chinese characters under this key (got '甲汽车')",
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            ("tier: tracked", "tier: dead"),
            "alpha.yaml:2: tier: expected one of tracked, benchmark, investor (got 'dead')",
        ),
        (("stage: halted", "stage: asleep"), "alpha.yaml:6: status_history[0].stage: expected one of operating, "),
        (("date: 2023", "date: 2023-13"), "alpha.yaml:6: status_history[0].date: string should match pattern"),
        (("id: alpha", "id: beta"), "alpha.yaml:1: id: expected the name of the file, 'alpha' (got 'beta')"),
        (("id: alpha", "id: alpha\nid: alpha"), "alpha.yaml:2: id: key given twice (first on line 1)"),
        (("country: [CN]", "country: [CN"), "alpha.yaml:4: not valid YAML: "),
        (("country: [CN]", "country: !set [CN]"), "alpha.yaml:3: country: "),
        (
            ("country: [CN]", "country: [CN]\nparents_investors: [{brand: nobody}]"),
            "alpha.yaml:4: parents_investors[0].brand",
        ),
        (
            ("en: Alphacar", "en: {text: Alphacar, shared_with: [gone]}"),
            "alpha.yaml:4: names.en.shared_with: expected ids",
        ),
        (
            ("en: Alphacar", "en: {text: Alphacar, blocked_in: [Beta]}"),
            "alpha.yaml:4: names.en: blocked_in: expected phr",
        ),
        (
            ("en: Alphacar", "en: {text: Alphacar, needs_context: no}"),
            "alpha.yaml:4: names.en.needs_context: input shou",
        ),
        (("names: {en: Alphacar}", "tickers: []"), "alpha.yaml:1: names: required key is missing"),
    ],
)
def test_a_slip_names_file_line_and_form(tmp_path: Path, change: tuple[str, str], expected: str) -> None:
    text = _BRAND.format(id="alpha", name="Alphacar").replace(*change)
    assert any(p.startswith(expected) for p in _problems(_brands(tmp_path, alpha=text))), _problems(tmp_path)


def test_a_stage_must_be_able_to_follow(tmp_path: Path) -> None:
    text = _BRAND.format(id="alpha", name="Alphacar") + (
        "  - {stage: operating, date: 2022-01, detail: back in time, confidence: low}\n"
    )
    assert _problems(_brands(tmp_path, alpha=text)) == [
        "alpha.yaml:7: status_history[1].date: expected a date not before 2023 (got '2022-01')",
        "alpha.yaml:7: status_history[1].stage: expected a stage that can follow halted (got 'operating')",
    ]


def test_two_brands_share_an_alias_only_if_both_say_so(tmp_path: Path) -> None:
    alpha = _BRAND.format(id="alpha", name="Alphacar")
    beta = _BRAND.format(id="beta", name="Betacar")
    declared = "models: [{{text: X5, shared_with: [{}]}}]\n"
    _brands(tmp_path, alpha=alpha + "models: [X5]\n", beta=beta + "models: [x5]\n")
    assert [p.split(";")[0] for p in _problems(tmp_path)] == [
        "alpha.yaml:7: models[0]: duplicate alias 'X5': beta has it too",
        "beta.yaml:7: models[0]: duplicate alias 'x5': alpha has it too",
    ]
    _brands(tmp_path, alpha=alpha + declared.format("beta"), beta=beta)
    assert _problems(tmp_path) == [
        "alpha.yaml:7: models[0].shared_with: 'X5' is declared shared with beta, which does not list it"
    ]
    _brands(tmp_path, beta=beta + declared.format("alpha"))
    assert load_brands(tmp_path)["beta"].models[0].shared_with == ("alpha",)


def test_an_alias_stands_once_in_its_brand(tmp_path: Path) -> None:
    text = _BRAND.format(id="alpha", name="Alphacar") + "aliases:\n  en: [Alphacar]\n"
    assert _problems(_brands(tmp_path, alpha=text)) == [
        "alpha.yaml:8: aliases.en[0]: duplicate alias 'Alphacar' (also on line 4); expected it once"
    ]


def test_problems_of_several_files_come_together(tmp_path: Path) -> None:
    _brands(tmp_path, alpha="- a list\n", beta=_BRAND.format(id="gamma", name="Beta"))
    assert [p.split(":")[0] for p in _problems(tmp_path)] == ["alpha.yaml", "beta.yaml"]


def test_an_empty_or_missing_folder_is_refused(tmp_path: Path) -> None:
    assert "expected at least one brand file" in _problems(tmp_path)[0]
    with pytest.raises(ConfigError, match="expected a folder"):
        load_brands(tmp_path / "nowhere")


def _edited(tmp_path: Path, name: str, old: str, new: str) -> Path:
    path = tmp_path / name
    shutil.copyfile(str(files("configs") / name), path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("sources.yaml", "id: gasgoo_en_ev", "id: cnevpost", "duplicate id 'cnevpost'"),
        ("sources.yaml", "enabled: false", "enabled: no", "input should be a valid boolean"),
        ("sources.yaml", "    reason: reported dead\n", "", "expected a reason with enabled: false"),
        ("sources.yaml", "timezone: Asia/Shanghai", "timezone: Asia/Atlantis", "expected an IANA time zone"),
        ("sources.yaml", "route: /cls/telegraph", "url: https://e.org/x", "expected route for kind rsshub"),
        ("sources.yaml", "search?q={query}", "search?q=", "expected an address or a route with {query}"),
        ("settings.yaml", "timeout_seconds: 20", 'timeout_seconds: "20"', "input should be a valid number (got '20')"),
        ("settings.yaml", "min_stories: 3", "min_story: 3", "unknown key"),
        ("vocabulary.yaml", "approx: [exact,", "approx: [exact, exact,", "expected each word once"),
        ("vocabulary.yaml", "legal: [fine, ", "legal: [loan, fine, ", "expected each word once"),
    ],
)
def test_slips_in_the_single_files(tmp_path: Path, name: str, old: str, new: str, expected: str) -> None:
    load = {"sources.yaml": load_sources, "settings.yaml": load_settings, "vocabulary.yaml": load_vocabulary}[name]
    path = _edited(tmp_path, name, old, new)
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert expected in str(caught.value)
    assert str(caught.value).startswith(f"{path}:")


def test_addresses() -> None:
    sources = load_sources()
    by_id = {s.id: s for s in sources.sources}
    assert sources.address(by_id["rsshub_cls_telegraph"]) == "https://rsshub.app/cls/telegraph"
    templates = {t.id: t for t in sources.query_templates}
    assert sources.query_address(templates["rsshub_36kr_search"], "威马").endswith(
        "/36kr/search/articles/%E5%A8%81%E9%A9%AC"
    )
    assert "%22WM%20Motor%22" in sources.query_address(templates["google_news_en"], "WM Motor")
    assert not any(s.enabled for s in sources.sources if s.checked in ("reported_dead", "no_feed_found"))


def test_order_of_stages() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.may_follow("halted", "plan_approved")
    assert vocabulary.may_follow("plan_approved", "relapsed")
    assert vocabulary.may_follow("relapsed", "restructuring")
    assert not vocabulary.may_follow("production_resumed", "halted")
    assert not vocabulary.may_follow("liquidated", "operating")
    assert vocabulary.rollup["after_sales_service"] == "benevolence"
    with pytest.raises(KeyError):
        vocabulary.may_follow("halted", "asleep")


def test_every_key_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
    models = (Brand, Surface, Entity, Backer, Status, Source, QueryTemplate, Sources, Vocabulary)
    keys = {key for model in models for key in model.model_fields}
    for section, field in Settings.model_fields.items():
        assert isinstance(field.annotation, type)
        keys |= {f"{section}.{key}" for key in field.annotation.model_fields}
    assert {key for key in keys if f"`{key}`" not in text} == set()
