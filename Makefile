# Two commands for a newcomer: `make demo` and `make test`. Both set everything up in .venv first.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

OPENWEBUI := $(VENV)/openwebui

.PHONY: demo test test-openwebui lint gate serve bench bench-peers soak lock image clean

$(READY): requirements-dev.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $(READY)

demo: $(READY)
	$(BIN)/tiyao summarize --engine extractive --format text samples/yunxiu-xian-2024.txt

test: $(READY)
	$(BIN)/python -m pytest -n 3 --dist loadfile $(PYTEST_ARGS)

# Open WebUI in an environment of its own (OPENWEBUI=folder), 600 MB, and a browser on it; pictures in out/openwebui.
# Python 3.11 or 3.12. What the page names and does not need (torch and the like) is left out.
OPENWEBUI_LISTS := tests/openwebui/requirements.txt tests/openwebui/page.txt
$(OPENWEBUI)/.ready: $(OPENWEBUI_LISTS)
	test -x $(OPENWEBUI)/bin/python || $(PYTHON) -m venv $(OPENWEBUI)
	$(OPENWEBUI)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps $(OPENWEBUI_LISTS:%=-r %)
	touch $@

test-openwebui: $(READY) $(OPENWEBUI)/.ready
	TIYAO_TEST_OPENWEBUI=$(abspath $(OPENWEBUI)) $(BIN)/python -m pytest tests/openwebui $(PYTEST_ARGS)

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The embedded engine on our own dev reports against the committed baseline; 3 says that the set cannot tell.
gate: $(READY)
	$(BIN)/tiyao eval run --engine extractive --split dev --fresh -o out/eval/embedded-dev.json
	$(BIN)/tiyao eval gate out/eval/embedded-dev.json --baseline eval/baseline/embedded-dev.json

serve: $(READY)
	$(BIN)/tiyao serve

bench: $(READY)
	$(BIN)/python -m benchmarks

# The peers are installed into out/peers first. BENCH_ARGS=--quick: two lengths, under four minutes.
bench-peers: $(READY)
	$(BIN)/python -m benchmarks.peers $(BENCH_ARGS)

soak: $(READY)
	$(BIN)/python -m pytest -m soak $(PYTEST_ARGS)
	TIYAO_CHAOS_REPORTS=200 TIYAO_CHAOS_AWAY_SECONDS=30 $(BIN)/python -m pytest tests/chaos $(PYTEST_ARGS)

# Versions and hashes only; no download address stands in the files. The image takes the first, developers the second.
BOTS := --extra feishu --extra dingtalk --extra wecom --extra slack
LOCK := $(BIN)/uv pip compile pyproject.toml --extra postgres $(BOTS) --generate-hashes --no-emit-index-url --no-header --no-annotate
lock: $(READY)
	$(LOCK) --upgrade -o requirements.lock
	$(LOCK) --extra dev -c requirements.lock -o requirements-dev.lock

# The Dockerfile read by a linter, then its own steps carried out in a bare folder: no container engine is needed.
image: $(READY)
	$(BIN)/hadolint Dockerfile
	$(BIN)/python .ci/image

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
