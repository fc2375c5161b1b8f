# `make demo` and `make test` start from nothing but Python 3.11 or later: each makes .venv first, once.

BIN := .venv/bin
READY := .venv/ready
RELOADED := .venv/whoosh-reloaded
WHOOSH_SUITE := .venv/whoosh-suite
PEERS := .venv/peers
FUZZ := .venv/fuzz
JARS := tests/opensearch/lib
BUILT := tests/test_packaging.py
ENGINE := tests/analyzers tests/index/kernel tests/index/backends $(wildcard tests/searcher/test_*.py)
WRITTEN := tests/index/backends/embedded tests/torture/test_faults.py $(wildcard tests/searcher/test_*.py)
VERSION ?= 3.12
PROFILE ?= default
SHARDS ?= 1 2
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$python -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PROCESSES = $(shell $(PYTHON) -c 'import os; print(os.cpu_count() + 2)')  # some tests wait for a screen or a process
PYTEST = $(BIN)/pytest --numprocesses $(PROCESSES) --dist worksteal

.PHONY: help demo test test-packaging test-numpy test-reloaded test-whoosh test-bounds test-python test-random test-opensearch torture-cluster opensearch-jars cluster nightly laws torture soak fuzz lint format messages docs relevance literals pages reprints missing suggestions cold bench growth clean

help:  ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-16s%s\n", $$1, $$2}' Makefile

demo: $(READY)  ## index seeds/ into ./demo-archive and search it
	$(BIN)/searcher --archive demo-archive add seeds
	$(BIN)/searcher --archive demo-archive find 农交会

test: lint  ## lint, then the suite
	$(PYTEST) --ignore $(BUILT)

test-packaging: $(READY)  ## source distribution and wheel: what is in them, and that they install and find
	$(PYTEST) $(BUILT)

test-numpy: $(READY)  ## what asks the kernel, on that in numpy, as where there is no C compiler
	SEARCHER_KERNEL=numpy $(PYTEST) $(ENGINE)

test-reloaded: $(RELOADED)  ## what asks Whoosh, with Whoosh-Reloaded in whoosh3's place
	PYTHONPATH=$(CURDIR)/$(RELOADED) $(BIN)/python -c 'import whoosh; assert "reloaded" in whoosh.__file__'
	PYTHONPATH=$(CURDIR)/$(RELOADED) $(PYTEST) $(WRITTEN)

test-whoosh: $(WHOOSH_SUITE)  ## Whoosh's own tests over our codec, counted
	cd $(WHOOSH_SUITE) && PYTHONPATH=$(CURDIR):$(CURDIR)/tests/whoosh_suite $(CURDIR)/$(BIN)/python -m pytest -q \
		-p no:cacheprovider -p tests.whoosh_suite.default_codec --override-ini addopts= tests

test-bounds: $(READY)  ## the kernel on damaged arrays under sanitizers, which see a read beyond one (needs gcc)
	$(BIN)/python -m tests.index.kernel.bounds

test-python: $(READY)  ## the source distribution and most of the suite on another Python: VERSION=3.12
	.ci/python $(VERSION)

test-random: $(READY)  ## the suite with examples drawn anew; make test draws the same each time
	$(PYTEST) --hypothesis-profile=random

nightly: test-random laws torture fuzz soak  ## what chance chooses, anew each night (an hour)

laws: $(READY)  ## the laws with many more examples, drawn anew
	$(PYTEST) --hypothesis-profile=thorough tests/searcher/test_laws.py tests/searcher/test_several_papers.py

torture: $(READY)  ## crashes, full disks, power failures, damage: with many more of them, drawn anew (minutes)
	$(PYTEST) --hypothesis-profile=thorough tests/torture

soak: $(READY)  ## eight readers beside a writer for ten minutes, every answer checked
	$(BIN)/python -m tests.torture.soak --minutes 10

fuzz: $(FUZZ)  ## any bytes as pages, articles, questions, zips and an archive's files: a minute each, with atheris
	for target in page articles query packed index; do PYTHONPATH=$(FUZZ) $(BIN)/python -m tests.torture.fuzzing $$target 60 || exit; done

opensearch-jars: $(JARS)/2/fetched  ## OpenSearch 2.19 for the tests, by Maven; with a Java of 21 or later also: make tests/opensearch/lib/3/fetched

test-opensearch: $(READY)  ## the contract and the laws on a node of OpenSearch (needs a JDK and Maven; minutes): PROFILE=few SHARDS=2 is what CI runs
	@if ! command -v java >/dev/null || ! command -v mvn >/dev/null; then echo "skipped: OpenSearch needs a JDK of 17 or later, and Maven fetches it"; \
	elif ! $(MAKE) opensearch-jars; then echo "skipped: Maven could not fetch OpenSearch (is there a network?)"; else \
		OPENSEARCH=2 $(BIN)/pytest --numprocesses 0 tests/index/backends/test_contract.py tests/index/backends/opensearch && \
		for shards in $(SHARDS); do \
			$(BIN)/python -m pytest --numprocesses 0 --hypothesis-profile=$(PROFILE) -p tests.opensearch.plugin --shards $$shards tests/searcher/test_laws.py || exit; \
		done; fi

