# The chores. Each sets itself up in .venv: with uv where it is installed, else with venv and pip.
#
#   make demo                   install, load the sample reports, run every stage, open the workbench
#   make demo ARGS=--no-serve   the same without the workbench
#   make test                   everything that must pass: style, types, layers, tests
#   make check                  style, types and layers only
#   make bench                  measure, and write tables that can be pasted into benchmarks/RESULTS.md
#   make docs                   write the generated reference pages
#   make screenshots            photograph every page of the workbench into docs/images (needs Chromium)
#   make fmt                    format the code

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=
UV     := $(shell command -v uv 2>/dev/null)
BUILD  := pyproject.toml $(wildcard hatch_build.py) $(shell find sijill/web/frontend -type f -not -path "*/node_modules/*" 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help demo test check bench docs screenshots fmt clean

help:
	@sed -n 's/^#   //p' Makefile

define install
	@echo "Setting up $(VENV) (once; about a minute) ..."
	@if [ -n "$(UV)" ]; then \
	  test -x $(BIN)/python || uv venv -q --python '>=3.11' $(VENV); \
	  uv pip install -q --python $(BIN)/python -e '$(1)'; \
	else \
	  $(PYTHON) -c 'import sys; sys.exit("Sijill needs Python 3.11 or later: make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)' && \
	  { test -x $(BIN)/python || $(PYTHON) -m venv $(VENV); } && \
	  $(BIN)/python -m pip install -q --disable-pip-version-check -e '$(1)'; \
	fi
	@touch $@
endef

$(VENV)/.installed: $(BUILD)
	$(call install,.)

$(VENV)/.installed-dev: $(BUILD)
	$(call install,.[test$(comma)check$(comma)validate])
	@touch $(VENV)/.installed

comma := ,

demo: $(VENV)/.installed
	@$(BIN)/sijill demo $(ARGS)

test: check
	$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed-dev
	$(BIN)/python -m benchmarks.run $(ARGS)

docs: $(VENV)/.installed-dev
	$(BIN)/python -m docs.generate

screenshots: $(VENV)/.installed-dev
	$(BIN)/python -m docs.screenshots

fmt: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
