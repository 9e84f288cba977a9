# Every target builds .venv by itself; nothing is needed beforehand but Python 3.11 or newer and make.
PYTHON ?= python3
BIN = .venv/bin
# What `make replay` replays: a file like UCI's log of ServiceNow, and every how manieth of its incidents.
REPLAY ?= bot/demo/servicenow_sample.csv.gz 1

.PHONY: install demo test test-quick check bench soak replay docs pictures clean

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: install
	$(BIN)/ictbot demo

test: check
	$(BIN)/pytest -n 2 --cov --cov-report=term:skip-covered

test-quick: install
	$(BIN)/pytest -n 2 -q tests/unit tests/conversations --sqlite-only

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy tests bench soak
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile
	$(BIN)/yamllint --strict compose.yaml

bench: install
	$(BIN)/python -m bench

soak: install
	$(BIN)/python -m soak

docs: install
	$(BIN)/ictbot docs > docs/commands.md

replay: install
	$(BIN)/python -m bench.replay $(REPLAY)

pictures: install
	$(BIN)/python -m docs.pictures.make

clean:
	rm -rf .venv build *.egg-info .demo bench.json soak.json
