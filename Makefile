# Every command of the README. The set-up runs once; after that a call starts in seconds.

PYTHON := .venv/bin/python
export PYTHONUTF8 := 1

.PHONY: demo test lint run shots bench bench-parts bench-systems weights translations clean help
.DEFAULT_GOAL := help

help:  ## what can be typed
	@awk -F':.*##' '/^[a-z-]+:.*##/ { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.venv/.ready: pyproject.toml scripts/setup.sh
	@bash scripts/setup.sh packages

.venv/.qt-%: .venv/.ready
	@bash scripts/setup.sh qt $*

demo: .venv/.ready  ## the whole main job with no screen, into build/demo
	@rm -rf build/demo
	@$(PYTHON) -m desktop demo build/demo

test: .venv/.qt-offscreen  ## every test: the engine with Qt blocked, then the window and the whole
	JJAK_BLOCK_QT=1 $(PYTHON) -m pytest tests/engine -p no:pytest-qt -n 2
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest tests/desktop tests/end_to_end

lint: .venv/.ready  ## ruff, mypy --strict on the engine, import-linter, the rule book
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	$(PYTHON) -m desktop rules check --lang en

run: .venv/.qt-xcb  ## the window
	@$(PYTHON) -m desktop

shots: .venv/.qt-offscreen  ## every page as PNG, into build/shots
	QT_QPA_PLATFORM=offscreen $(PYTHON) scripts/shots.py build/shots

# Peers that are only measured against, in an environment of their own. Without them the table says so.
.venv/.peers: .venv/.ready
	@bash scripts/setup.sh peers

bench: bench-parts bench-systems  ## speed and memory, then every system trained: two tables, an hour and a half

bench-parts: .venv/.qt-offscreen .venv/.peers  ## speed and memory, as a table; BENCH="--size 20000"
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m scripts.bench $(BENCH)

bench-systems: .venv/.ready  ## train every system on its example and on real sets, as a table; SYSTEMS="bert gpt"
	$(PYTHON) -m scripts.bench_systems $(SYSTEMS)

weights: .venv/.ready  ## train the start weights of every system, into assets/weights
	$(PYTHON) -m scripts.start_weights

translations: .venv/.ready  ## collect the window's texts and compile their translations
	$(PYTHON) scripts/translations.py

clean:  ## remove what was built and installed
	rm -rf .venv build *.egg-info
