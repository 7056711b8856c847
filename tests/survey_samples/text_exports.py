"""Small exports of survey tools, one of each form that is read; every answer in them is invented."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter
from limesurvey_structures import Asked, structure

PLAIN = """id;kunta;osallistuminen;kustannus;foorumit: kunta;foorumit: valtio;Muu, mikä?
001;Närpiö;2;1 250,50;x;;
002;Pöytyä;5;;;x;naapurikunnat
003;Åland;;300,00;;;
"""

LIMESURVEY = '''\ufeff"id";"submitdate";"lastpage";"startlanguage";"token";"tuki";"tuki[other]";"foorumit[kunta]";\
"foorumit[valtio]";"foorumit[other]";"usein[a]";"usein[b]";"euroa";"sana"
"1";"2024-01-15 10:00:00";"2";"fi";"01a";"A1";"";"Y";"";"";"1";"2";"250";"Ensimmäinen rivi
ja toinen; ""lainaus"""
"2";"2024-01-16 11:30:00";"2";"sv";"02b";"-oth-";"oma väylä";"";"";"naapurit";"3";"";"";""
"3";"";"1";"fi";"03c";"A2";"";"";"";"";"";"";"";""
"4";"2024-01-17 09:15:00";"2";"fi";"04d";"A1";"";"";"";"";"2";"2";"1000.5";""
'''

QUALTRICS = """StartDate,EndDate,Status,Finished,ResponseId,Q1,Q2_1,Q2_2,Q3,Q3_4_TEXT
Start Date,End Date,Response Type,Finished,Response ID,"How often?",Who? - State,Who? - Towns,"Tick all, please",Other
"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""status""}","{""ImportId"":""finished""}",\
"{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_1""}","{""ImportId"":""QID2_2""}",\
"{""ImportId"":""QID3""}","{""ImportId"":""QID3_4_TEXT""}"
2024-01-01 10:00:00,2024-01-01 10:09:00,0,1,R_1,3,1,,"1,3",
2024-01-02 10:00:00,2024-01-02 10:07:00,0,1,R_2,5,1,1,"2,4",ours
2024-01-03 10:00:00,2024-01-03 10:07:00,0,0,R_3,,,,,
"""

REDCAP = """record_id,redcap_survey_identifier,support,forums___1,forums___2,cost,form_1_complete
1,,1,1,0,250,2
2,,2,0,0,-999,2
3,,,0,0,,0
"""

DICTIONARY = """\
"Variable / Field Name","Form Name","Field Type","Field Label","Choices, Calculations, OR Slider Labels",\
"Text Validation Type OR Show Slider Number"
record_id,form_1,text,Record,,
support,form_1,radio,<b>Support</b>,"1, Yes, fully | 2, No",
forums,form_1,checkbox,Forums,"1, Town | 2, State",
cost,form_1,text,Cost,,number
"""

GOOGLE = """Aikaleima,Kuntanne,Missä tapaatte?,Kuinka usein [valtio],Kuinka usein [kunnat]
2024/01/05 10.00.00,Närpiö,"kunta, valtio",usein,harvoin
2024/01/06 10.00.00,Oulu,kunta,harvoin,harvoin
2024/01/07 10.00.00,Kemi,valtio,usein,usein
2024/01/08 10.00.00,Inari,"kunta, valtio",usein,harvoin
2024/01/09 10.00.00,Pori,"valtio, kylät",,
"""

FORMS: Sequence[Sequence[object]] = [
    ["Tunnus", "Aloitusaika", "Valmistumisaika", "Sähköposti", "Nimi", "Missä tapaatte?", "Valtio", "Kunnat"],
    [1, dt.datetime(2024, 1, 5, 10), dt.datetime(2024, 1, 5, 10, 9), "anonymous", None, "kunta;valtio;", "usein", "ei"],
    [2, dt.datetime(2024, 1, 6, 10), dt.datetime(2024, 1, 6, 10, 5), "anonymous", None, "kunta;", "ei", "ei"],
    [
        3,
        dt.datetime(2024, 1, 7, 10),
        dt.datetime(2024, 1, 7, 10, 4),
        "anonymous",
        None,
        "valtio;omat kylät;",
        "ei",
        "ei",
    ],
    [4, dt.datetime(2024, 1, 8, 10), dt.datetime(2024, 1, 8, 10, 4), "anonymous", None, None, "usein", "ei"],
]

WEBROPOL: Sequence[Sequence[object]] = [
    ["Vastaajanumero", "1. Kuntanne", "2. Foorumit", None, None, "3. Kuinka usein: valtio", "3. Kuinka usein: kunnat"],
    [None, None, "kunta", "valtio", "Muu, mikä?", None, None],
    [1, "Närpiö", "kunta", None, None, "usein", "ei"],
    [2, "Oulu", "kunta", "valtio", None, "ei", "ei"],
    [3, "Kemi", None, None, None, "ei", "usein"],
]

SURVEY = [
    Asked("tuki", "L", {"fi": "Tuetteko?", "sv": "Stöder ni?"}, answers=[
        ("A1", {"fi": "Kyllä", "sv": "Ja"}, 0, 4), ("A2", {"fi": "Ei", "sv": "Nej"}, 0, 1),
    ], other=True),
    Asked("foorumit", "M", {"fi": "Mitkä <b>foorumit</b>?", "sv": "Vilka forum?"}, parts=[
        ("kunta", {"fi": "Kunta", "sv": "Kommun"}), ("valtio", {"fi": "Valtio", "sv": "Staten"}),
    ], group=2, other=True, relevance='tuki.NAOK == "A1" or tuki.NAOK == "-oth-"'),
    Asked("usein", "F", {"fi": "Kuinka usein?", "sv": "Hur ofta?"}, parts=[
        ("a", {"fi": "Valtio", "sv": "Staten"}), ("b", {"fi": "Kunnat", "sv": "Kommunerna"}),
    ], answers=[
        ("1", {"fi": "usein", "sv": "ofta"}), ("2", {"fi": "joskus", "sv": "ibland"}),
        ("3", {"fi": "ei", "sv": "aldrig"}),
    ], group=2),
    Asked("euroa", "N", {"fi": "Paljonko?", "sv": "Hur mycket?"}, group=2, relevance="!is_empty(foorumit_kunta.NAOK)"),
    Asked("sana", "T", {"fi": "Sana on vapaa", "sv": "Ordet är fritt"}, group=2),
]  # fmt: skip


def book(*sheets: Sequence[Sequence[object]], merged: Sequence[str] = ()) -> bytes:
    """Write sheets of cells as a workbook; ``merged`` names ranges of the first sheet."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        moment = workbook.add_format({"num_format": "d.m.yyyy hh:mm"})
        for number, rows in enumerate(sheets):
            sheet = workbook.add_worksheet()
            for k, row in enumerate(rows):
                for place, cell in enumerate(row):
                    if isinstance(cell, dt.datetime):
                        sheet.write_datetime(k, place, cell, moment)
                    elif isinstance(cell, str):
                        sheet.write_string(k, place, cell)
                    elif cell is not None:
                        sheet.write(k, place, cell)
            for cells in merged if number == 0 else ():
                first = cells.split(":")[0]
                sheet.merge_range(cells, rows[int(first[1:]) - 1][ord(first[0]) - ord("A")])
    return stream.getvalue()


def samples() -> dict[str, bytes]:
    """Return one small file of each form, by its name."""
    return {
        "plain.csv": PLAIN.encode(),
        "windows.csv": PLAIN.encode("cp1252"),
        "wide.tsv": PLAIN.replace(";", "\t").encode("utf-16"),
        "limesurvey.csv": LIMESURVEY.encode(),
        "limesurvey.lss": structure(SURVEY),
        "limesurvey-old.lss": structure(SURVEY, new=False),
        "qualtrics.csv": QUALTRICS.encode(),
        "redcap.csv": REDCAP.encode(),
        "google.csv": GOOGLE.encode(),
        "forms.xlsx": book(FORMS),
        "webropol.xlsx": book(WEBROPOL, merged=["C1:E1"]),
    }
