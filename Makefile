# Everything a newcomer types. Each target sets up what it needs; set-up runs once per pyproject.toml.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   ?= .venv
BIN    := $(VENV)/bin
DATA   ?=

.PHONY: demo run test lint types imports eval bench train setup clean

setup: $(VENV)/.installed

$(VENV)/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("remarque needs Python 3.11 or newer, found " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --progress-bar off --editable '.[dev]'
	@touch $@

demo: setup ## the main job, offline, on the bundled archive
	$(BIN)/remarque demo

run: setup ## the same job on the live feeds
	$(BIN)/remarque run

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

test: lint types imports ## everything CI runs, pytest last
	$(BIN)/python -m pytest

eval: setup ## quality table against the pinned floors; DATA=<folder of public datasets> measures those too
	$(BIN)/python -m tests.eval.run $(if $(DATA),--data $(DATA))

bench: setup ## speed ratios from one run, results under benchmarks/results/
	$(BIN)/python -m benchmarks.run

train: setup ## needs DATA=<folder of public datasets>; see models/sentiment/card.md
	$(BIN)/python -m pip install --quiet --editable '.[train]'
	$(BIN)/python -m models.sentiment.train --data $(DATA)

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
