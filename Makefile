# Everything starts here: `make demo` tries the software out, `make test` tests it. Needs Python 3.11 or newer.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
DEV := .venv/.dev

.PHONY: demo setup test e2e office fuzz load lint bench lock

demo: setup
	@test -f .env || printf 'DEMO=1\nSECRET_KEY=%s\n' "$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" > .env
	@$(BIN)/python -c 'import socket, sys; sys.exit(socket.socket().connect_ex(("127.0.0.1", $(PORT))) == 0 and "Port $(PORT) is taken. Choose another: make demo PORT=8080")'
	@mkdir -p var
	@$(BIN)/python manage.py demo
	@$(BIN)/python manage.py collectstatic --noinput --verbosity 0
	@echo "Open http://127.0.0.1:$(PORT)/ (Ctrl+C stops it)"
	@exec $(BIN)/gunicorn emulation_cluster.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --threads 4 --log-level warning --no-control-socket

# The virtual environment with exactly the locked packages; made anew when the lock changes.
setup: .venv/.installed

.venv/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

# Every test that needs nothing else and is soon done. DATABASE_URL chooses the database, here and in fuzz and
# load; SQLite otherwise. BUT leaves more out: BUT=once where another database has had those tests already.
test: $(DEV)
	@mkdir -p var
	$(BIN)/python -m pytest -m "not e2e and not office and not fuzz and not load$(BUT:%= and not %)" $(ARGS)

# The walk through a real browser; CHROMIUM names it where it is not found.
e2e: $(DEV)
	@mkdir -p var
	$(BIN)/python -m pytest -m e2e $(ARGS)

# Files that LibreOffice opens and saves.
office: $(DEV)
	@mkdir -p var
	$(BIN)/python -m pytest -m office $(ARGS)

# Ten thousand random requests at the entry form; FUZZ_SEED and FUZZ_POSTS say which and how many.
fuzz: $(DEV)
	@mkdir -p var
	$(BIN)/python -m pytest -m fuzz $(ARGS)

# Thirty officers type into the same cells for LOAD_SECONDS, 60 if not said.
load: $(DEV)
	@mkdir -p var
	$(BIN)/python -m pytest -m load $(ARGS)

lint: $(DEV)
	@mkdir -p var
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	DEBUG=1 $(BIN)/mypy emulation_cluster papers vietnamese web provinces figures emulation reports
	$(BIN)/lint-imports --no-cache
	$(BIN)/djade --check --target-version 5.2 $$(git ls-files 'templates/*.html')

bench: $(DEV) .venv/.bench
	@mkdir -p var
	DEBUG= DEMO=1 $(BIN)/python -m tests.bench

.venv/.bench: requirements-bench.txt $(DEV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.txt
	@touch $@

# Renews the locked versions after a change of pyproject.toml; needs uv.
lock:
	uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header -o requirements.txt
	uv pip compile -q pyproject.toml --group dev -c requirements.txt --universal --python-version 3.11 --generate-hashes --no-header -o requirements-dev.txt
	uv pip compile -q pyproject.toml --group bench -c requirements-dev.txt --universal --python-version 3.11 --generate-hashes --no-header -o requirements-bench.txt
