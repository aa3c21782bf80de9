# Everything here works on a machine with Python 3.11 or newer, pip and make.
.DEFAULT_GOAL := site
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Tests start hundreds of commands; without kept bytecode each would compile the program anew.
export PYTHONDONTWRITEBYTECODE =

$(VENV)/.runtime: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "… 安装运行所需的库"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo "… 安装检查和测试所需的库"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

.PHONY: site serve quick test test-days mutate edits mutants lint bench lock clean
site: $(VENV)/.runtime  ## build the website into site/
	$(BIN)/pufa build

serve: $(VENV)/.runtime  ## preview with live reload on http://127.0.0.1:8000/
	$(BIN)/pufa serve

quick: $(VENV)/.dev  ## style, types, layers, and the unit tests that are not slow: under a minute, after every change
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports >$(VENV)/layers || { cat $(VENV)/layers; exit 1; }
	@$(BIN)/python -m pytest tests/unit -m "not slow" $(PARALLEL)

test: $(VENV)/.dev  ## all tests
	@sh tests/prepare.sh
	$(BIN)/python -m pytest $(PARALLEL)

PARALLEL = -n auto --dist loadfile --no-loadscope-reorder
ARGS ?=
test-days: $(VENV)/.dev  ## all tests as of a leap day, a New Year's Eve and a day of 2029; ARGS=tests/unit for a part of them
	@sh tests/prepare.sh
	$(BIN)/python tests/days/run.py $(PARALLEL) $(ARGS)

COUNT ?= 10000
SEED ?= 1
mutate: $(VENV)/.dev  ## ten thousand damaged inputs for every room that reads others' files; takes an hour or so
	$(BIN)/python tests/property/long_run.py --count $(COUNT) --seed $(SEED)

edits: COUNT = 300
edits: $(VENV)/.dev  ## three hundred random edits of small counties, each incremental build held against a clean one
	$(BIN)/python tests/property/edits_run.py --count $(COUNT) --seed $(SEED)

ROOMS ?=
mutants: COUNT = 100
mutants: $(VENV)/.dev  ## a hundred small faults in the engine, and how many the unit tests find; ROOMS="feeds register" for a part
	$(BIN)/python tests/mutants/run.py --count $(COUNT) --seed $(SEED) $(if $(ROOMS),--rooms "$(ROOMS)")

lint: $(VENV)/.dev  ## style, types, layers, and the repository's own records
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pufa check

SAVE ?=
bench: $(VENV)/.dev  ## speed and memory against Material, Hugo and icalendar; the whole country rolled up; SAVE=file keeps the figures
	$(BIN)/python benchmarks/bench.py $(if $(SAVE),--save $(SAVE))

lock: $(VENV)/.dev  ## renew both lock files (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --group build --group dev pyproject.toml -o requirements-dev.lock

clean:  ## remove what was made, but not the records
	rm -rf site $(VENV)
