# Everything a developer or an operator does, in one word each: `make help` explains them.

SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
INSTANCE ?= instance
UV := .tools/bin/uv
BIN := .venv/bin
WORKERS ?= 3
SOURCES := borderreg tests bench scripts

.DEFAULT_GOAL := help
.PHONY: help setup demo run test check sure fmt bench screens docs translations messages clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: .venv/.dev translations ## Make or renew .venv with everything for development (quick when up to date)

demo: .venv/.run translations ## Fill instance/demo with invented people and serve it on PORT (default 8000)
	$(BIN)/borderreg --instance $(INSTANCE)/demo demo --port $(PORT)

run: .venv/.run translations ## Serve the instance in INSTANCE (made with `borderreg init`) on PORT
	$(BIN)/borderreg --instance $(INSTANCE) serve --port $(PORT)

test: setup ## Run every test, with a real PostgreSQL and Chromium (fetched with apt-get where that can be)
	@scripts/system-packages
	$(BIN)/pytest -q -n $(WORKERS) --dist worksteal $(TESTS)

check: setup ## Format, lint, types, layers and the fast tests: before each commit
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n $(WORKERS) -m "not browser and not postgresql and not slow" tests/domain tests/conventions tests/test_*.py

sure: check test ## Everything: check, then test

fmt: setup ## Format and mend what can be mended by itself
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

bench: setup ## Print speeds as ratios to limits measured in the same run
	@$(BIN)/python -m bench

screens: setup ## Render every page of every role at 360 and 1280 px into contact sheets under screens/
	@scripts/system-packages
	$(BIN)/python -m scripts.screens

docs: setup ## Write docs/verdicts.md and docs/permissions.md again from the code
	$(BIN)/python -m borderreg.domain.reasons > docs/verdicts.md
	$(BIN)/python -m tests.web.write_permissions
	$(BIN)/python -m scripts.gate_rules

messages: setup ## Collect the interface's texts into the catalogues of translations
	$(BIN)/pybabel -q extract -F pyproject.toml -k _l --no-location --sort-output -o .venv/messages.pot .
	$(BIN)/pybabel -q update -i .venv/messages.pot -d borderreg/translations --no-fuzzy-matching --ignore-obsolete

clean: ## Remove what setup and tests made (never an instance)
	rm -rf .venv .tools .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache screens

CATALOGUES := $(wildcard borderreg/translations/*/LC_MESSAGES/messages.po)

translations: $(CATALOGUES:.po=.mo)

%.mo: %.po .venv/.run
	@$(BIN)/pybabel -q compile -i $< -o $@

$(UV): requirements/tools.txt
	@echo "Fetching uv into .tools ..."
	@rm -rf .tools/uv-*.dist-info
	@$(PYTHON) -c 'import sys; sys.exit("borderreg needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --upgrade --require-hashes \
		--target .tools -r requirements/tools.txt
	@touch $(UV)

.venv/bin/python: | $(UV)
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv

.venv/.run: requirements/runtime.txt requirements/build.txt pyproject.toml | $(UV) .venv/bin/python
	@echo "Installing what borderreg needs to run ..."
	@$(UV) pip install --quiet --require-hashes -r requirements/build.txt
	@$(UV) pip install --quiet --require-hashes -r requirements/runtime.txt
	@$(UV) pip install --quiet --no-deps --no-build-isolation -e .
	@touch .venv/.run

.venv/.dev: requirements/dev.txt .venv/.run
	@echo "Installing what development needs ..."
	@$(UV) pip install --quiet --require-hashes -r requirements/dev.txt
	@touch .venv/.dev
