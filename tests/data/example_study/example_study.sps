* Frequencies of the example study's files, weighted by the weight that the files name.
* pspp -O format=csv -o tests/data/example_study/pspp.csv tests/data/example_study/example_study.sps
* from the root of the repository; made with GNU PSPP 1.6.2.
GET FILE='examples/example-study/surveys/example-actor-survey/answers.sav'.
SHOW WEIGHT.
MRSETS /DISPLAY NAME=ALL.
FREQUENCIES /VARIABLES=kind interest_climate pay_equal network_01 benefit_contacts top_theme_1 commitment.
DESCRIPTIVES /VARIABLES=days_own_work experience /STATISTICS=MEAN MIN MAX.
GET FILE='examples/example-study/surveys/example-municipal-survey/answers.sav'.
SHOW WEIGHT.
FREQUENCIES /VARIABLES=position outlook_years.
DESCRIPTIVES /VARIABLES=grade_own grade_subregion grade_region grade_interregional /STATISTICS=MEAN MIN MAX.
