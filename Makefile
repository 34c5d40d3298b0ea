# The two commands of the README are `make lab` and `make test`; plain `make` lists the others.
#
# The set-up is redone only when the pins change. What is installed is remembered inside .venv
# in files named by a checksum of the pins; .here-<checksum> says that .venv was made at this
# path by this Makefile. A lock lets `make lab` and `make test` start at the same time: one
# installs, the other waits, and the operating system frees the lock however the run ends.

PYTHON ?= python3
LAB_ARGS ?=
TEST_ARGS ?=
LOCK_ARGS ?=
BENCH_ARGS ?=
NOTEBOOKS ?=
SITE ?= site

# The course multiplies small matrices: threads of BLAS that wait for each other cost more than
# they bring, most of all when a class shares a machine.
export OPENBLAS_NUM_THREADS ?= 1

VENV = .venv
PY = $(VENV)/bin/python
PIP = $(PY) -m pip --disable-pip-version-check install --quiet
CHECKSUM = cksum | cut -d ' ' -f 1
HERE := $(VENV)/.here-$(shell pwd -P | $(CHECKSUM))
RUN := $(VENV)/.run-$(shell find requirements.txt jupyter -type f -exec cat {} + | $(CHECKSUM))
DEV := $(VENV)/.dev-$(shell cat requirements.txt requirements-dev.txt | $(CHECKSUM))

LOCKED = $(PYTHON) -c 'import fcntl, os, sys; \
  lock = os.open(".venv.lock", os.O_RDWR | os.O_CREAT, 0o666); \
  fcntl.flock(lock, fcntl.LOCK_EX); \
  os.set_inheritable(lock, True); \
  os.execvp(sys.argv[1], sys.argv[1:])'
READY = test -x $(PY) && test -e $(HERE) && test -e $(RUN)
SUBMAKE = "$(MAKE)" --no-print-directory
COMPILE = $(PY) -m uv pip compile --quiet --universal --python-version 3.11 \
  --generate-hashes --fork-strategy fewest --no-emit-index-url --custom-compile-command "make lock" $(LOCK_ARGS) \
  pyproject.toml --extra build

.PHONY: help lab test site bench setup setup-dev notebooks lock clean check-python install install-dev

help:
	@echo 'make lab        the course in JupyterLab; LAB_ARGS="--no-browser --port 9000"'
	@echo 'make test       every check; TEST_ARGS="-k explorer" for some of the tests'
	@echo 'make setup      what make lab does before it opens JupyterLab'
	@echo 'make notebooks  the notebooks executed and stored; NOTEBOOKS=notebooks/02_plots.ipynb'
	@echo 'make site       the course as static pages in site/; SITE=folder for another place'
	@echo 'make bench      sliders and training against others; BENCH_ARGS="latency --quick"'
	@echo 'make lock       the pins, from pyproject.toml; LOCK_ARGS=--upgrade for newer ones'
	@echo 'make clean      .venv and caches removed'

lab: setup
	@$(PY) -m jupyterlab --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb \
	  --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
	  --ServerApp.root_dir=. $(LAB_ARGS)

test: setup-dev
	@status=0; \
	$(PY) -m ruff check . || status=1; \
	$(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist loadscope --no-loadscope-reorder $(TEST_ARGS) || status=1; \
	exit $$status

notebooks: setup-dev
	@$(PY) tests/store_notebooks.py $(NOTEBOOKS)

site: setup-dev
	@$(PY) -m helpers.site $(SITE)

bench: setup-dev
	@$(PY) -c 'import bqplot, ipympl, plotly, torch' 2>/dev/null || { \
	  echo 'Installing what is compared with into .venv, for the benchmarks alone'; \
	  $(PIP) --no-build-isolation -e '.[bench]'; }
	@$(PY) -m benchmarks $(BENCH_ARGS)

lock: setup-dev
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt

clean:
	rm -rf $(VENV) .venv.lock .pytest_cache .ruff_cache .hypothesis

setup:
	@$(READY) || { $(SUBMAKE) check-python && $(LOCKED) $(SUBMAKE) install; }

setup-dev:
	@$(READY) && test -e $(DEV) || \
	  { $(SUBMAKE) check-python && $(LOCKED) $(SUBMAKE) install-dev; }

check-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'The course needs Python 3.11 or newer, which "$(PYTHON)" is not.' \
	    'Name one that is: make lab PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo '"$(PYTHON)" cannot make virtual environments.' \
	    'On Debian and Ubuntu: sudo apt install python3-venv' >&2; exit 1; }

install:
	@$(PY) -c '' 2>/dev/null && test -e $(HERE) || { \
	  echo 'Making .venv'; \
	  $(PYTHON) -m venv --clear $(VENV) && touch $(HERE); }
	@test -e $(RUN) || { \
	  echo 'Installing requirements.txt into .venv: a few minutes the first time'; \
	  rm -f $(VENV)/.run-* $(VENV)/.dev-* && \
	  $(PIP) --require-hashes -r requirements.txt && \
	  $(PIP) --no-deps --no-build-isolation -e . && \
	  touch $(RUN); }

install-dev: install
	@test -e $(DEV) || { \
	  echo 'Installing requirements-dev.txt into .venv'; \
	  rm -f $(VENV)/.dev-* && \
	  $(PIP) --require-hashes -r requirements-dev.txt && \
	  touch $(DEV); }
