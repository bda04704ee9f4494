#!/usr/bin/env bash
# tests/lint/tidy.sh FILE... - clang-tidy with the flags the Makefile compiles with.
exec clang-tidy-19 --quiet "$@" -- -std=c++23 -I. -isystem /usr/include/mariadb \
    -isystem /usr/share/include/llhttp -DLLHTTP_STRICT_MODE=1 -DHIVE_VERSION='"0"'
