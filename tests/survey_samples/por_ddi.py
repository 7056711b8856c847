"""Samples of portable files and DDI codebooks, from which harmful ones are made."""

from __future__ import annotations

from portable import Var, portable
from survey_samples.ddi_texts import NEW, OLD


def samples() -> dict[str, bytes]:
    """Return the samples by file name."""
    variables = [
        Var("Q1", label="Hyöty", missing=[(8.0, 8.0), (90.0, None)], labels={1.0: "ei", 2.0: "kyllä", 8.0: "EOS"}),
        Var("KUNTA", 12, label="Kunta", missing=[("-", "-")]),
        Var("PVM", format=(20, 11, 0)),
        Var("PAINO", format=(5, 8, 4)),
    ]
    rows = [[float(n % 3), f"Kunta {n}", 13823740800.0 + 86400 * n, 0.5 + n / 8] for n in range(20)]
    plain = portable(variables, rows, weight="PAINO", documents=["Kysely"])
    return {
        "plain.por": plain,
        "utf8.por": portable(variables, rows, encoding="utf-8", line_end=b"\n", strip=True),
        "old.xml": OLD,
        "new.xml": NEW,
    }
