# Everything runs in its own .venv; a machine needs nothing but Python 3.11 or later and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORE := $(VENV)/.installed
USED := $(VENV)/.installed-all
READY := $(VENV)/.installed-dev
DEMO := out/demo

comma := ,

.DEFAULT_GOAL := help
.PHONY: help install demo demo-audit demo-model test test-long test-model record-replies check format generate eval baselines bench bench-certify bench-tables bench-cutting bench-engines bench-peers bench-formats bench-delivered bench-batch bench-audit bench-queue crash-test mutants lock clean bench-scans docs quick wheel-test

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Three locks: what reading needs, so that the demo is quick; everything that users use; what the tests need too.
# One stamp each: a changed lock or pyproject.toml installs again.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
define install
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.11" >&2; exit 1; }
@echo "installing $(1) into $(VENV) (once) ..."
@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
@$(PIP) --require-hashes --only-binary :all: -r $(1)
@$(PIP) --no-build-isolation -e .
@# With PYTHONDONTWRITEBYTECODE set every start would compile again: compile once here.
@$(BIN)/python -m compileall -q $(VENV)/lib extractor || true
endef

$(CORE): requirements.lock pyproject.toml
	$(call install,requirements.lock)
	@touch $@

$(USED): requirements-all.lock requirements.lock pyproject.toml
	$(call install,requirements-all.lock)
	@touch $(CORE) $@

$(READY): requirements-dev.lock requirements-all.lock requirements.lock pyproject.toml
	$(call install,requirements-dev.lock)
	@touch $(CORE) $(USED) $@

install: $(USED) ## Everything that users use: OCR, batches, the correction page, evaluation, the local model

demo: $(CORE) ## Read fixtures/reports and show what comes out
	@$(BIN)/python scripts/demo.py fixtures/reports $(DEMO)

demo-audit: $(READY) ## Make an invented city with planted troubles, read it, audit it, compare
	@$(BIN)/python scripts/demo_audit.py out/demo-audit

# The weights (1.1 GB) are fetched on the user's word only: making this target is that word.
MODEL_HOME = $(or $(EXTRACTOR_CACHE_DIR),$(or $(XDG_CACHE_HOME),$(HOME)/.cache)/extractor)
demo-model: $(USED) ## Fetch the local model, read fixtures/reports with rules and model (minutes)
	@$(BIN)/extractor model fetch
	@$(BIN)/extractor extract fixtures/reports --engine hybrid --out out/demo-model || test $$? -eq 1

test-model: $(READY) ## Fetch the local model and run the tests that need it (minutes)
	@$(BIN)/extractor model fetch --quiet
	@EXTRACTOR_TEST_MODEL=$(MODEL_HOME) $(BIN)/python -m pytest -m model

record-replies: $(READY) ## Record the model's replies to fixtures/reports again (set EXTRACTOR_BASE_URL)
	@$(BIN)/python scripts/record_replies.py

# A file's tests stay together, since they share servers, browsers and what they have read; the slow files come
# first (tests/conftest.py). JOBS=0: one after the other.
PYTEST = $(BIN)/python -m pytest -n $(or $(JOBS),2) --dist loadfile --no-loadscope-reorder

test: check ## Format, lint, types, import rules, generated files in step, tests but those of test-long (JOBS=2)
	@$(PYTEST) --durations=10 -m "not long"

test-long: $(READY) ## The tests of tests/long.txt: hosts and clusters that fail, the Batch API (minutes)
	@$(PYTEST) -m long

check: $(READY) ## All of test but the tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python scripts/generate_topics.py --check
	@$(BIN)/python scripts/generate_schemas.py --check
	@$(BIN)/python scripts/generate_checks_doc.py --check
	@$(BIN)/python scripts/generate_accuracy_doc.py --check

format: $(READY) ## Lay out the code and mend what can be mended without thought
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

