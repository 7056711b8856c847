from __future__ import annotations

import pandas as pd
from markdown_it import MarkdownIt

from valuma.survey import Block, Blocks, Codebook, MissingRule, Reason, Survey, SurveySettings, Variable
from valuma.survey.codebook_page import codebook_page


def survey(*variables: Variable, blocks: Blocks | None = None, **settings: object) -> Survey:
    cells = pd.DataFrame({variable.name: pd.Series([], dtype="float64") for variable in variables})
    book = Codebook(variables)
    return Survey(SurveySettings("ring", **settings), cells, cells, book, blocks or Blocks())


def page(*variables: Variable, lang: str = "en", **more: object) -> str:
    return codebook_page(survey(*variables, **more), lang)


def test_codes_shared_by_a_block_are_listed_once() -> None:
    labels = {1.0: "no", 2.0: "yes", 9.0: "cannot say"}
    missing = (MissingRule(9.0, 9.0, "cannot say", Reason.CANNOT_SAY),)
    items = [Variable(name, name.upper(), "category", labels, missing) for name in ("a", "b")]
    text = page(*items, blocks=Blocks([Block("ab", "grid", "How often?", ("a", "b"))]))
    assert text.count("| 2 | yes |  |") == 1
    assert "| 9 | cannot say | cannot say |" in text
    assert "## How often?" in text
    assert "The same scale for every row." in text


def test_words_are_in_the_language_asked_for_where_they_are_known() -> None:
    variable = Variable(
        "q", "Ikä", "category", {1.0: "nuori"}, texts={"sv": "Ålder"}, value_texts={"sv": {1.0: "ung"}}, role="kind"
    )
    text = page(variable, lang="sv", weight="q", sample="open-link")
    assert "## Ålder" in text
    assert "| 1 | ung |" in text
    assert "öppen länk, inte ett urval" in text
    assert "typ av organisation" in text


def test_ranges_are_shown_and_their_single_codes_without_labels_are_not() -> None:
    inf = float("inf")
    variable = Variable("q", missing=(MissingRule(105.0, 105.0), MissingRule(98.0, inf), MissingRule(-inf, -1.0)))
    text = page(variable)
    assert "| ≥ 98 |  | missing |" in text
    assert "| ≤ -1 |  | missing |" in text
    assert "105" not in text


def test_invented_answers_are_marked_above_everything() -> None:
    assert page(Variable("q"), synthetic=True).splitlines()[2].startswith("> **")


def test_labels_cannot_break_the_page() -> None:
    variable = Variable("q", "<script>x</script> a | b\n# c", "category", {1.0: "<b>[x](javascript:y)</b> | `z`"})
    html = MarkdownIt().enable("table").render(page(variable))
    assert "<script>" not in html
    assert "<b>" not in html
    assert "href" not in html
    assert html.count("<h2>") == 1
    assert html.count("<td>") == 2
