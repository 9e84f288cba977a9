"""A report as a page. How it is read with a browser: tests/e2e/test_report_page.py."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given, settings

from reports.charts import alternative_text
from reports.document import Document, Drawn, Passage, Tabled
from reports.html import as_html
from reports.page import css_string
from tests.some_document import AWKWARD, BARE, CREST, OUTAGE_TABLE, PARAGRAPHS, RICH, documents, said

VOID = {"meta", "img", "br", "col"}


class Page(HTMLParser):
    """Its elements as (name, attributes, text); ValueError where one is not closed in its order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[int] = []
        self.feed(text)
        if self._open:
            raise ValueError(f"{self.elements[self._open[-1]]} is not closed")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), []))
        if tag not in VOID:
            self._open.append(len(self.elements) - 1)

    def handle_endtag(self, tag: str) -> None:
        if self.elements[self._open.pop()][0] != tag:
            raise ValueError(f"{tag} is closed out of its order")

    def handle_data(self, data: str) -> None:
        for at in self._open:
            self.elements[at][2].append(data)

    def texts(self, name: str, kind: str = "") -> list[str]:
        return [
            "".join(text).strip()
            for tag, attributes, text in self.elements
            if tag == name and kind in ["", *(attributes.get("class") or "").split()]
        ]

    def attributes(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes, _ in self.elements if tag == name]


def of(*blocks: Passage | Drawn, **named: str) -> Page:
    return Page(as_html(Document("Title", "", "Council", blocks, **named)))  # type: ignore[arg-type]  # words all


def test_the_front_says_what_this_copy_is() -> None:
    page = Page(as_html(RICH))
    assert page.texts("title") == ["Quarterly report on the Joint ICT Service: April to September 2020"]
    assert page.texts("h1") == ["Quarterly report on the Joint ICT Service"]
    assert page.texts("p", "status") == ["Status: Draft 3 of 4 October 2020, not checked"]
    assert page.texts("dt") == ["Report to", "Period", "Contact"]
    assert page.attributes("html") == [{"lang": "en-GB"}]
    assert page.attributes("img")[0]["alt"] == "Crest of Joint ICT Service"


def test_the_marking_stands_at_top_and_bottom_and_on_every_printed_sheet() -> None:
    text = as_html(RICH)
    assert Page(text).texts("p", "marking") == ["Protective marking: OFFICIAL"] * 2
    assert text.count('content: "OFFICIAL"') == 2
    assert "OFFICIAL" not in as_html(PARAGRAPHS)


def test_headings_have_their_numbers_and_no_gap() -> None:
    text = as_html(RICH)
    found = [int(level) for level in re.findall(r"<h(\d)", text)]
    assert all(after <= before + 1 for before, after in pairwise(found))
    assert Page(text).texts("h4") == ["2.1.1 Incidents resolved within SLA"]


def test_the_table_of_contents_leads_to_every_heading_it_lists() -> None:
    page = Page(as_html(RICH))
    targets = {f"#{attributes['id']}" for _, attributes, _ in page.elements if attributes.get("id")}
    links = [link["href"] for link in page.attributes("a")]
    assert len(links) > 10
    assert set(links) <= targets


def test_nothing_is_fetched_and_nothing_runs() -> None:
    text = as_html(RICH)
    page = Page(text)
    assert page.attributes("script") == page.attributes("link") == []
    assert all(str(image["src"]).startswith("data:") for image in page.attributes("img"))
    assert "url(" not in text
    assert "@import" not in text


def test_tables_have_caption_and_header_cells() -> None:
    page = Page(as_html(Document("T", "", "C", (Tabled("t", OUTAGE_TABLE),))))
    assert page.texts("caption") == [f"Table 1: {OUTAGE_TABLE.caption}"]
    scopes = [header["scope"] for header in page.attributes("th")]
    assert scopes == ["col"] * 9 + ["row"] * 3
    assert page.texts("td", "figure")[:4] == ["0", "0", "0", "0"]


def test_a_chart_is_said_in_words_and_figures() -> None:
    drawn = next(block for block in RICH.blocks if isinstance(block, Drawn))
    page = of(drawn)
    assert page.attributes("img")[0]["alt"] == alternative_text(drawn.drawing)
    assert page.texts("summary") == ["Chart 1 in figures"]
    assert page.texts("caption")[0].startswith("Chart 1 in figures: ")


def test_a_persons_words_say_whose_they_are_and_are_never_markup() -> None:
    text = as_html(Document(AWKWARD, AWKWARD, AWKWARD, (said("a", AWKWARD, AWKWARD),), AWKWARD, AWKWARD))
    page = Page(text)
    assert page.attributes("script") == page.attributes("b") == []
    assert page.texts("span", "whose") == [f"Words of {AWKWARD}"]
    assert page.texts("title") == [f"{AWKWARD}: {AWKWARD}"]
    assert "Words that a person wrote" in text
    assert "Words that a person wrote" not in as_html(BARE)


def test_what_is_open_says_so_in_words() -> None:
    assert Page(as_html(RICH)).texts("div", "gap")[0].startswith("To be written by Priya Shah by 2 October 2020")


def test_points_that_follow_one_another_are_one_list() -> None:
    page = of(*(said(str(n), str(n), is_point=n > 1) for n in range(4)), said("x", "x"))
    assert len(page.attributes("ul")) == 1
    assert page.texts("li") == ["2", "3"]


def test_a_crest_is_a_picture_of_its_kind() -> None:
    assert "data:image/svg+xml" in as_html(replace(BARE, crest=RICH.crest))
    assert "data:image/png" in as_html(replace(BARE, crest=CREST))


@pytest.mark.parametrize("words", ['"', "\\", "</style>", "a\nb", "é🚒", "9a"])
def test_a_string_of_css_holds_nothing_that_ends_it(words: str) -> None:
    inner = css_string(words)[1:-1]
    assert re.fullmatch(r"([A-Za-z0-9]|\\[0-9a-f]{6})*", inner)
    read = re.sub(r"\\([0-9a-f]{6})", lambda found: chr(int(found[1], 16)), inner)
    assert read == words


@settings(max_examples=40)
@given(documents())
def test_any_document_makes_a_page_that_is_whole(document: Document) -> None:
    page = Page(as_html(document))
    assert len(page.texts("h1")) == 1