torture-cluster: $(READY) $(JARS)/2/fetched  ## writers and nodes of a cluster killed while readers check every answer (minutes)
	$(BIN)/python -m tests.opensearch.torture writers 60
	$(BIN)/python -m tests.opensearch.torture nodes 3

cluster: $(READY)  ## the main job on a cluster of three nodes on loopback (needs a JDK and Maven)
	@if ! command -v java >/dev/null || ! command -v mvn >/dev/null; then echo "skipped: OpenSearch needs a JDK of 17 or later, and Maven fetches it"; else \
		$(MAKE) opensearch-jars && $(BIN)/python -m tests.opensearch.demo; fi

lint: $(READY)  ## ruff and mypy
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

format: $(READY)  ## lay the code out as lint wants it
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

messages: $(READY)  ## bring the Chinese catalogue up to date, and tell what it lacks
	$(BIN)/python docs/messages.py

docs: $(READY)  ## write the outputs in README and the pictures anew
	$(BIN)/python docs/examples.py
	$(BIN)/python docs/picture.py

relevance: $(READY)  ## whole and short judged questions and known items in ../shared, with intervals (minutes)
	$(BIN)/python -m benchmarks.relevance

literals: $(READY)  ## strings drawn from ../shared: found as they stand, and first (minutes)
	$(BIN)/python -m benchmarks.literals

pages: $(READY)  ## the page parser's scores on the pages in ../shared and on those of 16 kinds, and whether it is as right as it claims
	$(BIN)/python benchmarks/pages.py
	$(BIN)/python benchmarks/page_kinds.py
	$(BIN)/python benchmarks/confidence.py

reprints: $(READY)  ## how well stories printed twice are found, on the data in ../shared
	$(BIN)/python benchmarks/reprints.py

missing: $(READY)  ## how often what `issues` calls missing is missing, on invented papers (minutes)
	$(BIN)/python -m benchmarks.coverage

suggestions: $(READY)  ## how often a wrong character and pinyin are understood, on the data in ../shared: ARCHIVE=, else one made anew
	$(BIN)/python -m benchmarks.suggestions $(if $(ARCHIVE),--archive $(ARCHIVE))

bench: $(PEERS)  ## new questions and whole pages against tantivy, SQLite and stock Whoosh (minutes)
	PYTHONPATH=$(PEERS) $(BIN)/python -m benchmarks.engine --json $(PEERS)/figures.json

growth: $(PEERS)  ## the same and the memory from 1,000 to 320,000 articles, with tantivy (an hour); draws docs/growth.svg
	PYTHONPATH=$(PEERS) $(BIN)/python -m benchmarks.engine.growth --svg docs/growth.svg --json $(PEERS)/growth.json

cold: $(READY)  ## commands in new processes, against jieba's start-up and ripgrep: ARCHIVE=, else one made anew
	$(BIN)/python benchmarks/cold.py $(ARCHIVE)

clean:  ## remove what make made
	rm -rf .venv build dist *.egg-info demo-archive .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(READY): requirements.lock pyproject.toml setup.py $(wildcard index/kernel/*.p[yx][xd] analyzers/*.p[yx][xd] index/backends/embedded/search/*.p[yx][xd])
	$(if $(PYTHON),,$(error searcher needs Python 3.11 or later with venv (Debian: python3-venv); install it, or name one: make PYTHON=/path/to/python3.11))
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# A folder before site-packages on the path, not a second environment: only `whoosh` is another.
$(RELOADED): requirements-reloaded.txt $(READY)
	rm -rf $@
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --target $@ -r requirements-reloaded.txt
	touch $@

# Peers of the benchmark stay out of the environment: a folder on the path while it runs.
$(PEERS): benchmarks/requirements.txt $(READY)
	rm -rf $@
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --target $@ -r benchmarks/requirements.txt
	touch $@

# The profile has the name of the major version.
$(JARS)/%/fetched: tests/opensearch/pom.xml
	rm -rf $(@D)
	cd tests/opensearch && mvn --quiet --batch-mode --activate-profiles opensearch-$* dependency:copy-dependencies \
		-DoutputDirectory=lib/$* -DincludeScope=runtime
	touch $@

$(FUZZ): tests/torture/requirements.txt $(READY)
	rm -rf $@
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --target $@ -r tests/torture/requirements.txt
	touch $@

# Whoosh's tests are in its source distribution only, of the version and hash that are locked.
$(WHOOSH_SUITE): requirements.lock $(READY)
	rm -rf $@ && mkdir $@
	grep -A 3 '^whoosh3==' requirements.lock | grep -v '#' > $@/source.txt
	$(BIN)/pip download --quiet --disable-pip-version-check --require-hashes --no-deps --no-binary whoosh3 \
		--no-build-isolation --dest $@ -r $@/source.txt
	tar -xzf $@/whoosh3-*.tar.gz --strip-components 1 -C $@
	touch $@
