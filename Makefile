# Two commands for a new user: `make demo` and `make test`.  Both create what they need in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types unit train evaluate gate audit check corpus lock clean

demo: $(VENV)/.demo
	$(BIN)/hoinghi predict examples -o examples/out.jsonl --table

test: lint types unit

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

unit: $(VENV)/.dev
	$(BIN)/pytest -n 2 --dist worksteal

train: $(VENV)/.dev
	$(BIN)/python -m training.train

evaluate: $(VENV)/.dev
	$(BIN)/python -m training.evaluate --save

gate: $(VENV)/.dev
	$(BIN)/python -m training.gate --check

# Known vulnerabilities of the locked packages; says how many of them the service could be asked about.
audit: | $(BIN)/python
	$(PYTHON) -m venv $(VENV)/audit
	$(VENV)/audit/bin/pip install --quiet --disable-pip-version-check "pip-audit>=2.10,<3"
	$(VENV)/audit/bin/python .ci/audit.py requirements-dev.txt

check: $(VENV)/.dev
	$(BIN)/python -m training.check --stats

corpus: $(VENV)/.dev
	$(BIN)/python -m training.markup

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "hoinghi needs Python 3.10 or newer: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

# The demo installs the package as a user would; the tests install the locked tools beside it.
$(VENV)/.demo: pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# Needs uv; writes one lock for every supported Python and platform.
lock:
	uv pip compile --quiet --universal --generate-hashes --python-version 3.10 --extra dev --no-emit-package hoinghi pyproject.toml -o requirements-dev.txt

clean:
	rm -rf $(VENV) build dist *.egg-info examples/out.jsonl
