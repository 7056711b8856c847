* Makes kunnat.por; run with GNU PSPP 1.6.2 in an UTF-8 locale.
SET DECIMAL=DOT.
DATA LIST LIST NOTABLE /q1 (F2.0) ika (F3.0) osuus (F8.4) kunta (A12) vastattu (DATETIME20) perust (DATE11) s (A1) suuri (E12.3).
BEGIN DATA.
1 34 1.25 "Äänekoski" "01-JAN-2020 12:34:56" "01-JAN-1865" "a" 1.5E+200
2 -1 .75 "Åbo" "15-JUN-1999 00:00:01" "29-FEB-2020" "b" 2E-30
8 99 -0.000001 "" . . " " .
9 . 1000000.5 "Öö" "01-JAN-1600 00:00:00" "31-DEC-9999" "z" -7
. 105 0.1 "x/y*z" . "01-JAN-1900" "b" 123456789012
END DATA.
VARIABLE LABELS q1 'Kuinka paljon verkostoista on ollut hyötyä kunnallenne viimeisten kahden vuoden aikana? Hyöty määränä' ika 'Vastaajan ikä' kunta 'Kunta'.
VALUE LABELS q1 1 'Ei lainkaan' 2 'Täysin' 8 'En osaa sanoa' 9 'Ei vastausta' /ika -1 'Ei tiedä' 99 'Kieltäytyi' /s 'a' 'Yksi' 'z' 'Puuttuu'.
MISSING VALUES q1 (8,9) ika (LO THRU -1, 99) s ('z') osuus (-0.5 THRU 0) perust (10010390400).
DOCUMENT Kysely kunnille 2019. Äänestys ja yhteistyö.
EXPORT OUTFILE='kunnat.por'.
