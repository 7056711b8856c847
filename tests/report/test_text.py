from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report.fake_brief import results

from valuma.report.fill import Marks
from valuma.report.results import Result, Results
from valuma.report.text import parse_section
from valuma.report.tree import (
    Callout,
    CrossReference,
    FigureBlock,
    FigureRow,
    Heading,
    Items,
    Link,
    Paragraph,
    TableBlock,
    TextTable,
    plain,
    walk,
)


def parse(source: str, *, lang: str = "en", of: Results | None = None, synthetic: bool = False):
    marks = Marks(of or results(), {"list", "report"}, lang, "a.en.md", synthetic)
    return parse_section(source, "a", marks), marks.problems.errors


def problem(source: str, **options) -> str:
    _, errors = parse(source, **options)
    assert len(errors) == 1, errors
    return str(errors[0])


def test_every_kind_of_block_is_read():
    section, errors = parse(
        "# Title\n\nWords **bold** [link](https://example.org).\n\n- one\n- two\n\n3. three\n\n"
        "| a | b |\n|:--|--:|\n| x | {{state|percent}} |\n\n![](figure:where)\n\n[[table:members]]\n\n"
        "> **[note] Ah** Oh.\n"
    )
    assert errors == []
    heading, words, bullets, numbers, table, figure, named, box = section.blocks
    assert heading == Heading(1, heading.children, 1)
    assert isinstance(words, Paragraph)
    assert [node.url for node in walk(words) if isinstance(node, Link)] == ["https://example.org"]
    assert isinstance(bullets, Items)
    assert (bullets.ordered, len(bullets.items)) == (False, 2)
    assert isinstance(numbers, Items)
    assert (numbers.ordered, numbers.start) == (True, 3)
    assert isinstance(table, TextTable)
    assert (table.right, plain(table.rows)) == ((False, True), "x38%")
    assert figure == FigureBlock("where", line=14)
    assert named == TableBlock("members", line=16)
    assert isinstance(box, Callout)
    assert (box.kind, plain(box.title), plain(box.blocks)) == ("note", "Ah", "Oh.")


def test_figures_on_one_line_stand_side_by_side():
    (row,) = parse("![](figure:where) ![](figure:map)")[0].blocks
    assert row == FigureRow((FigureBlock("where", line=1), FigureBlock("map", line=1)))


def test_a_figure_may_float():
    assert parse('![](figure:where "float")')[0].blocks == (FigureBlock("where", line=1, floating=True),)
    assert "'left' beside a figure" in problem('![](figure:where "left")')


def test_a_value_is_never_read_as_markdown():
    section, errors = parse("{{x}} and {{x}}", of=Results([Result("x", "*a* | <b> [c](d)", kind="text")]))
    assert errors == []
    assert plain(section.blocks) == "*a* | <b> [c](d) and *a* | <b> [c](d)"


def test_a_finding_that_holds_is_printed_and_its_alternative_is_not():
    source = "{{#finding fewer}}\nYes.\n{{#else}}\nNo.\n{{/finding}}"
    assert plain(parse(source)[0].blocks) == "Yes."
    assert plain(parse(source, of=results(fewer=("A",)))[0].blocks) == "No."
    assert plain(parse("It is {{#finding fewer}}so{{#else}}open{{/finding}}.", of=results(fewer=()))[0].blocks) == (
        "It is open."
    )


def test_a_finding_can_keep_one_row_of_a_table_or_list():
    source = "| a |\n|---|\n| x |\n{{#finding fewer}}\n| y |\n{{/finding}}\n| z |\n"
    (table,) = parse(source, of=results(fewer=()))[0].blocks
    assert plain(table.rows) == "xz"
    (table,) = parse(source)[0].blocks
    assert plain(table.rows) == "xyz"


def test_findings_can_stand_inside_findings():
    of = Results([Result("yes", kind="finding"), Result("no", kind="finding", holds_under=("A",))])
    source = "{{#finding yes}}a{{#finding no}}b{{#else}}c{{/finding}}d{{/finding}}"
    assert plain(parse(source, of=of)[0].blocks) == "acd"


def test_names_of_branches_that_are_not_printed_count_as_used():
    section, _ = parse("{{#finding fewer}}{{networks}}{{#else}}{{complete|of}}{{/finding}}")
    assert section.results == {"networks", "complete"}
    assert section.findings == {"fewer"}


