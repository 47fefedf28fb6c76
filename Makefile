# Two commands are enough: `make run` and `make test`.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check lint types contracts fast browser faults lock clean help

help:
	@echo "make run    bring up the station and the sample forum on 127.0.0.1"
	@echo "make test   set up and run everything that needs no service"
	@echo "make check  ruff, mypy --strict, import contracts"
	@echo "make browser | faults   the slow suites"

$(VENV)/.run: requirements.txt pyproject.toml
	@bash tools/setup.sh "$(PYTHON)" run

$(VENV)/.dev: requirements-dev.txt pyproject.toml
	@bash tools/setup.sh "$(PYTHON)" dev

run: $(VENV)/.run
	@$(BIN)/python tools/messages.py
	@$(BIN)/linli station run --sample

test: $(VENV)/.dev check fast

check: lint types contracts

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy
	cd examples/forum && ../../$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

fast: $(VENV)/.dev
	$(BIN)/python tools/messages.py
	$(BIN)/pytest -m "not browser and not faults and not scale and not evaluation"

browser: $(VENV)/.dev
	$(BIN)/python tools/messages.py
	$(BIN)/pytest -m browser -n 1 tests/browser
	$(BIN)/pytest -m browser -n 1 tests/examples

faults: $(VENV)/.dev
	$(BIN)/pytest -m "faults or scale" -n 1 tests

lock:
	bash tools/lock.sh

clean:
	rm -rf $(VENV) var build dist
