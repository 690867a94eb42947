# Set-up is part of every target: a virtual environment in .venv with locked, hashed dependencies.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run test test-windows pc-folder check bench fuzz format lint types imports packs docs docs-fresh lock clean

run: .venv/.run
	$(BIN)/python -m kakekomi.drill.demo
	$(BIN)/kakekomi desk --demo

# One process a core: the desk's browser tests and the kill tests wait more than they work.
PYTEST := $(BIN)/python -m pytest -n auto
test: .venv/.dev
	$(PYTEST)

# SETTINGS=kakekomi-pc.json KEY=desk.key.pem sign settings into it.
pc-folder: .venv/.dev
	@parts=$$(WINDOWS_LAB=$(CURDIR)/.windows-lab/pc tools/windows-lab.sh pc-parts) || \
		{ [ $$? = 77 ] && exit 0; exit 1; }; \
	$(BIN)/python tools/pc_folder.py "$$parts" pc-folder \
		$(if $(SETTINGS),--settings $(SETTINGS) --key $(KEY))

# Without Wine the tests are skipped (status 77) with the reason.
test-windows: .venv/.dev
	@tools/windows-lab.sh test || [ $$? = 77 ]

check: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 src/kakekomi/host src/kakekomi/respond src/kakekomi/check/windows_job.py tests/windows
	$(BIN)/lint-imports
	$(BIN)/kakekomi pack lint
	$(BIN)/python docs/generate.py --check
	$(PYTEST)

bench: .venv/.dev
	$(BIN)/python -m bench

# SECONDS for all targets together; inputs that broke a rule are left in fuzz-failures.
SECONDS ?= 600
fuzz: .venv/.dev
	$(BIN)/python -m fuzz --seconds $(SECONDS)

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: .venv/.dev
	$(BIN)/python docs/generate.py

lock:
	uv pip compile --universal --generate-hashes --no-header --all-extras -q pyproject.toml requirements/build.in -o requirements/run.lock
	uv pip compile --universal --generate-hashes --no-header --all-extras -q pyproject.toml requirements/build.in requirements/dev.in -o requirements/dev.lock

.venv/bin/python:
	@sh requirements/make-venv.sh "$(PYTHON)" .venv

.venv/.run: .venv/bin/python requirements/run.lock pyproject.toml
	$(PIP) install --require-hashes -r requirements/run.lock
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

.venv/.dev: .venv/.run requirements/dev.lock
	$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

clean:
	rm -rf .venv build dist kakekomi-demo .mypy_cache .ruff_cache .hypothesis
