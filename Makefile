# What people type; each target says in a line what it does. `make help` prints them.

SHELL := /bin/bash
SWIFT ?= swift
# Debian packages: to build and run; see ARCHITECTURE.md for what each is for.
PACKAGES := pkg-config libsqlite3-dev libopenblas-dev libsndfile1-dev libpng-dev libturbojpeg0-dev libarchive-dev libsoxr-dev
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
PYTHON ?= python3
export PYTHON
ASSAY := .build/release/assay
# One BLAS thread in tests: parallel products differ in the last bit.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: help deps build quickstart test lint format record check-page bench bench-models parity fuzz clean

help: ## Print this list.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

deps: ## Install the Debian packages that are missing.
	@missing=$$(for p in $(PACKAGES); do dpkg-query -W -f '$${Status}' $$p 2>/dev/null | grep -q '^install ok' || echo $$p; done); \
	if [ -n "$$missing" ]; then $(SUDO) apt-get update -q && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing; fi

build: deps ## Build the assay command in release mode.
	$(SWIFT) build -c release --product assay

quickstart: build ## Ingest the sample corpora, run the quick-start suite, write a report.
	$(ASSAY) run suites/quickstart --db db/quickstart.sqlite
	$(ASSAY) report --db db/quickstart.sqlite --output reports/quickstart.html
	@echo 'Click on file://$(CURDIR)/reports/quickstart.html'

test: deps ## Run every test.
	$(SWIFT) build --build-tests
	@set -o pipefail; log=$$(mktemp); trap 'rm -f "$$log"' EXIT; \
	$(SWIFT) test --skip-build 2>&1 | tee "$$log" || { printf '\n== what failed\n'; grep -h '✘' "$$log"; exit 1; }

lint: ## Check the format of the sources and the rules of documentation comments.
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format: ## Rewrite the sources in the house format.
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

record: ## Write golden files anew; look at the difference before you commit it.
	RECORD_SNAPSHOTS=1 $(SWIFT) test || true

check-page: quickstart ## Open the quick start's report in headless Chromium and try it (see Benchmarks/page/README.md).
	$(PYTHON) Benchmarks/page/check reports/quickstart.html

bench: build ## Measure start-up, ingestion, runner, report and scoring; write Benchmarks/RESULTS.md.
	$(SWIFT) build -c release --product assay-bench
	.build/release/assay-bench $(ASSAY) Benchmarks/RESULTS.md

bench-models: build ## Measure base-size models beside PyTorch and ONNX Runtime (see Benchmarks/README.md).
	Benchmarks/models/run

parity: build ## Try other random seeds of every model fixture against the reference (needs Python packages, see Tests/Fixtures/models/README.md).
	Tests/Fixtures/models/parity $(SEEDS)

fuzz: deps ## Feed broken input to every reader of untrusted bytes, a minute each.
	$(SWIFT) build -c release --product assay-fuzz
	.build/release/assay-fuzz --seconds 60

clean: ## Remove what was built.
	rm -rf .build
