# The front door: people, hooks and CI all come in here.

.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
PEERS := $(VENV)/.bench
SPARK := $(VENV)/.spark
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check
PYTEST := $(BIN)/pytest -n auto --dist worksteal

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: review
review: $(READY) ## write the review of an account of the demo to out/review.html
	@mkdir -p out
	@$(BIN)/kamgraph review demo --account yaochuan --since 2026-04-15 -o out/review.html
	@echo "The review is in $(CURDIR)/out/review.html"

.PHONY: test
test: $(READY) ## run every test but those with a target of their own
	$(PYTEST)

.PHONY: test-long
test-long: $(READY) ## run what takes long, the code of pages and notebooks, kernels uncompiled
	$(PYTEST) -m long tests
	NUMBA_DISABLE_JIT=1 $(PYTEST) -m kernels tests

.PHONY: test-failures
test-failures: $(READY) ## kill writers, cut the power, fill disks, flip bits: nothing is lost
	$(PYTEST) -m failures tests/failures

.PHONY: test-browser
test-browser: $(READY) ## try the interactive map in a headless Chromium
	@if command -v npm >/dev/null; then npm ci --silent --ignore-scripts --no-audit --no-fund; \
	else echo "npm is not here, so that the test that needs axe-core is skipped" >&2; fi
	$(BIN)/pytest -m browser -rs tests

.PHONY: test-spark
test-spark: $(SPARK) ## compare Spark in local mode with the single machine
	$(BIN)/pytest -m spark tests

.PHONY: test-matrix
test-matrix: ## try every Python, and the oldest and newest packages (takes long)
	.ci/matrix

.PHONY: docs
docs: $(READY) ## build the documentation in out/docs; a warning is an error
	$(BIN)/sphinx-build -W --keep-going --quiet -b html docs out/docs
	@echo "The documentation is in $(CURDIR)/out/docs/index.html"

.PHONY: check
check: $(READY) ## check format, lint, types and layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: format
format: $(READY) ## format, and mend what the linter can mend itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: bench
bench: $(PEERS) ## measure the speed beside peers, from one account to a million people
	$(BIN)/python benchmarks/bench.py

.PHONY: bench-quick
bench-quick: $(PEERS) ## fail where anything lost half of its lead, or an account pays for others
	$(BIN)/python benchmarks/guard.py

.PHONY: bench-growth
bench-growth: $(READY) ## fail where anything grows too fast with an account of any shape
	$(BIN)/python benchmarks/growth.py

.PHONY: setup
setup: $(READY) ## make the virtual environment from the lock

.PHONY: lock
lock: ## pin the newest packages that pyproject.toml allows
	@set -e; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	$(PYTHON) -m venv "$$tools"; \
	"$$tools/bin/pip" install --quiet uv; \
	lock() { "$$tools/bin/uv" --no-config pip compile pyproject.toml \
		--universal --python-version 3.11 --upgrade --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --quiet "$$@"; }; \
	lock --group dev -o requirements.lock; \
	lock --group bench -c requirements.lock -o requirements-bench.lock; \
	lock --group spark -c requirements.lock -o requirements-spark.lock

.PHONY: clean
clean: ## remove what the other targets made
	rm -rf .venv .venv-* node_modules out dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "kamgraph needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 1; }
	@echo "Installing the pinned packages into $(VENV) (once)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

$(READY): $(LOCKED) pyproject.toml
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(PEERS) $(SPARK): $(VENV)/.%: requirements-%.lock $(READY)
	@$(INSTALL) --require-hashes -r $<
	@touch $@
