#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image from autograder.zip. To make that,
# in a clone of this repository:
#
#   autograder bundle 1 --out chapter.bundle
#   git archive --format=zip --output=autograder.zip --add-file=chapter.bundle --add-file=autograder/ci/gradescope/setup.sh --add-file=autograder/ci/gradescope/run_autograder --prefix=nnlab/ HEAD ':!course' ':!source'
#
# Choose a base with Python 3.11 or later, such as Ubuntu 24.04.
set -euo pipefail
cd "$(dirname "$0")"

apt-get update -q
DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    bubblewrap fonts-dejavu-core make python3 python3-pip
make -C nnlab setup
