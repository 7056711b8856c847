"""The brief of the example: it says on every page that it is invented, and gives no advice."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import valuma as va
from valuma.report.brief import BriefFiles
from valuma.report.content import BriefContent
from valuma.report.prepared import prepare
from valuma.report.results import Result, Results
from valuma.schema.problems import StudyError

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "example-study"
BANNER = "ESIMERKKI – KEKSITTY AINEISTO / EXEMPEL – PÅHITTADE SVAR / EXAMPLE – INVENTED DATA"
FIGURES = ("response", "interest", "motives-obstacles", "willingness")


@pytest.fixture(scope="module")
def study() -> va.Study:
    return va.read_study(EXAMPLE)


@pytest.fixture(scope="module")
def made(study: va.Study, tmp_path_factory: pytest.TempPathFactory) -> BriefFiles:
    out = tmp_path_factory.mktemp("build") / "example"
    return va.report.brief(study, out=out, texts=EXAMPLE / "brief", lang="fi", draws=99)


@pytest.mark.slow
def test_it_is_built_from_the_folder_and_fits_four_pages(made: BriefFiles) -> None:
    assert made.synthetic
    assert made.pages["fi"] <= 4
    assert {path.name for path in made.files} == {"brief-synthetic-fi.pdf", "brief-synthetic-fi.html"}


@pytest.mark.slow
def test_every_page_says_that_it_is_invented(made: BriefFiles) -> None:
    page = (made.folder / "brief-synthetic-fi.html").read_text(encoding="utf-8")
    assert BANNER in page
    for alt in page.split('alt="')[1:]:
        assert alt.startswith("Esimerkki, keksitty aineisto.")


@pytest.mark.slow
@pytest.mark.parametrize("figure", FIGURES)
def test_its_figures_say_so_in_names_words_and_tables(made: BriefFiles, figure: str) -> None:
    (table,) = (made.folder / "figures").glob(f"{figure}*-fi-synthetic.csv")
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert {row["synthetic"] for row in csv.DictReader(file)} == {"yes"}
    assert table.with_suffix(".txt").read_text(encoding="utf-8").startswith("ESIMERKKI – KEKSITTY AINEISTO")
    assert table.with_suffix(".svg").is_file()


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("fi", "Paras malli on yhteinen koordinaatio."),
        ("fi", "Suosittelemme yhteistä maksua."),
        ("sv", "Den bästa modellen är en gemensam samordning."),
        ("sv", "Staten borde betala."),
        ("en", "The best model is common coordination."),
        ("en", "We recommend an equal fee."),
    ],
)
def test_a_sentence_that_gives_advice_is_refused(study: va.Study, tmp_path: Path, lang: str, sentence: str) -> None:
    for one in ("fi", "sv", "en"):
        (tmp_path / f"1-a.{one}.md").write_text(f"# A\n\nB{'. ' + sentence if one == lang else ''}\n", encoding="utf-8")
    with pytest.raises(StudyError, match="no advice drawn from invented data"):
        prepare(study, texts=tmp_path, collect=nothing)


def test_its_own_text_gives_none_and_is_alike_in_three_languages(study: va.Study) -> None:
    texts = EXAMPLE / "brief"
    names = {path.name for path in texts.iterdir()}
    assert names == {f"{name.partition('.')[0]}.{lang}.md" for name in names for lang in ("fi", "sv", "en")}
    # Without results every name is unknown; advice and differences between languages would be told beside them.
    with pytest.raises(StudyError) as error:
        prepare(study, texts=texts, collect=nothing)
    told = [str(item) for item in error.value.problems]
    assert not [item for item in told if "no advice" in item or "in every language" in item]


def test_a_real_recommendation_box_is_refused_too(study: va.Study, tmp_path: Path) -> None:
    for lang in ("fi", "sv", "en"):
        text = "# A\n\n> **[recommendation]**\n>\n> B\n"
        (tmp_path / f"1-a.{lang}.md").write_text(text, encoding="utf-8")
    with pytest.raises(StudyError, match="no advice drawn from invented data"):
        prepare(study, texts=tmp_path, collect=nothing)


def nothing(study: va.Study, *, draws: int, seed: int, cache: object) -> BriefContent:
    return BriefContent(Results([Result("n", 1)]))
