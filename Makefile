# Every target does its own set-up; each stage prints its seconds.
SHELL := /bin/bash
PREFIX ?= /usr/local
STAGE := .ci/tools/stage.sh
FLEETS := Tests/Fleets

.PHONY: build agent demo test test-build test-unit test-loopback test-systemd install lint bench soak clean

build:
	@$(STAGE) packages .ci/tools/packages.sh build
	@$(STAGE) 'debug build' swift build

agent:
	@$(STAGE) packages .ci/tools/packages.sh build
	@$(STAGE) 'static agent' .ci/tools/agent.sh

demo: agent
	@$(STAGE) packages .ci/tools/packages.sh loopback
	@$(STAGE) 'debug build of muster' swift build --product muster
	@$(STAGE) demo $(FLEETS)/loopback/demo.sh

test: test-unit test-loopback test-systemd

test-build:
	@$(STAGE) packages .ci/tools/packages.sh build
	@$(STAGE) 'debug build with tests' swift build --build-tests

test-unit: test-build
	@$(STAGE) 'unit tests' swift test --skip-build --no-parallel --skip LoopbackFleetTests --skip SystemdFleetTests

test-loopback: test-build agent
	@$(STAGE) packages .ci/tools/packages.sh loopback
	@$(STAGE) 'loopback fleet tests' $(FLEETS)/loopback/with.sh swift test --skip-build --filter LoopbackFleetTests

test-systemd: test-build agent
	@[ "$$(id -u)" != 0 ] || $(STAGE) packages .ci/tools/packages.sh systemd
	@$(STAGE) 'systemd fleet tests' $(FLEETS)/systemd/with.sh swift test --skip-build --filter SystemdFleetTests

install: agent
	@$(STAGE) 'release build of muster' swift build -c release --product muster
	@$(STAGE) install .ci/tools/install.sh $(PREFIX)

lint:
	@$(STAGE) packages .ci/tools/packages.sh lint
	@$(STAGE) lint .ci/tools/lint.sh

# There are no benchmarks yet.
bench:
	@echo 'bench: nothing to measure yet'

# Nor are there long runs.
soak:
	@echo 'soak: nothing to run yet'

clean:
	$(FLEETS)/down-all.sh --all
	rm -rf .build
