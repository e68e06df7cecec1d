# `make help` lists the targets. The first of any sets up; later ones do not.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup demo test build lab instructor bench docs clean

UV_VERSION := 0.13.9
BIN := .venv/bin
READY := .venv/.ready

# nbgrader calls alembic, and JupyterLab its kernels, by name.
export PATH := $(CURDIR)/$(BIN):$(PATH)

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY)  ## make .venv and install what apt.txt and requirements.lock name

$(READY): requirements.lock pyproject.toml apt.txt .ci/setup
	@UV_VERSION=$(UV_VERSION) .ci/setup
	@touch $@

demo: $(READY)  ## grade a class of 24 simulated students of chapter 1
	@$(BIN)/autograder demo

test: $(READY)  ## run all tests
	@$(BIN)/pytest -n 2

build: $(READY)  ## course/ -> source/ -> release/
	@$(BIN)/autograder build

lab: $(READY)  ## JupyterLab for students, on release/
	@$(BIN)/jupyter lab --notebook-dir=release

instructor: $(READY)  ## JupyterLab for instructors, with formgrader
	@$(BIN)/jupyter lab --LabApp.default_url=/lab

bench: $(READY)  ## measure against the peers
	@$(BIN)/python -m tests.benchmarks

docs: $(READY)  ## write API pages of nnlab into .docs/
	@$(BIN)/python .ci/docs

clean:  ## remove .venv and what a class made
	rm -rf .venv .uv .docs submitted autograded feedback reports gradebook.db
