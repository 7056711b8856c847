# Two commands do everything on a fresh machine with Python, make and pip:
#   make brief   builds the policy brief of the study in this folder (build/brief/)
#   make test    lint, types, docs, doctests and tests
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DRAWS  ?=
TEMPLATE ?=
JOBS   ?= 2
SECONDS ?= 300

export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help brief example report tables slides figures check test fuzz docs bench draw clean

help:
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

brief: $(VENV)/.core ## build the policy brief in Finnish, Swedish and English (DRAWS=full for print)
	$(BIN)/valuma brief . $(if $(DRAWS),--draws $(DRAWS))

example: $(VENV)/.core ## build the brief of the example study, all of it invented (build/example/)
	$(BIN)/valuma brief examples/example-study --out build/example $(if $(DRAWS),--draws $(DRAWS))

report: $(VENV)/.core ## write the report with its annexes for Word (TEMPLATE=their.docx)
	$(BIN)/valuma report . --docx $(if $(TEMPLATE),--template "$(TEMPLATE)") $(if $(DRAWS),--draws $(DRAWS))

tables: $(VENV)/.core ## write figures, tables and results as Excel workbooks
	$(BIN)/valuma tables . --xlsx $(if $(DRAWS),--draws $(DRAWS))

slides: $(VENV)/.core ## make the slides (TEMPLATE=their.pptx)
	$(BIN)/valuma slides . --pptx $(if $(TEMPLATE),--template "$(TEMPLATE)") $(if $(DRAWS),--draws $(DRAWS))

figures: $(VENV)/.core ## draw every figure of the catalogue in three languages
	$(BIN)/valuma figures . --all

check: $(VENV)/.core ## check the study folder and the numbers in cases/README.md
	$(BIN)/valuma check . --readme

test: $(VENV)/.dev docs ## lint, types, docs, doctests, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(JOBS) -q

fuzz: $(VENV)/.dev ## damage survey files of every format and read them (SECONDS=300)
	$(BIN)/python tests/survey_fuzz.py --seconds $(SECONDS)

docs: $(VENV)/.dev ## build the documentation (build/docs/)
	$(BIN)/sphinx-build -W --keep-going -q -b html docs build/docs

bench: $(VENV)/.bench ## compare with the usual tools in one run
	$(BIN)/python benchmarks/mixing.py
	$(BIN)/python benchmarks/linkage.py
	$(BIN)/python benchmarks/surveys.py

draw: $(VENV)/.core ## draw the invented organisations and answers of the example anew
	$(BIN)/python examples/draw_example.py

clean: ## remove what was built, keep the environment
	rm -rf build docs/_build

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "valuma needs Python 3.11 or newer; call make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "The venv module of Python is missing. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.core: $(VENV)/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.core
	$(BIN)/python -m pip install --quiet --editable ".[dev,docs]"
	@touch $@

$(VENV)/.bench: $(VENV)/.core benchmarks/requirements.txt
	$(BIN)/python -m pip install --quiet --requirement benchmarks/requirements.txt
	@touch $@
