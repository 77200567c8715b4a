PYTHON ?= python3
PORT ?= 7860
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -qq --no-input
LOCKED := $(PIP) --no-deps --no-build-isolation --require-hashes

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev serve test lint types golden eval lock wheel clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.setup ## create .venv with what yinju needs to run

setup-dev: .venv/.setup-dev ## add what the tests and checks need

serve: setup ## index corpus/ if there is no index yet, then serve the pages on PORT (7860)
	test -e .yinju/manifest.json || $(BIN)/yinju index corpus
	$(BIN)/yinju serve --port $(PORT)

test: setup-dev ## run all tests
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

lint: setup-dev ## check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-dev ## check types
	$(BIN)/mypy .

golden: setup-dev ## rewrite tests/golden/ from the documents; review the diff like code
	$(BIN)/python -m tests.write_golden

eval: setup ## measure search quality on the gold questions
	$(BIN)/python -m eval quality

wheel: setup-dev ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

# The locks hold for every platform that has wheels; they were tried on Linux x86-64.
# make lock UPGRADE=--upgrade takes the newest versions.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(UPGRADE)
lock: setup ## pin all dependencies anew, after a change in pyproject.toml
	$(PIP) uv==0.13.9
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) --group build --constraint requirements.lock --output-file requirements-build.lock
	$(COMPILE) pyproject.toml --group dev --extra sentence-transformers \
		--constraint requirements.lock --output-file requirements-dev.lock

clean: ## delete the environment, the index and everything that was built
	rm -rf .venv .yinju dist build .fuzz .hypothesis .*_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.setup: pyproject.toml requirements-build.lock requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Yinju needs Python 3.11 or newer: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "this Python cannot make environments; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(LOCKED) -r requirements-build.lock
	$(LOCKED) -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.setup-dev: .venv/.setup requirements-dev.lock requirements-torch.lock
	$(LOCKED) -r requirements-dev.lock
	$(PIP) -r requirements-torch.lock
	$(BIN)/python -m pip check
	@touch $@
