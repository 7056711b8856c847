"""The page on one's own survey does what it says: other answers, and figures and brief follow without code."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

import valuma as va
from valuma.cli.main import main
from valuma.texts import percent

ROOT = Path(__file__).resolve().parent.parent
_FILE = re.compile(r"^`([\w./-]+)`\n\n```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
ANSWERS = "surveys/my-survey/raw/answers"


def write_page(page: str, folder: Path) -> None:
    """Write every file that a page shows."""
    for name, text in _FILE.findall((ROOT / "docs" / "howto" / page).read_text(encoding="utf-8")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def answers(n: int = 60) -> pd.DataFrame:
    """Codes of sixty respondents: every second is local, three of four have no time, one of three no money."""
    place = np.arange(n)
    return pd.DataFrame(
        {
            "token": [f"k{one:03d}" for one in place],
            "org": [f"Organisaatio {one:03d}" for one in place],
            "tier": np.where(place % 2, 2, 1),
            "theme_water": np.array([0, 1, 2, 2, 9])[place % 5],
            "theme_housing": np.array([2, 0, 1, 1, 0])[place % 5],
            "obs_time": (place % 4 != 0).astype(int),
            "obs_money": (place % 3 == 0).astype(int),
            "pay_flat": np.array([1, 2, 3, 9, 3, 2])[place // 2 % 6],
            "pay_size": np.array([1, 3, 3, 9, 1, 2])[place // 2 % 6],
        }
    )


def as_csv(folder: Path, frame: pd.DataFrame) -> None:
    frame.to_csv(folder / f"{ANSWERS}.csv", index=False, sep=";")


def as_sav(folder: Path, frame: pd.DataFrame) -> None:
    pyreadstat.write_sav(frame, folder / f"{ANSWERS}.sav")
    toml = folder / "surveys/my-survey/survey.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("raw/answers.csv", "raw/answers.sav"), encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The study and the survey that the two pages show, with a list of 150 invited and no answers yet."""
    folder = tmp_path / "my-study"
    write_page("own-study.md", folder)
    write_page("own-survey.md", folder)
    (folder / ANSWERS).parent.mkdir()
    themes = folder / "cases/registry/themes.csv"
    themes.write_text(
        "theme_id,label_fi,label_sv,label_en,policy_field,policy_sectors,phenomenon\n"
        "water,Vesi,Vatten,Water,rural,environment,yes\nhousing,Asuminen,Boende,Housing,urban,housing,no\n",
        encoding="utf-8",
    )
    with (folder / "surveys/my-survey/invited.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["token", "tier"])
        rows.writerows([f"k{one:03d}", "regional" if one % 2 else "local"] for one in range(150))
    return folder


@pytest.mark.parametrize("write", [as_csv, as_sav], ids=["csv", "sav"])
def test_figures_and_brief_follow_the_file_of_answers(
    own: Path, write: Callable[[Path, pd.DataFrame], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(own, answers())
    assert not va.check(own).errors
    call = ["figures", str(own), "--name", "motives-obstacles", "--lang", "fi", "--out", str(tmp_path / "figures")]
    assert main(call) == 0
    rows = pd.read_csv(tmp_path / "figures" / "motives-obstacles-fi.csv")
    everybody = rows[rows["group"].isna()].set_index("item")["estimate"]
    assert everybody["obs_time"] == pytest.approx(45 / 60, abs=5e-4)
    assert everybody["obs_money"] == pytest.approx(20 / 60, abs=5e-4)
    made = va.report.brief(
        va.read_study(own), texts=own / "brief", out=tmp_path / "build" / "brief", lang="fi", draws=9
    )
    page = next(path for path in made.files if path.suffix == ".html").read_text(encoding="utf-8")
    assert "60/150" in page
    assert "”Työaikaa ei ole”" in page
    assert percent(0.75, "fi") in page


def test_other_answers_change_the_numbers_and_the_order(own: Path) -> None:
    from valuma.report.survey_results import survey_results

    as_csv(own, answers())
    first = {result.name: result for result in survey_results(va.read_study(own))}
    as_csv(own, answers().assign(obs_money=1, obs_time=(np.arange(60) % 2).astype(int)))
    second = {result.name: result for result in survey_results(va.read_study(own))}
    assert first["survey.obstacle.1"].render("text", "en") == "No working time"
    assert second["survey.obstacle.1"].render("text", "en") == "No money"
    assert (first["survey.obstacle.time"].value, second["survey.obstacle.time"].value) == (0.75, 0.5)


def test_without_answers_the_figures_are_left_out_with_a_note(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toml = own / "surveys/my-survey/survey.toml"
    toml.write_text(re.sub(r"^answers = .*\n", "", toml.read_text("utf-8"), flags=re.MULTILINE), encoding="utf-8")
    assert main(["figures", str(own), "--all", "--lang", "en", "--out", str(own / "figures")]) == 0
    said = capsys.readouterr().err
    assert "interest is not drawn: not answered yet: my-survey" in said
    assert not list((own / "figures").glob("interest*"))


def test_an_open_link_has_no_rate_and_the_text_that_asks_for_it_says_why(own: Path) -> None:
    as_csv(own, answers())
    toml = own / "surveys/my-survey/survey.toml"
    toml.write_text(toml.read_text("utf-8").replace('invited = "invited.csv"', 'invited = "unknown"'), "utf-8")
    with pytest.raises(va.StudyError, match="not a sample"):
        va.report.brief(va.read_study(own), texts=own / "brief", out=own / "build" / "brief", lang="fi", draws=9)


def test_the_example_takes_another_file_of_answers(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    shutil.copytree(ROOT / "examples" / "example-study", folder, ignore=shutil.ignore_patterns("build"))
    own = folder / "surveys" / "example-actor-survey"
    frame, _ = pyreadstat.read_sav(own / "answers.sav", user_missing=True)
    frame.iloc[:200].to_csv(own / "answers.csv", index=False, sep=";")
    (own / "answers.sav").unlink()
    toml = own / "survey.toml"
    toml.write_text(toml.read_text("utf-8").replace('"answers.sav"', '"answers.csv"'), encoding="utf-8")
    figure = va.figures.draw("response", va.read_study(folder), lang="fi")
    assert figure.title == "Kuka vastasi: 200/1\u202f400 kutsutusta (14\u00a0%)"
