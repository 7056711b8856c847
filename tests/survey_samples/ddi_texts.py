"""Two DDI codebooks as archives write them: version 2.0 with a DOCTYPE, and 2.5 inside an OAI-PMH answer."""

from __future__ import annotations

#: Version 2.0: no namespace, a DOCTYPE, labels that begin with the name, decimals without a zero.
OLD = """\
<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE codeBook SYSTEM "http://www.icpsr.umich.edu/DDI/Version2-0.dtd">
<codeBook version="2.0">
  <docDscr><citation><titlStmt><titl>Kyläkysely 2003</titl></titlStmt></citation></docDscr>
  <stdyDscr>
    <citation><titlStmt><titl>Kyläkysely 2003</titl><parTitl>Village Survey 2003</parTitl>
      <IDNo agency="FSD">FSD9901</IDNo></titlStmt></citation>
    <method><dataColl><sampProc>Kaikki kylät</sampProc>
      <weight>Aineisto sisältää korotuspainon (KPAINO) ja analyysipainon (APAINO).</weight></dataColl></method>
  </stdyDscr>
  <fileDscr ID="F1"><fileTxt><fileName>daF9901.por</fileName>
    <dimensns><caseQnty>4</caseQnty><varQnty>10</varQnty></dimensns></fileTxt></fileDscr>
  <dataDscr>
    <varGrp ID="VG1" var="V3 V4 V5 V6"><labl>K8</labl><txt>Mitä kylässä viljellään?</txt></varGrp>
    <varGrp ID="VG2" type="section" var="V1 V2"><labl>Taustatiedot</labl></varGrp>
    <var ID="V1" name="FSD_ID" files="F1" intrvl="discrete"><labl>[fsd_id] Havainnon numero</labl></var>
    <var ID="V2" name="IKA" files="F1" intrvl="contin"><labl>[ika] Vastaajan ikä</labl>
      <invalrng><range min="998" UNITS="INT"/></invalrng>
      <catgry missing="Y"><catValu>999</catValu><labl>Ei vastausta</labl><catStat>1</catStat></catgry>
      <catgry missing="Y"><catValu>SYSMISS</catValu><catStat>0</catStat></catgry></var>
    <var ID="V3" name="Q8_HEINÄ" files="F1" intrvl="discrete"><labl>[q8_heinä] Heinä</labl>
      <catgry><catValu>0</catValu><labl>Ei mainittu</labl><catStat>2</catStat></catgry>
      <catgry><catValu>1</catValu><labl>Mainittu</labl><catStat>2</catStat></catgry></var>
    <var ID="V4" name="Q8_KAURA" files="F1" intrvl="discrete"><labl>[q8_kaura] Kaura</labl>
      <catgry><catValu>0</catValu><labl>Ei mainittu</labl></catgry>
      <catgry><catValu>1</catValu><labl>Mainittu</labl></catgry></var>
    <var ID="V5" name="Q8_MUU" files="F1"><labl>[q8_muu] Muu, mikä?</labl><varFormat type="character"/></var>
    <var ID="V6" name="Q8_LUOK" files="F1" intrvl="discrete"><labl>[q8_luok] Muu, luokiteltu</labl>
      <catgry missing="Y"><catValu>0</catValu><labl></labl></catgry>
      <catgry><catValu>1</catValu><labl>Vihannekset</labl></catgry>
      <catgry><catValu>2</catValu><labl>Marjat</labl></catgry>
      <catgry><catValu>3</catValu><labl>Muut</labl></catgry></var>
    <var ID="V7" name="OSUUS" files="F1" intrvl="contin"><labl>[osuus] Osuus</labl>
      <catgry missing="Y"><catValu>-.5</catValu><labl>Ei osaa sanoa</labl></catgry></var>
    <var ID="V8" name="KPAINO" files="F1" intrvl="contin"><labl>[kpaino] Painomuuttuja (korotuspaino)</labl></var>
    <var ID="V9" name="APAINO" files="F1" intrvl="contin"><labl>[apaino] Painomuuttuja (analyysipaino)</labl></var>
    <var ID="V10" name="PAINO_KG" files="F1" intrvl="contin"><labl>[paino_kg] Sadon paino (kg)</labl></var>
  </dataDscr>
</codeBook>
""".encode("latin-1")