def test_a_number_of_an_unprinted_finding_may_be_without_value():
    of = Results([Result("f", kind="finding", holds_under=()), Result("n", state="all unknown")])
    assert parse("{{#finding f}}{{n}}{{#else}}Open.{{/finding}}", of=of)[1] == []
    assert "no value: all unknown" in problem("There are {{n}}.", of=of)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("{{netwroks}}", "did you mean 'networks'"),
        ("{{networks|cuont}}", "did you mean 'count'"),
        ("{{networks|percent}}", "not a share"),
        ("{{#finding fewwer}}x{{/finding}}", "did you mean 'fewer'"),
        ("one {{networks", "no partner on its line"),
        ("{{#finding fewer}}\nx", "closing {{/finding}}"),
        ("x {{/finding}}", "{{#finding name}} … {{#else}} … {{/finding}}"),
        ("As said [@lisst].", "did you mean 'list'"),
        ("Raw <b>x</b>.", "Markdown without HTML"),
        ("<div>x</div>", "html block"),
        ("```\nx\n```", "found fence"),
        ("Some `code`.", "code inline"),
        ("> Just a quotation.", "a quotation without a kind"),
        ("> **[unkown]** x", "found box of kind 'unkown'"),
        ("![](picture.png)", "figure:name"),
        ("See ![](figure:where).", "on a line of its own"),
        ("See [[table:members]].", "on a line of its own"),
        ("[x](page.html)", "a whole address"),
        ("[](https://example.org)", "without words"),
        ("A [link](ftp://example.org)", "a whole address"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(source, says):
    _, errors = parse(source)
    assert errors
    assert all(error.file == "a.en.md" and error.row for error in errors)
    assert says in str(errors[0])


def test_a_problem_names_the_line_of_the_file():
    source = "# T\n\nA\nb\n\n{{#finding fewer}}\nc\n{{/finding}}\nd {{nope}}\ne typed 7 here"
    _, errors = parse(source)
    assert sorted((error.row, error.found.split()[0]) for error in errors) == [(9, "result"), (10, "the")]


@pytest.mark.parametrize("typed", ["There are 62 networks.", "Some 38 % of them.", "Of them 22/57.", "Article 6."])
def test_a_number_typed_by_hand_is_an_error(typed):
    assert "typed by hand" in problem(typed)


def test_a_number_typed_by_hand_is_an_error_also_where_it_is_not_printed():
    assert "typed by hand" in problem("{{#finding fewer}}a{{#else}}b 17{{/finding}}")


def test_somebody_who_typed_a_number_is_told_which_result_it_is():
    assert "write {{networks|count}}" in problem("There are 62 networks.")
    assert "write {{state|percent}}" in problem("In all 38\u00a0% of them.", lang="fi")
    assert "write {{complete|of}}" in problem("Known: 22/57.")


@pytest.mark.parametrize(
    "right",
    ["In 2014–2020.", "As \\#6Aika says, \\#12 §.", "See [report 2019:5](https://example.org/1).", "{{networks}}"],
)
def test_years_links_and_escaped_numbers_may_be_typed(right):
    assert parse(right)[1] == []


def test_an_escaped_number_is_printed_without_its_mark():
    assert plain(parse("\\#6Aika ja \\#1,5 vuotta")[0].blocks) == "6Aika ja 1,5 vuotta"


def test_a_result_that_depends_on_the_coding_needs_a_finding_around_it():
    of = Results([Result("mix", 0.4, kind="share", holds_under=("A",)), Result("fewer", kind="finding")])
    assert "holds under A only" in problem("It is {{mix}}.", of=of)
    assert parse("{{#finding fewer}}It is {{mix}}.{{/finding}}", of=of)[1] == []


def test_an_invented_result_is_an_error_outside_an_example():
    of = results(synthetic=True)
    assert "rests on invented data" in problem("{{networks}}", of=of)
    assert parse("{{networks}}", of=of, synthetic=True)[1] == []


def test_a_comment_is_left_out():
    section, errors = parse("One <!-- 17 of them -->two.\n\n<!-- later -->\n")
    assert errors == []
    assert plain(section.blocks) == "One two."


def test_a_reference_keeps_the_words_for_its_number():
    section, _ = parse("In [figure #](figure:where).")
    assert [node for node in walk(section.blocks) if isinstance(node, CrossReference)] == [
        CrossReference("figure", "where", "figure #")
    ]


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60))
def test_no_text_whatever_makes_the_parser_fail(source):
    parse(source)
