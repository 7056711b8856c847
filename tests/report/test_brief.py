from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from report import fake_brief
from report.fake_brief import collect, draw_where, make_study, members_table, results

from valuma.report.brief import brief
from valuma.report.content import BriefContent
from valuma.report.manifest import changed_outputs, read_manifest
from valuma.schema.problems import StudyError, ValumaError

KILLED_AT = """
import importlib, os, signal, sys
from functools import partial
from pathlib import Path

from report.fake_brief import collect, make_study, write_texts

module = importlib.import_module("valuma.report.brief")

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

root, where = Path(sys.argv[1]), sys.argv[2]
if where == "drawing":
    module.illustrate = die
elif where == "setting the second language":
    real, seen = module.html_page, []
    def once(*args):
        if seen:
            die()
        seen.append(1)
        return real(*args)
    module.html_page = once
elif where == "before the exchange":
    import valuma.report.swap as swap
    swap._put_in_place = die
elif where == "after the exchange":
    importlib.import_module("valuma.report.prepared").write_manifest = die
texts = root / "texts"
module.brief(make_study(), out=root / "build" / "brief", texts=texts, collect=partial(collect, networks=71))
"""


def build(tmp_path: Path, texts: Path, **options):
    options.setdefault("collect", collect)
    return brief(make_study(), out=tmp_path / "build" / "brief", texts=texts, **options)


