PYTHON := .venv/bin/python

test: ## run all tests
	test -x $(PYTHON) || python3 -m venv .venv
	$(PYTHON) -m pip install -q pytest
	$(PYTHON) -m pytest -q
