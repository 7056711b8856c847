* Writes kysely.sav, and what GNU PSPP 1.6.2 reads from it: cells in kysely-read.csv, the dictionary in the output.
* In an empty folder: pspp kysely.sps -O format=csv -o kysely-dictionary.csv; base64 kysely.sav > kysely.sav.txt
* The file is kept as text, because files of answers stay out of version control. Everything in it is invented.

DATA LIST LIST (";") / id (F4.0) hyoty (F1.0) ika (F3.0) f_tie (F1.0) f_vesi (F1.0) v1 (F1.0) v2 (F1.0) kunta (A20) avoin (A300) pvm (DATE11) hetki (DATETIME20) klo (TIME8) paino (F8.4).
BEGIN DATA.
1;1;34;1;0;1;2;Närpiö;Pitkä vastaus – ja lisää;01-MAR-2025;01-MAR-2025 12:30:15;08:15:00;0.75
2;8;98;0;0;2;3;Pöytyä;;;;;1.25
3;9;;1;1;3;;Åland;toinen;06-DEC-1917;31-DEC-1999 23:59:59;23:59:59;1
4;;51;;;9;1;-;;29-FEB-2024;;00:00:01;0.5
5;2;23.5;0;1;1;9;Kemiönsaari;viimeinen;01-JAN-2000;01-JAN-2000 00:00:00;12:00:00;1.5
END DATA.
VARIABLE LABELS hyoty 'Onko yhteistyöstä hyötyä?' ika 'Ikä' f_tie 'Tieverkko' f_vesi 'Vesihuolto' v1 'Tärkein' v2 'Toiseksi tärkein' kunta 'Kunta' paino 'Painomuuttuja'.
VALUE LABELS hyoty 1 'kyllä' 2 'ei' 8 'en osaa sanoa' 9 'ei vastausta' / ika 98 '98 tai enemmän' / f_tie f_vesi 0 'ei' 1 'kyllä'
 / v1 v2 1 'tiet' 2 'vesi' 3 'raide' 9 'ei mikään' / kunta 'Närpiö' 'Närpes' '-' 'ei tietoa'.
MISSING VALUES hyoty (8, 9) / v1 v2 (9 THRU HI) / kunta ('-').
VARIABLE LEVEL hyoty (ORDINAL) / ika paino (SCALE).
VARIABLE ROLE /TARGET hyoty /NONE id.
VARIABLE ATTRIBUTE VARIABLES=hyoty ATTRIBUTE=Lähde('lomake 1').
MRSETS /MDGROUP NAME=$foorumit LABEL='Tarvitut foorumit – mikä?' VARIABLES=f_tie f_vesi VALUE=1
 /MCGROUP NAME=$tarkeat LABEL='Tärkeimmät' VARIABLES=v1 v2.
WEIGHT BY paino.
ADD DOCUMENT 'Keväällä 2025 kerätty, keksityt vastaukset'.
FILE LABEL 'Keksitty kysely'.
SAVE OUTFILE='kysely.sav'.
GET FILE='kysely.sav'.
DISPLAY DICTIONARY.
DISPLAY DOCUMENTS.
MRSETS /DISPLAY NAME=ALL.
SHOW WEIGHT.
SAVE TRANSLATE /OUTFILE='kysely-read.csv' /TYPE=CSV /CELLS=VALUES /FIELDNAMES /MISSING=IGNORE /REPLACE.
