* What GNU PSPP 1.6.2 reads from kunnat.por: pspp -O format=csv kunnat-read.sps > kunnat-read.csv .
IMPORT FILE='kunnat.por'.
FORMATS osuus (F20.7) suuri (E25.15).
DISPLAY DICTIONARY.
LIST.