generate: $(READY) ## Write records/topics.py, schemas/, docs/checks.md and docs/accuracy.md from tables, code and baselines
	@$(BIN)/python scripts/generate_topics.py
	@$(BIN)/python scripts/generate_schemas.py
	@$(BIN)/python scripts/generate_checks_doc.py
	@$(BIN)/python scripts/generate_accuracy_doc.py
	@$(BIN)/python scripts/generate_reference.py
	@$(BIN)/python scripts/generate_help_catalogue.py

# Recorded replies stand for a model; a model that is at hand reads a few documents of each suite as well
# (EVAL_LIMIT=999: all of them, which takes hours with the local one).
EVAL_LIMIT ?= 2
LIVE := --suite fixtures --suite real --suite noise --suite hostile
RECORDED := --replies fixtures/replies --quiet
eval: $(READY) ## Score every suite against gold, check the limits, write out/eval/report.html
	@rm -rf out/eval; passed=0; \
	$(BIN)/extractor eval run --quiet --check || passed=$$?; \
	$(BIN)/extractor eval run --suite fixtures --engine hybrid $(RECORDED) --check || passed=$$?; \
	$(BIN)/extractor eval run --suite recorded --engine model $(RECORDED) --check || passed=$$?; \
	for engine in hybrid model; do \
	  $(BIN)/extractor eval run $(LIVE) --engine $$engine --if-possible --limit $(EVAL_LIMIT) || passed=$$?; \
	done; \
	$(BIN)/extractor eval report out/eval/*.json --recompute --out out/eval/report.html || passed=$$?; \
	exit $$passed

baselines: $(READY) ## Keep the figures as they are now as baselines (look at make eval first)
	@$(BIN)/extractor eval run --quiet --write-baseline
	@$(BIN)/extractor eval run --suite fixtures --engine hybrid $(RECORDED) --write-baseline
	@$(BIN)/extractor eval run --suite recorded --engine model $(RECORDED) --write-baseline
	@$(BIN)/python scripts/generate_accuracy_doc.py

bench: $(READY) ## Documents per second, milliseconds by room
	@$(BIN)/python bench/run.py

bench-batch: $(READY) ## Documents per second, memory and growth of a batch, cost of an export (minutes)
	@$(BIN)/python bench/batch.py --counts "$(or $(COUNTS),1000$(comma)10000)"

docs: $(READY) ## Build the documentation into out/docs, offline; a warning is an error
	@$(BIN)/python -m sphinx -q -W --keep-going -b html docs out/docs
	@echo "open out/docs/index.html"

bench-audit: $(READY) ## Seconds, memory and findings of an audit of 1,000 and 10,000 reports in a store (minutes)
	@$(BIN)/python bench/audit.py --counts "$(or $(COUNTS),1000$(comma)10000)"

TOOLS := out/tools
try-tools: $(READY) ## Install frictionless, datasette, pandas, polars and duckdb beside and try an export with them (minutes)
	@test -x $(TOOLS)/bin/datasette || { $(PYTHON) -m venv $(TOOLS) && $(TOOLS)/bin/python -m pip install --quiet pandas polars fastexcel openpyxl "frictionless[excel,parquet]" duckdb datasette; }
	@$(BIN)/extractor extract fixtures/reports --out out/tried/reports --engine rules --quiet > /dev/null || test $$? -eq 1
	@$(BIN)/extractor export out/tried/reports --out out/tried/data --format all
	@$(TOOLS)/bin/python scripts/try_tools.py out/tried/data

try-label-studio: $(READY) ## Make a round trip through a real Label Studio (LABEL_STUDIO=program; installs one: minutes)
	@test -n "$(LABEL_STUDIO)" || test -x $(TOOLS)-ls/bin/label-studio || { $(PYTHON) -m venv $(TOOLS)-ls && $(TOOLS)-ls/bin/python -m pip install --quiet label-studio; }
	@mkdir -p out/tried
	@$(BIN)/extractor batch run fixtures/reports --db out/tried/store.sqlite --engine rules --quiet || test $$? -eq 1
	@$(BIN)/python scripts/try_label_studio.py out/tried/store.sqlite $(or $(LABEL_STUDIO),$(TOOLS)-ls/bin/label-studio)

.PHONY: walk-300 try-tools try-label-studio
walk-300: $(READY) ## A new user's walk: fresh clone, 300 mixed files, one line, ten corrections in a browser, export again
	@$(BIN)/python scripts/walk.py $(if $(KEEP),--keep $(KEEP))

wheel-test: $(READY) ## Build wheel and sdist, install them in an empty environment, run what the README shows
	@$(BIN)/python scripts/try_wheel.py

quick: $(READY) ## Format, lint and the quick tests (under 90 s on an idle machine): for every change
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(PYTEST) -q -m "not slow and not model" --durations=5

.PHONY: soak
soak: $(READY) ## Every promise of docs/reliability.md for an hour or more: kills, hostile files, attacks, 20 reviewers, restarts, full disks
	@$(BIN)/python scripts/soak.py $(if $(ONLY),--only $(ONLY)) $(if $(SHORT),--short)

crash-test: $(READY) ## Kill a batch at 200 random moments, resume it, check that nothing is lost or paid twice
	@$(BIN)/python scripts/crash_test.py --kills $(or $(KILLS),200) --documents $(or $(DOCUMENTS),500)

bench-formats: $(READY) ## Cells, silent errors, prose errors and seconds by format (minutes; PDF and scans need chromium)
	@$(BIN)/python bench/formats.py

bench-delivered: $(READY) ## Of the cells that stand in a text, those delivered or named as unread (fixtures, layouts, formats, converters)
	@$(BIN)/python bench/delivered.py $(DELIVERED)

bench-cutting: $(READY) ## What is still right when anything was cut out of a true text (10,000 trials, minutes)
	@$(BIN)/python bench/cutting.py --count 10000

bench-engines: $(READY) ## Texts of real OCR engines and converters (says what is missing; pip install -e .[bench])
	@$(BIN)/python bench/engines.py
bench-scans: $(READY) ## Cells, silent errors and processor time of scans by typeface, size and damage (needs chromium, fonts)
	@$(BIN)/python bench/scans.py $(SCANS)

# banff is GPL: it lives in an environment of its own and is no dependency.
bench-peers: $(READY) ## Our search for wrong cells beside banff's error localisation (installs banff beside; minutes)
	@test -x out/peers/bin/python || { $(PYTHON) -m venv out/peers && out/peers/bin/python -m pip install --quiet "banff>=3.1.3"; }
	@$(BIN)/python bench/peers.py out/peers/bin/python --count $(or $(COUNT),60) --seed $(or $(SEED),0)

bench-certify: $(READY) ## Coverage of a certificate's bounds, and values to read against a plain sample (minutes)
	@$(BIN)/python tests/certify/simulated_audits.py --sets $(or $(SETS),5000)
	@$(BIN)/python bench/certificate.py

bench-tables: $(READY) ## How well tables are read, by noise level, layout and table (minutes)
	@$(BIN)/python bench/tables.py --count 1000

bench-annexes: $(READY) ## How well the tables annexed to reports on 2008 to 2018 are read, by form and noise (a minute)
	@$(BIN)/python bench/annexes.py --count $(or $(COUNT),56)

# Faults planted one at a time, and which of them no test notices: ROOMS="tables review" COUNT=100 SEED=1
mutants: $(READY) ## Plant about 100 small faults and name those that no test sees (minutes)
	@$(BIN)/python scripts/mutants.py --count $(or $(COUNT),100) --seed $(or $(SEED),1) $(if $(ROOMS),--rooms $(ROOMS))

LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --upgrade pyproject.toml
lock: ## Resolve the three lock files again (needs uv: pip install uv)
	$(LOCK) --extra build --extra html --extra docx --extra pdf --extra sheets -o requirements.lock
	$(LOCK) --extra all --extra build -o requirements-all.lock
	$(LOCK) --extra all --extra dev -o requirements-dev.lock

clean: ## Remove the virtual environment, caches and output
	rm -rf $(VENV) out .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
