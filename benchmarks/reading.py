"""The rules and the page reader, each alone."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.material import articles, pages, parts, readings
from benchmarks.timing import Result, rate
from configs.pages import load_page_rules
from extractors.errors import PageError
from extractors.figures import find_figures
from extractors.pages import Page, extract_article


def measure() -> Iterator[Result]:
    """Characters a second of the brand parts, sentences a second of the figures, pages a second of extraction."""
    linker, tagger = parts().linker, parts().tagger
    texts = [article.text for article in articles()]
    size = sum(map(len, texts))
    yield rate("brands", "names_any", size, "characters", lambda: [linker.names_any(text) for text in texts])
    linked = sum(len(reading.article.text) for reading in readings())
    yield rate(
        "brands",
        "link",
        linked,
        "characters",
        lambda: [linker.link(r.article.title, r.sentences, r.article.text) for r in readings()],
    )
    for lang in ("en", "zh"):
        kept = [r for r in readings() if r.lang == lang]
        yield rate(
            "figures",
            f"find_figures {lang}",
            sum(len(r.sentences) for r in kept),
            "sentences",
            lambda kept=kept: [find_figures(r.article, r.sentences, r.mentions, tagger) for r in kept],  # type: ignore[misc]
        )
    yield rate("pages", "extract_article", len(pages()), "pages", lambda: [_extract(page) for page in pages()])


def _extract(page: Page) -> int:
    """Characters of the article, 0 where the page has none."""
    try:
        return len(extract_article(page, load_page_rules()).text)
    except PageError:
        return 0
