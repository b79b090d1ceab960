# Every target does its own set-up; each stage prints its seconds.
SHELL := /bin/bash
PREFIX ?= /usr/local
STAGE := .ci/tools/stage.sh
FLEETS := Tests/Fleets
# The hosts that tests act on; suites run side by side, so each has its own.
ACTING := units-grow users-grow plain-grow units-press small units-bad users-bad units-roll users-roll plain-roll \
    units-crash users-crash plain-crash units-edge living noport \
    units-hand users-hand plain-hand units-prove users-keys units-wall
# How many controllers, agents and links die in a soak, and how often the way from pressure to stop is timed.
KILLS ?= 100
TRIALS ?= 20

.PHONY: build agent demo test test-build test-unit test-loopback test-systemd test-acting install lint bench soak clean

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

test: test-unit test-loopback test-systemd test-acting

test-build:
	@$(STAGE) packages .ci/tools/packages.sh build
	@$(STAGE) 'debug build with tests' swift build --build-tests

test-unit: test-build
	@$(STAGE) 'unit tests' swift test --skip-build --no-parallel --skip "(Loopback|Systemd|Acting)FleetTests"

test-loopback: test-build agent
	@$(STAGE) packages .ci/tools/packages.sh loopback
	@$(STAGE) 'loopback fleet tests' $(FLEETS)/loopback/with.sh swift test --skip-build --filter LoopbackFleetTests

test-systemd: test-build agent
	@[ "$$(id -u)" != 0 ] || $(STAGE) packages .ci/tools/packages.sh systemd
	@$(STAGE) 'systemd fleet tests' $(FLEETS)/systemd/with.sh swift test --skip-build --filter SystemdFleetTests

test-acting: test-build agent
	@[ "$$(id -u)" != 0 ] || $(STAGE) packages .ci/tools/packages.sh systemd
	@ROLES="$(ACTING)" $(STAGE) 'tests that act on a systemd fleet' \
	    $(FLEETS)/systemd/with.sh swift test --skip-build --filter ActingFleetTests

install: agent
	@$(STAGE) 'release build of muster' swift build -c release --product muster
	@$(STAGE) install .ci/tools/install.sh $(PREFIX)

lint:
	@$(STAGE) packages .ci/tools/packages.sh lint
	@$(STAGE) lint .ci/tools/lint.sh

# Prints figures beside their budgets; nothing here fails for being slow.
bench: agent
	@$(STAGE) packages .ci/tools/packages.sh loopback
	@$(STAGE) 'release build' swift build -c release --product muster-bench
	@$(STAGE) 'release build of muster' swift build -c release --product muster
	@$(STAGE) bench Tests/Bench/bench.sh

# Kills at random moments, the seconds from pressure to the stop that answers it, signals and full disks.
soak: test-build agent
	@[ "$$(id -u)" != 0 ] || $(STAGE) packages .ci/tools/packages.sh systemd
	@ROLES="units-crash users-crash plain-crash units-press" MUSTER_KILLS=$(KILLS) MUSTER_TRIALS=$(TRIALS) \
	    $(STAGE) soak $(FLEETS)/systemd/with.sh swift test --skip-build --filter '^ActingFleetTests[.](CrashTests|AnswerTimeTests)'
	@MUSTER_SOAK=1 $(STAGE) 'controllers that are ended, or have no room' \
	    $(FLEETS)/loopback/with.sh swift test --skip-build --filter '^LoopbackFleetTests[.]ControllerTests'

clean:
	$(FLEETS)/down-all.sh --all
	rm -rf .build
