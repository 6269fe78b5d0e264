# Two commands do it all: `make run` and `make test`. Both make what they need.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
APT_RUN := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core gettext python3-venv
APT_TEST := age chromium ffmpeg strace poppler-utils gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-good \
            gstreamer1.0-plugins-bad python3-gi libjaxb-java default-jre-headless \
            mosquitto postgresql

.PHONY: setup setup-test run test lint bench messages lock clean

setup: $(VENV)/.installed
	@$(BIN)/spreekkamer manage compilemessages -v 0

setup-test: setup $(VENV)/.installed-test

# apt is asked only for what is missing, and only then needs root.
define apt_install
	@missing=$$(for p in $(1); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || echo $$p; done); \
	if [ -n "$$missing" ]; then \
	  echo "installing: $$missing"; \
	  sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$sudo apt-get update -q >/dev/null && \
	  DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -q --no-install-recommends $$missing >/dev/null; \
	fi
endef

$(VENV)/.installed: requirements/run.txt pyproject.toml
	$(call apt_install,$(APT_RUN))
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements/test.txt package.json
	$(call apt_install,$(APT_TEST))
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/test.txt
	npm install --no-audit --no-fund --silent
	@touch $@

run: setup
	@exec $(BIN)/spreekkamer run

test: setup-test lint
	$(BIN)/pytest -n 2

lint: setup-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Write the strings of every room that has a catalogue of its own.
messages: setup
	$(BIN)/spreekkamer manage makemessages --all --no-wrap --no-obsolete --no-location

# Releases at least seven days old; no addresses of package servers in the lock.
lock:
	uv pip compile pyproject.toml --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --exclude-newer "$$(date -d '7 days ago' +%F)" -q -o requirements/run.txt
	uv pip compile pyproject.toml --extra test -c requirements/run.txt --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --exclude-newer "$$(date -d '7 days ago' +%F)" -q -o requirements/test.txt

clean:
	rm -rf $(VENV) node_modules build
