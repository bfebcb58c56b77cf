# Kyoyo: `make run` starts it, `make test` checks everything, `make help` lists the rest.
# Set-up is done by tools/set_up and does nothing when nothing changed.

.DEFAULT_GOAL := help
.SILENT:
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:

PYTHON := .venv/bin/python
SET_UP := ./tools/set_up.sh
# The same language for every program, whatever the machine's is; the product takes its own from the browser.
export LC_ALL := C.UTF-8

##@ Every day

.PHONY: run
run: ## Start Kyoyo and print its address (PORT, HOST, KYOYO_DATABASE_URL are respected; Ctrl-C stops it)
	$(SET_UP) run
	exec $(PYTHON) -m booking.serve

.PHONY: test
test: ready ## Check everything: style, types, rooms, then all tests on SQLite, PostgreSQL and Chromium
	echo "Compiling the solver's core beside the checks (45 s of one core, the first time) …"
	$(PYTHON) -m solver.engine.fast & $(MAKE) check && $(SET_UP) test && wait
	echo "Running the tests …"
	exec $(PYTHON) -m pytest -n 2 --dist worksteal -q

.PHONY: format
format: ready ## Put the code into the house's format
	$(PYTHON) -m ruff check --quiet --fix-only .
	$(PYTHON) -m ruff format .

##@ Checks, one by one

.PHONY: check
check: lint types ## Style, rooms and types: all that needs no database and no browser

.PHONY: lint
lint: ready ## Format, style (ruff) and who may import whom (import-linter)
	echo "Checking style …"
	$(PYTHON) -m ruff format --check --quiet . || { echo "The files above are not in the house's format: run make format." >&2; exit 1; }
	$(PYTHON) -m ruff check --quiet .
	echo "Checking who imports whom …"
	report=$$($(PYTHON) .venv/bin/lint-imports --no-logo) || { echo "$$report"; exit 1; }

.PHONY: types
types: ready ## Types (mypy, strict)
	echo "Checking types …"
	$(PYTHON) -m mypy --no-error-summary

##@ Proofs

.PHONY: break
break: ready ## Break each promise once on purpose: a named test must turn red
	$(PYTHON) -m tools.break_promises

.PHONY: bench-solver
bench-solver: ready ## Solve a folder of benchmark instances: make bench-solver DIR=… [MORE="--family rcpsp_j30 --even --seconds 10"]
	test -n "$(DIR)" || { echo "Name the folder: make bench-solver DIR=…, with best_known.csv in it." >&2; exit 1; }
	exec $(PYTHON) -m solver benchmark "$(DIR)" $(MORE)

.PHONY: bench-race
bench-race: ready ## Fifty people at once on two web processes with PostgreSQL, then on SQLite: what came of each race (half an hour)
	$(PYTHON) -m tools.race

.PHONY: screenshots
screenshots: ready ## Take the pictures of docs/screenshots anew, from the demo data
	$(PYTHON) -m tools.screenshots

##@ Words and versions

.PHONY: translate
translate: ready ## Gather messages from code and pages into the catalogues under booking/translations
	$(PYTHON) -m tools.translate

.PHONY: lock
lock: ready ## Settle versions and write all lock files, without any address (UPGRADE=1 takes newer versions)
	$(PYTHON) -m tools.lock $(if $(UPGRADE),--upgrade)

##@ Help

.PHONY: ready
ready: ## Install what development needs; the other targets call it
	$(SET_UP) develop

.PHONY: help
help: ## This list
	awk -f tools/help.awk $(firstword $(MAKEFILE_LIST))
