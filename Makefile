# Two commands: `make demo` and `make test`. `make` alone lists the rest.
# Everything is made inside the checkout: the environment in .venv, caches and temporary files in .cache.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo serve test test-quick check fix bench bench-web lock mutants sizes house clean

# PYTHON names the Python to build .venv with; 3.11 or newer.
PYTHON ?= python3
CACHE := $(CURDIR)/.cache
BIN := .venv/bin

export PYTHON
export TMPDIR := $(CACHE)/tmp
export XDG_CACHE_HOME := $(CACHE)/xdg
export PIP_CACHE_DIR := $(CACHE)/pip
export NUMBA_CACHE_DIR := $(CACHE)/numba
export HYPOTHESIS_STORAGE_DIRECTORY := $(CACHE)/hypothesis
export RUFF_CACHE_DIR := $(CACHE)/ruff
export MYPY_CACHE_DIR := $(CACHE)/mypy
unexport PYTHONPATH PYTHONHOME

SET_UP := mkdir -p "$(TMPDIR)" && sh tools/set_up.sh
# A language given on the command line wins over the machine's.
ifeq ($(origin LANG),command line)
unexport LC_ALL LC_MESSAGES
endif

help: ## Vis denne liste | Show this list
	@sh tools/list_targets.sh Makefile

demo: ## Byg demokommunen og svar (NO_SERVE=1, PORT=, LANG=en) | Build the demo municipality and answer (NO_SERVE=1, PORT=, LANG=en)
	@$(SET_UP) base
	@$(BIN)/beredt demo $(if $(NO_SERVE),--no-serve) $(if $(PORT),--port $(PORT))

serve: ## Start webapplikationen med egne data i out/web (PORT=) | Start the web application with your own data in out/web (PORT=)
	@$(SET_UP) base
	@$(BIN)/beredt serve $(if $(PORT),--port $(PORT))

test: ## Alt, som CI kører det: stil, typer, arkitektur, tests | Everything, as CI runs it: style, types, architecture, tests
	@$(SET_UP) test
	@$(BIN)/python -m tools.run_tests

test-quick: ## De hurtige tests, under et minut (ARGS= til pytest) | The quick tests, under a minute (ARGS= for pytest)
	@$(SET_UP) test
	@$(BIN)/python -m pytest -n 2 -q -m "not slow and not thorough" $(ARGS)

check: ## Stil, typer og importregler; ændrer intet | Style, types and import rules; changes nothing
	@$(SET_UP) test
	@$(BIN)/python -m tools.run_tests --checks-only

fix: ## Ret stil og formatering | Put style and formatting right
	@$(SET_UP) test
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: ## Mål hastighed og hukommelse (ARGS=) | Measure speed and memory (ARGS=)
	@$(SET_UP) test
	@$(BIN)/python -m benchmarks $(ARGS)

bench-web: ## Mål siderne med 30 brugere på én gang (ARGS=) | Measure the pages with 30 users at once (ARGS=)
	@$(SET_UP) test
	@$(BIN)/python -m benchmarks.web $(ARGS)

mutants: ## Ændr kernen linje for linje og se, om testene opdager det (ARGS=) | Alter the kernel bit by bit and see whether the tests notice (ARGS=)
	@$(SET_UP) test
	@$(BIN)/python -m tools.mutants $(ARGS)

sizes: ## Rapport: hvor lange er funktioner og filer | Report: how long are functions and files
	@$(SET_UP) test
	@$(BIN)/python -m tools.sizes

house: ## Tegn husets etager og rum i docs/architecture/house.md | Draw the house's storeys and rooms in docs/architecture/house.md
	@$(SET_UP) test
	@$(BIN)/python -m tools.draw_house

lock: ## Lås pakkeversioner på ny (ARGS=--upgrade tager nye) | Lock package versions again (ARGS=--upgrade takes new ones)
	@$(SET_UP) base
	@$(BIN)/python -m tools.refresh_locks $(ARGS)

clean: ## Fjern miljø, caches og resultater | Remove environment, caches and results
	rm -rf .venv .cache node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache out build dist
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
