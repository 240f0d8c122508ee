# Two commands to begin with: `make demo` shows the main job, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint .ci/constraints.txt
SAMPLE := seeds/000_6d34a9a495decccd.txt

.PHONY: help demo test test-slow check format fuzz soak bench audit docs dist-test dist-test-minimal dist-test-full fresh clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime ## install mlsum into .venv and run the main job on the sample
	@PATH="$(CURDIR)/$(BIN):$$PATH" scripts/demo $(SAMPLE)

test: $(VENV)/.test ## install what the tests need and run them
	@$(BIN)/python -m pytest -n auto --cov --cov-report=term -m "not slow"

test-slow: $(VENV)/.test ## the tests that take minutes
	@$(BIN)/python -m pytest -m slow

bench: $(VENV)/.test ## mlsum beside its peers, into docs/benchmarks.md (an hour)
	@$(PIP) --editable '.[bench]'
	@$(BIN)/python scripts/bench

fuzz: $(VENV)/.test ## ten minutes for each reader, with inputs led by coverage
	@$(PIP) atheris || echo "no atheris here: inputs are seeded" >&2
	@$(BIN)/python scripts/fuzz/run.py --seconds 600

soak: $(VENV)/.test ## batch, serve and watch for an hour, disturbed all the time, into docs/reliability.md
	@$(BIN)/python scripts/soak $(SOAK)

audit: $(VENV)/.test ## known holes and binding licences in what is installed
	@$(PIP) pip-audit
	@$(BIN)/python scripts/audit

docs: $(VENV)/.docs ## build the documentation site into site/, without a network
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet --config-file .mkdocs.yml

dist-test: dist-test-minimal dist-test-full ## build twice, compare, test wheel and sdist in clean environments

dist-test-minimal: ## the same without extras
	@PYTHON=$(PYTHON) scripts/dist_test test

dist-test-full: ## the same with all extras
	@PYTHON=$(PYTHON) scripts/dist_test test,html,documents,eval,ko,parquet,ray,semantic,torch,web

fresh: ## demo and test in an empty folder and HOME, as is and as on older processors (half an hour)
	@PYTHON=$(PYTHON) scripts/fresh $(FRESH)

check: $(VENV)/.test ## lint, types, layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/.test ## rewrite the code in house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean: ## remove the environment and all caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage site

$(VENV)/bin/python:
	@echo "Creating $(VENV)" >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "mlsum needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: $(VENV)/bin/python pyproject.toml scripts/install .ci/constraints.txt .ci/lock-runtime.txt
	@scripts/install runtime
	@touch $@

$(VENV)/.docs: $(VENV)/.runtime pyproject.toml
	@$(PIP) --editable '.[docs]'
	@touch $@

$(VENV)/.test: $(VENV)/bin/python pyproject.toml scripts/install .ci/constraints.txt .ci/lock.txt
	@scripts/install test
	@touch $(VENV)/.runtime $@