def listing(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_brief_is_six_pages_and_the_files_of_its_figures(built):
    names = sorted(listing(built.folder))
    pages = [f"brief-{lang}.{kind}" for lang in ("en", "fi", "sv") for kind in ("html", "pdf")]
    figures = [
        f"figures/where-{lang}.{kind}" for lang in ("en", "fi", "sv") for kind in ("csv", "pdf", "png", "svg", "txt")
    ]
    assert names == pages + figures
    assert [path.name for path in built.files] == pages


def test_the_manifest_says_what_was_made_from_what(built):
    entry = read_manifest(built.manifest)["brief"]
    assert set(entry["outputs"]) == {f"brief/{name}" for name in listing(built.folder)}
    assert entry["inputs"]["texts/1-start.fi.md"]
    assert (entry["draws"], entry["seed"]) == (99, 7)
    assert entry["options"]["roles"] == ["member"]
    assert "typst" in entry["versions"]
    assert changed_outputs(built.manifest, "brief") == []


def test_the_manifest_notices_a_changed_output(tmp_path, texts):
    made = build(tmp_path, texts, lang="en")
    (made.folder / "brief-en.html").write_text("x", encoding="utf-8")
    assert changed_outputs(made.manifest, "brief") == ["brief/brief-en.html"]
    with pytest.raises(ValumaError, match="nothing of 'report'"):
        changed_outputs(made.manifest, "report")


def test_a_manifest_keeps_other_products_and_survives_damage(tmp_path, texts):
    manifest = tmp_path / "build" / "manifest.json"
    manifest.parent.mkdir()
    manifest.write_text('{"figures": {"seed": 1}}', encoding="utf-8")
    build(tmp_path, texts, lang="en")
    assert set(read_manifest(manifest)) == {"brief", "figures"}
    manifest.write_text("{", encoding="utf-8")
    build(tmp_path, texts, lang="en")
    assert set(json.loads(manifest.read_text(encoding="utf-8"))) == {"brief"}


def test_one_language_can_be_written_alone(tmp_path, texts):
    made = build(tmp_path, texts, lang="sv")
    assert [path.name for path in made.files] == ["brief-sv.html", "brief-sv.pdf"]
    assert "hreflang" not in (made.folder / "brief-sv.html").read_text(encoding="utf-8")
    with pytest.raises(ValumaError, match="language 'se' is unknown"):
        build(tmp_path, texts, lang="se")


def test_draws_and_seed_reach_the_measures_and_the_page(tmp_path, texts):
    seen = {}

    def watched(study, *, draws, seed, cache):
        seen.update(draws=draws, seed=seed)
        return collect(study, draws=draws, seed=seed, cache=cache)

    made = build(tmp_path, texts, lang="en", collect=watched, draws=1234, seed=5)
    assert seen == {"draws": 1234, "seed": 5}
    page = (made.folder / "brief-en.html").read_text(encoding="utf-8")
    assert "seed 5, draws 1,234" in page
    assert make_study().fingerprint[:12] in page


def test_texts_are_checked_in_all_languages_also_when_one_is_written(tmp_path, texts):
    (texts / "1-start.fi.md").write_text("# Otsikko 7\n", encoding="utf-8")
    with pytest.raises(StudyError, match="typed by hand"):
        build(tmp_path, texts, lang="en")
    assert not (tmp_path / "build" / "brief").exists()


def test_a_page_too_many_is_an_error(tmp_path, texts):
    for lang in ("fi", "sv", "en"):
        with (texts / f"2-findings.{lang}.md").open("a", encoding="utf-8") as file:
            file.write("\nA word.\n" * 120)
    with pytest.raises(ValumaError, match=r"brief-en.pdf has \d pages, at most 2 are wanted"):
        build(tmp_path, texts, lang="en", most_pages=2)
    assert build(tmp_path, texts, lang="en", most_pages=None).pages["en"] > 2


def test_a_figure_of_invented_data_is_refused_in_a_brief_of_real_ones(tmp_path, texts):
    def invented(study, *, draws, seed, cache):
        return BriefContent(
            results(), {"where": lambda lang: draw_where(lang, synthetic=True)}, {"members": members_table}
        )

    with pytest.raises(ValumaError, match="where: invented data in a report of real ones"):
        build(tmp_path, texts, collect=invented)


def test_a_figure_under_the_name_of_another_is_an_error(tmp_path, texts):
    def mixed(study, *, draws, seed, cache):
        def draw(lang):
            return dataclasses.replace(draw_where(lang), name="other")

        return BriefContent(results(), {"where": draw}, {"members": members_table})

    with pytest.raises(ValumaError, match="figure 'where' drew 'other'"):
        build(tmp_path, texts, collect=mixed)


def test_a_figure_of_the_catalogue_can_be_shown_twice_under_longer_names(tmp_path, texts):
    def twice(study, *, draws, seed, cache):
        figures = {"where": draw_where, "where-north": draw_where}
        return BriefContent(results(), figures, {"members": members_table})

    for lang in ("fi", "sv", "en"):
        with (texts / f"2-findings.{lang}.md").open("a", encoding="utf-8") as file:
            file.write("\n![](figure:where-north)\n")
    made = build(tmp_path, texts, lang="en", collect=twice)
    assert (made.folder / "figures" / "where-north-en.csv").is_file()
    page = (made.folder / "brief-en.html").read_text(encoding="utf-8")
    assert page.index('id="figure-where"') < page.index('id="figure-where-north"')


def test_a_failed_build_leaves_the_old_one_and_nothing_else(tmp_path, texts):
    made = build(tmp_path, texts, lang="en")
    before = listing(made.folder)
    with pytest.raises(ValumaError):
        build(tmp_path, texts, lang="en", most_pages=0)
    assert listing(made.folder) == before
    assert sorted(path.name for path in made.folder.parent.iterdir()) == ["brief", "manifest.json"]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system cannot kill a process outright")
@pytest.mark.parametrize(
    "where", ["drawing", "setting the second language", "before the exchange", "after the exchange"]
)
def test_a_killed_build_leaves_one_whole_brief(tmp_path, texts, where):
    made = build(tmp_path, texts)
    before = listing(made.folder)
    folders = [str(Path(fake_brief.__file__).parents[1]), *filter(None, sys.path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(folders), "MPLBACKEND": "Agg"}
    killed = subprocess.run([sys.executable, "-c", KILLED_AT, str(tmp_path), where], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    after = listing(made.folder)
    assert set(after) == set(before)
    new = [lang for lang in ("fi", "sv", "en") if ">71<" in after[f"brief-{lang}.html"].decode()]
    assert new == (["fi", "sv", "en"] if where == "after the exchange" else [])
    if not new:
        assert after == before

    build(tmp_path, texts)
    assert sorted(path.name for path in made.folder.parent.iterdir()) == ["brief", "manifest.json"]
    assert changed_outputs(made.manifest, "brief") == []


def test_a_file_in_the_way_is_not_overwritten(tmp_path, texts):
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "brief").write_text("mine", encoding="utf-8")
    with pytest.raises(ValumaError, match="is not a folder"):
        build(tmp_path, texts)
    assert (tmp_path / "build" / "brief").read_text(encoding="utf-8") == "mine"