#: Version 2.5 inside an OAI-PMH answer: two document descriptions, both languages side by side.
NEW = """\
<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2020-01-01T00:00:00Z</responseDate>
<GetRecord><record><header><identifier>oai:example:FSD9902</identifier></header><metadata>
<codeBook xmlns="ddi:codebook:2_5" version="2.5" xml:lang="fi">
  <docDscr><citation><titlStmt><titl xml:lang="fi">Verkostokysely</titl></titlStmt></citation></docDscr>
  <docDscr><citation><titlStmt><titl xml:lang="en">Network Survey</titl></titlStmt></citation></docDscr>
  <stdyDscr><citation><titlStmt><titl xml:lang="fi">Verkostokysely 2019</titl>
    <parTitl xml:lang="en">Network Survey 2019</parTitl>
    <IDNo agency="FSD">FSD9902</IDNo></titlStmt></citation></stdyDscr>
  <fileDscr ID="F1"><fileTxt><fileName xml:lang="fi">daF9902.por</fileName></fileTxt></fileDscr>
  <fileDscr ID="F2"><fileTxt><fileName xml:lang="fi">daF9902b.por</fileName></fileTxt></fileDscr>
  <dataDscr>
    <varGrp ID="G1" type="grid" var="V1 V2"><labl xml:lang="fi">Hyödyt</labl>
      <labl xml:lang="en">Benefits</labl></varGrp>
    <varGrp ID="G2" type="multipleResp" var="V3 V4 V99"><txt xml:lang="fi">Foorumit</txt></varGrp>
    <var ID="V1" name="h1" files="F1" nature="ordinal" intrvl="discrete">
      <labl xml:lang="fi">Rahoitus</labl><labl xml:lang="en">Funding</labl>
      <qstn><preQTxt xml:lang="fi">Kuinka hyödyllinen verkosto on?</preQTxt><qstnLit xml:lang="fi">Rahoituksen
        kannalta</qstnLit></qstn>
      <invalrng><item VALUE="8"/><range minExclusive="8" max="9"/></invalrng>
      <universe xml:lang="fi">Jäsenet</universe>
      <sumStat type="mean">1.5</sumStat>
      <catgry><catValu>1</catValu><labl xml:lang="fi">Ei lainkaan</labl><labl xml:lang="en">Not at all</labl>
        <catStat type="percent">50</catStat><catStat type="freq">1</catStat></catgry>
      <catgry><catValu>2</catValu><labl xml:lang="fi">Paljon</labl><labl xml:lang="en">Much</labl>
        <catStat type="freq" wgtd="wgtd">7</catStat></catgry>
      <catgry><catValu>8</catValu><labl xml:lang="fi">En osaa sanoa</labl><labl xml:lang="en">Cannot say</labl></catgry>
    </var>
    <var ID="V2" name="h2" files="F1" nature="ordinal" intrvl="discrete">
      <labl xml:lang="fi">Tieto</labl><labl xml:lang="en">Knowledge</labl>
      <catgry><catValu>1</catValu><labl xml:lang="fi">Ei lainkaan</labl></catgry>
      <catgry><catValu>2</catValu><labl xml:lang="fi">Paljon</labl></catgry>
    </var>
    <var ID="V3" name="f_1" files="F1"><labl xml:lang="fi">Seminaari</labl>
      <catgry><catValu>1</catValu><labl xml:lang="fi">Kyllä</labl></catgry>
      <catgry><catValu>2</catValu><labl xml:lang="fi">Ei</labl></catgry></var>
    <var ID="V4" name="f_2" files="F1"><labl xml:lang="fi">Työpaja</labl>
      <catgry><catValu>1</catValu><labl xml:lang="fi">Kyllä</labl></catgry>
      <catgry><catValu>2</catValu><labl xml:lang="fi">Ei</labl></catgry></var>
    <var ID="V5" name="w" files="F1" wgt="wgt"><labl xml:lang="fi">Paino</labl></var>
    <var ID="V6" name="pvm" files="F1"><labl xml:lang="fi">Päivä</labl>
      <varFormat type="numeric" formatname="DATE11"/></var>
    <var ID="V7" name="h1" files="F2"><labl xml:lang="fi">Toisen tiedoston muuttuja</labl></var>
  </dataDscr>
</codeBook></metadata></record></GetRecord></OAI-PMH>
""".encode()
