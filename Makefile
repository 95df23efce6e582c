# Everything starts here: `make demo` tries the software out, `make test` tests it. Needs Python 3.11 or newer.
PYTHON ?= python3
PORT ?= 8000
YEAR ?= 2023
BIN := .venv/bin
DEV := .venv/.dev

# A worker for every processor, each with a database of its own, and a file's tests all in one of them, which makes
# once what they share. WORKERS=0 runs them one after the other, for a debugger.
WORKERS ?= auto
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder
QUICK := not e2e and not office and not fuzz and not load

.PHONY: demo demo-2026 setup test postgresql check messages e2e accessibility pictures cases office fuzz load lint bench lock

# Each step says what it does. What a run before has done already is not done again. `make demo-2026` is the same
# after the provinces merged, in a database of its own.
demo-2026: YEAR = 2026
demo-2026: export DATABASE_URL = sqlite:///$(CURDIR)/var/demo-2026.sqlite3
demo-2026: export DEMO = 1
demo-2026: demo

demo: setup
	@$(BIN)/python -c 'import socket, sys; sys.exit(socket.socket().connect_ex(("127.0.0.1", $(PORT))) == 0 and "Port $(PORT) is taken. Choose another: make demo PORT=8080")'
	@$(BIN)/python manage.py demo --static --year $(YEAR)
	@echo "Open http://127.0.0.1:$(PORT)/ (Ctrl+C stops it)"
	@exec $(BIN)/gunicorn emulation_cluster.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --log-level warning --no-control-socket

# The virtual environment with exactly the locked packages; made anew when the lock changes.
setup: .venv/.installed

.venv/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@echo "Installing the packages into .venv (a minute or two, this time alone) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

# Every test that needs nothing else and is soon done. DATABASE_URL chooses the database, here and in postgresql,
# fuzz and load; SQLite otherwise.
test: $(DEV)
	$(PYTEST) -m "$(QUICK)" $(ARGS)

# Those that a second database could answer otherwise. DATABASE_URL must name it.
postgresql: $(DEV)
	@test -n "$(DATABASE_URL)" || { echo "Name a database server: DATABASE_URL=postgres://USER:PASSWORD@HOST:5432/NAME"; exit 1; }
	$(PYTEST) -m "postgresql and $(QUICK)" $(ARGS)

# Before a commit: lint, and the tests of what changed since main (tests/changed.py says which these are).
check: lint
	@tests=$$($(BIN)/python -m tests.changed) && if [ -z "$$tests" ]; then echo "No test is about what changed."; \
	else echo "Testing $$tests" && $(PYTEST) -m "$(QUICK)" $$tests $(ARGS); fi

# The walks through a real browser; CHROMIUM names it where it is not found.
e2e: $(DEV)
	$(PYTEST) tests/e2e -m "e2e and not accessibility and not pictures" $(ARGS)

# axe-core on every page, in the same browser; SCREENS=all tries each page in both widths and both schemes.
accessibility: $(DEV)
	$(PYTEST) tests/e2e -m accessibility $(ARGS)

# Pictures of what leaders see in every state, in var/pictures/.
pictures: $(DEV)
	$(PYTEST) --dist load tests/e2e -m pictures $(ARGS)

# Files and blocks that were once misread, each listed with what is read of it; one that is wrong fails.
cases: $(DEV)
	$(BIN)/python -m pytest -n 0 -q -s tests/figures/intake/test_cases.py $(ARGS)

# Files that LibreOffice opens and saves.
office: $(DEV)
	$(BIN)/python -m pytest $$(grep -rlw mark.office tests --include=*.py) -m office $(ARGS)

# Ten thousand random requests at the entry form; FUZZ_SEED and FUZZ_POSTS say which and how many.
fuzz: $(DEV)
	$(BIN)/python -m pytest tests/fuzz -m fuzz $(ARGS)

# Thirty officers type into the same cells for LOAD_SECONDS, 60 if not said.
load: $(DEV)
	$(BIN)/python -m pytest tests/load -m load $(ARGS)

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	DEBUG=1 $(BIN)/mypy emulation_cluster papers vietnamese web provinces figures emulation reports
	$(BIN)/lint-imports --no-cache
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')

# Looks for new texts; translate what is new or fuzzy in locale/en, then run it again, which compiles them.
messages: $(DEV)
	DEBUG=1 $(BIN)/python manage.py makemessages -l en --no-obsolete --no-wrap --add-location file -i .venv -i tests -i var
	DEBUG=1 $(BIN)/python manage.py compilemessages -l en -i .venv

bench: $(DEV) .venv/.bench
	DEBUG= DEMO=1 $(BIN)/python -m tests.bench $(ARGS)

.venv/.bench: requirements-bench.txt $(DEV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.txt
	@touch $@

# Renews the locked versions after a change of pyproject.toml; needs uv.
lock:
	uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header -o requirements.txt
	uv pip compile -q pyproject.toml --group dev -c requirements.txt --universal --python-version 3.11 --generate-hashes --no-header -o requirements-dev.txt
	uv pip compile -q pyproject.toml --group bench -c requirements-dev.txt --universal --python-version 3.11 --generate-hashes --no-header -o requirements-bench.txt
