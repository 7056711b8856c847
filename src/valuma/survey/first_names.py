"""First names that are common in Finland: by them a column or a cell with names of persons is recognised."""

from __future__ import annotations

_NAMES = """
aapo aarne aaro aaron aatos aatu ahmed ahti aija aila aili aimo aini aino airi aleksanteri aleksi alex alexander ali
alina alisa allan alli amanda amelia anders andreas anette anita anja anna anne anneli anni annika annikki annu ansa
anssi anton antonio antti anu ari arja arno arthur arto arttu artturi arvo asko asta atte auli aulis auvo axel bengt
benjamin berit bernt birgitta bjarne björn bo börje camilla carina carita carl carola caroline cecilia charlotta
christer christian christina christoffer clas dan daniel daniela david dennis eemeli eero eetu eeva eevi eija eila
eino eirik elias elina elisa elisabet elisabeth ella ellen elli elsa elvi emil emilia emma emmi enni ensio eriikka
erik erika erja erkki ernest esa eskil esko essi ester eugen eva eveliina fatima felix filip fiona frank fredrik
frida gun gunborg gunilla gunnar gunnel gustaf gustav göran hanna hannah hanne hannele hannes hannu hans harri harry
heidi heikki heimo heini heleena helena heli helinä helka helmi helvi hemmo henna henri henriikka henrik henrika
henry herman hilja hilkka hilma hugo iida iina iiris iiro ilari ilkka ilmari ilona ilpo ilse inga inge ingeborg
inger ingmar ingrid inka irene irina iris irja irma irmeli isa isabella ismo ivar jaakko jaana jan jani janika
janina janita janne jannica jari jarkko jarl jarmo jarno jasmin jasper jenna jenni jennifer jenny jere jeremias
jesper jesse jessica joakim joanna joel johan johanna johannes john jonas jonathan joni jonna joona joonas jorma
josefin josefina joseph jouko jouni juha juhana juhani juho jukka julia juliana julius jussi justiina jutta juulia
juuso jyri jyrki jörgen kaapo kaarina kaarlo kai kaija kaisa kalervo kalevi kalle kari karim karin karita karl
karoliina karri kasper kasperi katariina katarina kathleen kati katja katri katriina kauko kenneth kerstin kerttu
kevin kim kimmo kirsi kirsti kjell klaus konsta krister kristian kristiina kristina kristoffer kurt kyllikki kyösti
laila lari lars lasse laura lauri lea leena leevi leif leila lena lenita lennart leo liisa lilja lilli linda linnea
linus lotta lucas ludvig luka lukas lyyli magdalena magnus maija maiju maire maj malin manu marcus margareta
margaretha margit mari maria marianne mariia marika marita marja marjaana marjatta marjo marjukka marjut mark markku
marko markus martin martina martta mary mathias matias matilda mats matti mattias mauno mauri merja mervi mia
michael miia mika mikael mikaela mike mikko milja milla mimmi mina mira miriam mirja mirjam mirjami mirka mirva
mohamed monica monika muhammad mårten nadja nea nella nelli nicklas niclas nico niilo niina niklas niko nikolai nils
nina noora nora olavi ole olga oliver olivia olli onni oona orvokki oscar oskar oskari osmo ossi otso otto outi
paavo pasi patricia patrick patrik paul paula pauli pauliina paulina peik pekka pentti per perttu peter petra petri
petteri pia piia pinja pirita pirjo pirkko pontus päivi päivikki pär raija raila raili raimo raine rainer ralf rami
rasmus rauha rauni rauno reetta reidar reijo reima reino riikka riina risto rita ritva robert robin roger roland
rolf ronja roope roosa rosa rune ruut saana saara saija saila saima saimi saku salme sami samu samuel samuli sandra
sanna sanni santeri santtu sara sarah sari satu saul sauli seija selma senja seppo siiri silja simo simon sini
sinikka sirkka sirkku sirpa siv sofia sohvi soile soili sointu sonja stefan stella stig sture sulo susanna susanne
suvi svante sven sylvi taavi taina taisto tanja tapani tapio tarja taru tatu teemu teija teijo tellervo teppo teresa
terhi terho tero terttu thomas tiia tiina tilda timi timo tobias toini toivo tom tomas tomi tommi toni tony topi tor
torbjörn tove trygve tuija tuomas tuomo tuovi tuula tuulia tuulikki tuure tytti tyyne ulf ulla ulpu ulrika uolevi
urho urpo usko valto valtteri vappu veera veijo veikko veli venla verna verneri vesa vieno viktor viktoria vilhelmi
vilhelmiina vilho viljami viljo ville vilma virpi virve viveka väinö walter wilhelm wilma yrjö åke åsa örjan östen
"""

#: Single first names, case-folded. A double name such as Anna-Maija is known by its first part.
FIRST_NAMES = frozenset(_NAMES.split())
