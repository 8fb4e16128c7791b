# Everything one does with a checkout. `make` alone lists it.
# Paths are relative, so that the checkout may lie under any name, spaces included.

VENV := .venv
PY := $(VENV)/bin/python
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes

# Handed to recipes through the environment, where quoting cannot go wrong.
export FOLDER PORT PYTHON UPGRADE KILLS SEED

.DEFAULT_GOAL := help
.PHONY: help demo run test check bench test-ledger test-deploy test-faults faults-in-statements faults-in-calls faults-by-waiting soak test-browser lock clean

help: ## list what make can do
	@sed -n 's/^\([a-z-]*\):.*## /  \1|/p' Makefile | awk -F'|' '{ printf "%-16s%s\n", $$1, $$2 }'

demo: $(VENV)/runtime.stamp ## play in the browser, without account or token [FOLDER=my/sets] [PORT=8000]
	@exec $(PY) -m bot demo $${FOLDER:+"$$FOLDER"} $${PORT:+--port "$$PORT"}

run: $(VENV)/runtime.stamp ## run the bot on Telegram (needs QUIZBOT_TOKEN, see README)
	@exec $(PY) -m bot run

test: $(VENV)/dev.stamp ## run the tests (no browser, no system package needed)
	$(PY) -m pytest -q --ignore=tests/browser --ignore=tests/servers --ignore=tests/benchmarks --ignore=tests/ledger

check: $(VENV)/dev.stamp ## lint, format, types and question sets
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m bot check --strict questions/

test-ledger: $(VENV)/dev.stamp ## kill the bot 200 times while people play, and count every answer [KILLS=200] [SEED=7]
	KILLS=$${KILLS:-200} $(PY) -m pytest -q -s tests/ledger

test-deploy: $(VENV)/deployment.stamp ## try deploy/ for real: systemd, nginx, Caddy, Litestream (as root, on Debian)
	$(PY) -m pytest -q tests/servers

bench: $(VENV)/bench.stamp ## measure the bot, beside others, and write docs/performance.md
	$(PY) -m tests.benchmarks

test-faults: $(VENV)/dev.stamp ## let each statement and each call fail in turn, in every way
	@$(MAKE) --no-print-directory -j3 faults-in-statements faults-in-calls faults-by-waiting

FAULTS := QUIZBOT_EVERY_FAULT=$(or $(STATEMENTS),every) $(PY) -m pytest -q -p no:cacheprovider tests/faults

faults-in-statements: $(VENV)/dev.stamp
	$(FAULTS)/test_nth_statement.py

faults-in-calls: $(VENV)/dev.stamp
	$(FAULTS) --ignore=tests/faults/test_nth_statement.py -k "not late"

# For answers that come too late. This takes time but hardly any processor, and wants a calm machine.
faults-by-waiting: $(VENV)/dev.stamp
	$(FAULTS)/test_nth_call.py -k late

soak: $(VENV)/dev.stamp ## let people play on and on, and see that the bot stays what it was [SECONDS=300]
	$(PY) -m tests.soak $(or $(SECONDS),300)

test-browser: $(VENV)/dev.stamp ## try the demo's page in Chromium (the system's own)
	$(PY) -m pytest -q tests/browser

clean: ## remove the environment and all caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	find bot tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp says which lock the environment was last brought up to.
$(VENV)/runtime.stamp: deploy/requirements.txt | $(VENV)/bin/python
	@echo "Installing what the bot needs into $(VENV) ..."
	@$(PIP_INSTALL) -r deploy/requirements.txt
	@touch $@

$(VENV)/dev.stamp: deploy/requirements-dev.txt $(VENV)/runtime.stamp
	@echo "Installing what its tests and checks need into $(VENV) ..."
	@$(PIP_INSTALL) -r deploy/requirements.txt -r deploy/requirements-dev.txt
	@touch $@

$(VENV)/deployment.stamp: deploy/requirements-deployment.txt $(VENV)/dev.stamp
	@echo "Installing what the tests of deploy/ need into $(VENV) ..."
	@$(PIP_INSTALL) -r deploy/requirements.txt -r deploy/requirements-dev.txt -r $<
	@touch $@

$(VENV)/bench.stamp: deploy/requirements-bench.txt $(VENV)/dev.stamp
	@echo "Installing what the bot is measured against into $(VENV)/bench ..."
	@$(PY) -m venv --clear $(VENV)/bench
	@$(VENV)/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/bin/python:
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
	    echo "quizbot needs Python 3.11 or newer, and $${PYTHON:-python3} is not." >&2; \
	    echo "Install one, or name it: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; \
	fi; \
	"$$python" -m venv --clear $(VENV) || { \
	    rm -rf $(VENV); \
	    echo "$$python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; \
	    exit 1; }

# The first of the candidates that is new enough; PYTHON, if given, is the only one.
define FIND_PYTHON
for p in $(if $(PYTHON),"$$PYTHON",python3.11 python3 python3.14 python3.13 python3.12); do \
    "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; \
done
endef

# uv writes one lock for all systems and Python versions, with every file's hash. It keeps the
# versions that still fit; UPGRADE=--upgrade takes the newest.
UV := uv==0.13.9
UV_COMPILE := pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

lock: ## write all locks anew from pyproject.toml [UPGRADE=--upgrade]
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && python=$$($(FIND_PYTHON)) && \
	"$$python" -m venv "$$tools" && "$$tools/bin/pip" install --quiet $(UV) && \
	"$$tools/bin/uv" $(UV_COMPILE) $$UPGRADE pyproject.toml -o deploy/requirements.txt && \
	"$$tools/bin/uv" $(UV_COMPILE) $$UPGRADE --group dev -c deploy/requirements.txt -o deploy/requirements-dev.txt && \
	"$$tools/bin/uv" $(UV_COMPILE) $$UPGRADE --group deployment -c deploy/requirements.txt -c deploy/requirements-dev.txt \
	    -o deploy/requirements-deployment.txt && \
	"$$tools/bin/uv" $(UV_COMPILE) $$UPGRADE --group bench -o deploy/requirements-bench.txt
