# Everything a developer needs; `make` alone lists it. Needs Python 3.11 or later, make, and a network for packages.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
OUT := out
CORPUS := $(sort $(filter %.txt %.docx %.pdf %.html %.ofd %.xlsx,$(wildcard corpus/* corpus/*/*)))
WANTING := $(sort $(filter %.doc %.tiff,$(wildcard corpus/* corpus/*/*)))
SHOWN := corpus/qingjiang-health-tasks.txt
CODE := pipeline tests benchmarks scripts
TESTS ?= tests
CHECKS := lint types imports schema-check spec

.DEFAULT_GOAL := help
.PHONY: help demo test lint types imports schema schema-check docs spec bench bench-peers gains system clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "gongwen needs Python 3.11 or later: none found (set PYTHON=…)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV) || { echo "on Debian: apt-get install python3-venv" >&2; exit 1; }

# A stamp per set of packages: what pyproject.toml asks for is installed once, and again when it changes.
$(VENV)/.run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run ## convert corpus/ into out/ and show a result
	@mkdir -p $(OUT)
	$(BIN)/gongwen convert --out $(OUT)/ $(CORPUS) || test $$? -eq 3
	@echo
	@echo "Old Word files want LibreOffice, scans want OCR (gongwen doctor says what is missing):"
	@for notice in $(WANTING); do $(BIN)/gongwen convert --out $(OUT)/$${notice##*/}.json $$notice || true; done
	@echo
	$(BIN)/gongwen show $(SHOWN)
	@echo
	@echo "From the list of one year to the next, and what became of the targets of 2022 by 2024 (the first lines of each):"
	@$(BIN)/gongwen diff $(OUT)/songhe-jobs-2022.json $(OUT)/songhe-jobs-2023.json | head -n 14
	@echo
	@$(BIN)/gongwen track $(OUT)/songhe-jobs-202*.json --from 2022 --quiet --to jsonl --out $(OUT) | head -n 16
	@$(BIN)/gongwen diff $(OUT)/songhe-jobs-2022.json $(OUT)/songhe-jobs-2023.json --to md --out $(OUT)/
	@echo
	@echo "The records are in $(OUT)/, and with them songhe-jobs-2023.diff.md and the tracks (*.jsonl; --to xlsx for workbooks)."
	@echo "Look at one place: $(BIN)/gongwen explain $(SHOWN) --at 400"

# All checks run, even after one that fails, so that one run tells everything; pytest comes last and so stays in sight.
test: system $(VENV)/.dev ## everything that CI runs: lint, types, imports, schema, grammars, all tests
	@failed=""; \
	for check in $(CHECKS); do $(MAKE) --no-print-directory $$check || failed="$$failed $$check"; done; \
	$(BIN)/pytest -n auto $(TESTS) || failed="$$failed pytest"; \
	test -z "$$failed" || { echo "failed:$$failed" >&2; exit 1; }

lint: $(VENV)/.dev ## ruff
	$(BIN)/ruff check $(CODE)

types: $(VENV)/.dev ## mypy --strict
	$(BIN)/mypy

imports: $(VENV)/.dev ## imports run one way
	$(BIN)/lint-imports --no-logo

schema: $(VENV)/.run ## write schemas/, docs/schema.md, docs/diff-schema.md and docs/data.md from the models
	$(BIN)/gongwen schema --out schemas/notice.schema.json
	$(BIN)/gongwen schema diff --out schemas/diff.schema.json
	$(BIN)/python scripts/schema_doc.py notice docs/schema.md
	$(BIN)/python scripts/schema_doc.py diff docs/diff-schema.md
	$(BIN)/python scripts/tables_doc.py docs/data.md

docs: schema ## write what the examples of the documentation print now, and docs/schema.md
	$(BIN)/python scripts/doc_examples.py --write README.md docs/cli.md docs/grammars.md docs/batch.md

schema-check: $(VENV)/.run ## are schemas/ and the pages made from the models what the models say?
	@$(BIN)/gongwen schema | cmp - schemas/notice.schema.json && $(BIN)/python scripts/schema_doc.py notice - | cmp - docs/schema.md \
		&& $(BIN)/gongwen schema diff | cmp - schemas/diff.schema.json \
		&& $(BIN)/python scripts/schema_doc.py diff - | cmp - docs/diff-schema.md \
		&& $(BIN)/python scripts/tables_doc.py - | cmp - docs/data.md \
		|| { echo "the models have changed: run make schema" >&2; exit 1; }

spec: $(VENV)/.run ## run the examples of the grammars
	$(BIN)/gongwen grammar test

gains: $(VENV)/.run ## what the working tree gains and loses on corpus/ against the last commit (BASE=… for another)
	$(BIN)/python scripts/gains.py --base $(or $(BASE),HEAD)

bench: $(VENV)/.dev ## speed, measured
	@missed=0; for bench in $(filter-out %/bench_peers.py,$(sort $(wildcard benchmarks/bench_*.py))); do echo "== $$bench"; $(BIN)/python $$bench || missed=1; done; exit $$missed

bench-peers: $(VENV)/.dev ## other tools on the same files (installs them, 5 GB, into a cache folder of their own)
	$(BIN)/python benchmarks/bench_peers.py --write docs/benchmarks.md

system: ## the Debian packages that some tests need (installed only as root on Debian)
	@sh scripts/system_packages.sh

clean: ## remove what was made, the environment too
	rm -rf $(VENV) $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find pipeline tests scripts benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
