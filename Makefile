# Everything a person needs: `make run`, `make test`. The rest is for work on the code. Needs git, make, Python ≥ 3.11.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/installed
.DEFAULT_GOAL := help

help: ## Say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/' | expand -t 18

run: $(READY) ## Run the site with its demo network: http://localhost:8000/ (PORT=… for another port)
	@DEMO=$${DEMO-1} PORT=$(PORT) DJANGO_SETTINGS_MODULE=config.settings.production $(BIN)/python -W ignore manage.py run --port $(PORT)

dev: $(READY) ## The same, reloading when the code changes
	@PORT=$(PORT) DJANGO_SETTINGS_MODULE=config.settings.dev $(BIN)/python -W ignore manage.py run --port $(PORT) --reload

test: $(READY) ## Run the test suite on the embedded database
	@$(BIN)/pytest -q -n 2

check: $(READY) ## Format, lint, types, imports, migrations, translations, deploy checks
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/pytest -q tests/test_architecture.py tests/test_project.py
	@$(BIN)/python -W ignore manage.py messages --check
	@SITE_URL=https://parvis.example MAIL_URL=smtp://localhost ADDRESS_HASH_KEY=for-the-check VAR_DIR=.cache/check DJANGO_SETTINGS_MODULE=config.settings.production \
		$(BIN)/python -W ignore manage.py check --deploy --fail-level WARNING
	@$(BIN)/python -W ignore manage.py makemigrations --check --dry-run

prove: $(READY) ## Everything at full size, into docs/measurements.md (takes long)
	@bench/prove

fix: $(READY) ## Format, and mend what the linter can
	@$(BIN)/ruff format -q . ; $(BIN)/ruff check -q --fix .

messages: $(READY) ## Bring the catalogues in locale/ up to date with the code
	@$(BIN)/python -W ignore manage.py messages

lock: ## Pin the newest allowed versions in requirements.lock (needs uv)
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --universal --generate-hashes --python-version 3.11 \
		--group dev pyproject.toml -o requirements.lock --no-emit-find-links --upgrade -q

clean: ## Remove the virtual environment, caches and built files; var/ (the data) stays
	@rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Parvis needs Python 3.11 or newer: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is missing: on Debian, apt-get install python3-venv"; exit 1; }
	@echo "Installing Parvis's dependencies (the first time takes about a minute)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

.PHONY: help run dev test check prove fix messages lock clean
