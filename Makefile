# Both commands need nothing but Python 3.11+, make and a package index; everything is set up in .venv. The tests also open
# what we write in Chromium and LibreOffice, which are not Python packages: see .ci/run.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test lint types layers docs reference pictures pytest bench clean

help:  ## what there is
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

demo: .venv/.installed  ## the main job on made-up input: sync all channels, say who is late, print the rapor of 2023
	@$(BIN)/complaint-hub demo

test: lint types layers docs pytest  ## everything that must hold before a change lands
	@cat .pytest_cache/skipped.txt

lint: .venv/.tools  ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.tools  ## mypy and pyright, both strict
	$(BIN)/mypy
	$(BIN)/pyright

layers: .venv/.tools  ## who may import whom
	$(BIN)/lint-imports --no-cache

docs: .venv/.tools  ## the documentation site, into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

reference: .venv/.tools  ## write the reference pages of commands and rules, and the JSON Schema, anew
	$(BIN)/python -m docs.generate
	PYTHONPATH=tests $(BIN)/python -m docs.triage_figures

pictures: .venv/.tools  ## take the pictures of README and documentation anew, from the demo (needs Chromium, LibreOffice, poppler-utils)
	$(BIN)/python -m docs.take_pictures

pytest: .venv/.tools  ## the tests, those in the documentation included
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4

bench: .venv/.tools  ## measurements, as ratios of CPU time against a floor in the same run
	$(BIN)/python -m bench

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "complaint_hub needs Python 3.11 or newer: run make PYTHON=python3.11")'
	@echo "Setting up .venv (once, about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(PIP) install --upgrade pip

.venv/.installed: pyproject.toml | .venv/bin/python
	@$(PIP) install --editable .
	@touch $@

.venv/.tools: pyproject.toml | .venv/bin/python
	@$(PIP) install --editable . --group dev
	@touch $@ .venv/.installed

clean:  ## remove what the commands made
	rm -rf .venv site .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache demo.db* demo-data
