# One target a habit; `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

debug := .build/debug/abm-forensics
release := .build/release/abm-forensics
sources := Package.swift Sources Probes Tests

.PHONY: help run build test release format lint fuzz peers bench bench-path bench-access bench-fleet
.PHONY: json-conformance samples picture clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: build  ## build, judge a sample case, and make a real TLS 1.3 handshake with openssl on loopback
	@Scripts/run $(debug)

build:  ## debug build of everything, tests included
	@Scripts/need build
	swift build --build-tests

test:  ## build and run every test; skipped tests say by name what they miss
	@Scripts/need build test
	swift build --build-tests
	@Scripts/test

release:  ## the static binary, where swift build -c release puts it
	@Scripts/need build
	swift build -c release --static-swift-stdlib --product abm-forensics
	@ls -l $(release)

format:  ## rewrite the sources in the house's style
	swift format --in-place --parallel --recursive $(sources)

lint:  ## the same rules, complaints only
	swift format lint --strict --parallel --recursive $(sources)
	@sh -n Scripts/need && for script in Scripts/run Scripts/peers Scripts/test .ci/run; do bash -n $$script || exit 1; done
	@echo "lint: clean"

fuzz:  ## a million mutated TLS inputs against the parser and the state machine
	@Scripts/need build
	swift build -c release --product fuzz-tls
	for kind in flights ocsp sct hello answer; do \
	  .build/release/fuzz-tls $$kind $${FUZZ_COUNT:-1000000} $${FUZZ_SEED:-1} || exit 1; done

peers: build  ## every gateway as a real peer: what it does to a handshake, and what we make of it
	@Scripts/need test
	@Scripts/peers

bench: release  ## wall time and memory of the sample cases, as ratios to jq reading the same files
	@Scripts/need bench
	@python3 Scripts/bench.py $(release)

bench-path: release  ## one probe and 1,000 handshakes beside openssl, sslyze and testssl.sh, as ratios of one run
	@Scripts/need bench-path
	swift build -c release --static-swift-stdlib --product bench-tls
	@python3 Scripts/bench-path.py .build/release --many $${MANY:-100000}

bench-fleet: release  ## a million devices: joined beside one query in DuckDB, every count checked
	@Scripts/need bench-fleet
	swift build -c release --static-swift-stdlib --product bench-fleet
	@python3 Scripts/bench-fleet.py .build/release --devices $${DEVICES:-1000000} $${LINEAR:+--linear}

bench-access: release  ## 1 GB of access log, endpoint by status: every count and the time against mawk's, on one core
	@Scripts/need bench-access
	@python3 Scripts/bench-access.py $(release) $${MEGABYTES:-1000}

json-conformance: build  ## what is JSON, held against Python's json on 100,000 made documents; differences are listed
	JSON_DOCUMENTS=$${JSON_DOCUMENTS:-100000} swift test --skip-build --filter JSONConformanceTests

samples:  ## make the sample cases anew and compare them with the committed ones
	python3 Samples/generate-cases.py --check

picture: build  ## the README's picture, from a real run
	python3 Scripts/picture.py $(debug) Documentation/run.svg

clean:  ## remove what was built
	rm -rf .build .build-* .venv
