# Everything is done through these targets; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help start install build setup test test-unit test-contract test-integration test-deploy test-docs faults soak test-manifests test-topology validate coverage check types lint format docs bench clean test-dashboard screenshots

VITEST := node node_modules/vitest/vitest.mjs run
INSTALLED := node_modules/.installed

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  %-24s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

start: build ## Serve everything on http://localhost:8080 (PORT=…); Ctrl-C stops it
	@exec node dist/local/main.mjs

install: $(INSTALLED) ## Install the packages of the lockfile, if they changed

$(INSTALLED): package-lock.json package.json
	@test/tools.sh node npm
	@echo "installing packages …"
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

build: install ## Bundle the functions to dist/, if their sources changed
	@node esbuild.config.mjs

setup: ## Install what the tests need from Debian, or name it
	@test/setup.sh

test: ## Install what the tests need and run them all
	@MAKE='$(MAKE)' test/run.sh

test-unit: build ## Tests beside the code
	@$(VITEST) --project unit

test-contract: build ## The wire contract on functions, the stock HTTP stack and the ingress
	@$(VITEST) --project 'contract-*'

test-integration: build ## Scenarios on real bundles with scripted backends
	@$(VITEST) --project integration

test-deploy: build ## The deploy targets and scripts
	@$(VITEST) --project deploy

test-docs: build ## The commands and links of the documents
	@$(VITEST) --project docs

test-manifests: install ## The manifests: schemas and policies
	@test/tools.sh kubectl
	@$(VITEST) --project manifests

test-topology: build ## The contract and scaling on the demonstration overlay, run as processes
	@test/tools.sh kubectl nginx redis-server
	@$(VITEST) --project topology

validate: install ## Build every overlay and check every object; says what ran
	@test/tools.sh kubectl
	@scripts/validate.sh
test-dashboard: build ## The pages of the dashboard in Chromium
	@$(VITEST) --project dashboard

screenshots: build ## Take the pictures of docs/images/dashboard again
	@SCREENSHOTS=docs/images/dashboard $(VITEST) --project screenshots

faults: build ## The fault wall: run it, print what each client saw, rewrite docs/FAULTS.md
	@test/faults/run.sh

soak: build ## Mixed traffic with faults for ten minutes (SOAK_SECONDS=…): memory, handles, wrong answers
	@node node_modules/vitest/vitest.mjs run --config test/faults/soak/vitest.config.ts --disable-console-intercept

coverage: build ## Unit tests with the coverage of lib
	@$(VITEST) --project unit --coverage

check: install ## Format, lint, types, dead code, generated documents
	@npx prettier --check --log-level warn .
	@npx oxlint --type-aware --quiet lib functions dashboard test
	@npx tsc -p .
	@npx tsc -p dashboard
	@npx tsc -p test/dashboard
	@npx knip --no-progress
	@$(MAKE) --no-print-directory docs
	@git diff --exit-code -- README.md docs/API.md || { echo "the generated documents were stale; commit them"; exit 1; }

types: install ## Type check
	@npx tsc -p .
	@npx tsc -p dashboard
	@npx tsc -p test/dashboard

lint: install ## Lint
	@npx oxlint --type-aware lib functions dashboard test

format: install ## Format all files
	@npx prettier --write --log-level warn .

docs: build ## Rewrite what is generated from the route table
	@node dist/docs/write.mjs
	@npx prettier --write --log-level warn README.md docs/API.md

bench: build ## Measure: the HTTP stack, chat beside a peer, the engines
	@node test/bench/http-stack/run.mjs
	@node test/bench/streams/run.mjs
	@node test/bench/engines/run.mjs

clean: ## Remove what was built; with a cluster at hand, ask about the namespace, too
	@rm -rf dist coverage
	@if $(KUBECTL) get namespace $(NAMESPACE) --request-timeout=5s >/dev/null 2>&1; then $(MAKE) --no-print-directory undeploy || true; fi

include deploy.mk
