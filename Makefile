# What people and CI do with this checkout. Nothing here leaves a file that git would show.

# The build is release only: the kernels are useless without optimization. An import that
# Package.swift does not declare is an error, and so is every warning. The program looks for no library
# in the folder where it lies.
BUILD = swift build -c release --explicit-target-dependency-import-check error --disable-local-rpath

.PHONY: help setup build test check check-rest format lint docs examples oracle reports service sanitize soak fuzz demo install deb bench clean
.NOTPARALLEL:

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | \
	  while IFS='|' read -r target text; do printf '%-18s%s\n' "$$target" "$$text"; done

setup: ## Install the Debian packages that are missing, check the Swift toolchain
	@scripts/setup

build: setup ## Build .build/release/backdrop
	$(BUILD)

test: setup ## Build and run the tests
	$(BUILD) --build-tests
	@scripts/python-env >/dev/null # what tests ask for the right answers
	@scripts/python-env scripts/requirements-exports.txt >/dev/null # what opens the exports
	swift test -c release --skip-build --disable-xctest

check: test check-rest ## All that CI checks: tests, lint, documents, examples, oracle, reports, service, demo, sanitizers

check-rest: lint docs examples oracle reports service demo sanitize ## What `make check` does besides the tests

format: ## Format the Swift sources in place
	swift format -i -r -p Package.swift Sources Tests

lint: ## Check the format of the Swift sources
	swift format lint --strict -r -p Package.swift Sources Tests

docs: ## Check the links, commands and spelling of names in the documents
	@scripts/check-docs

examples: setup ## Check that pipeline/examples is what scripts/make-examples makes
	@scripts/make-examples --check

oracle: build ## Train 37 configurations beside scikit-learn and print the differences
	@"$$(scripts/python-env)" Tests/backdropTests/oracle/check_scikit_learn.py .build/release/backdrop

reports: build ## Look at every kind of report in headless Chromium
	@scripts/check-reports

service: build ## Check the unit, the package, and the daemon as the package runs it (root: installs and removes it)
	@scripts/setup systemd dpkg-dev mandoc zsh fish
	@scripts/check-service

sanitize: setup ## Run the tests under the thread and the address sanitizer
	@scripts/sanitize thread
	@scripts/sanitize address

soak: setup ## Run every long test of Tests/soak, one after the other
	$(BUILD) --build-tests
	@set -e; for soak in Tests/soak/*; do [ -x "$$soak" ] && [ -f "$$soak" ] || continue; echo "$$soak"; "$$soak"; done

fuzz: setup ## Fuzz the CSV reader for 60 s, or SECONDS=N
	@scripts/fuzz $(or $(SECONDS),60)

bench: build ## Measure training, reading and scoring beside their peers; SAVE=1 writes docs/benchmarks.md
	@set -e; python=$$(scripts/python-env benchmarks/requirements.txt); \
	  save="$(if $(SAVE),--save docs/benchmarks.md)"; \
	  "$$python" benchmarks/cases/fit.py $(if $(CASES),,--growth) $$save $(CASES); \
	  $(if $(CASES),,"$$python" benchmarks/cases/reading.py --growth $$save numeric mixed gzip; \
	    "$$python" benchmarks/cases/predict.py $$save)

demo: build ## Run the main job on the three examples in a scratch folder
	@scripts/demo

install: build ## Install below $(DESTDIR)$(PREFIX): program, unit, manual, completions
	@scripts/install-files "$(DESTDIR)" "$(or $(PREFIX),/usr/local)"

deb: build ## Make a Debian package in .build/packages
	@scripts/setup dpkg-dev
	@scripts/make-deb

clean: ## Remove what was built, and the Python environment of the tests
	rm -rf .build .venv
