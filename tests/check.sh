#!/usr/bin/env bash
# tests/check.sh - every test; the last line is `N passed, N failed, N skipped`.
#
# HIVE_BIN and HIVE_WEB say where the programs and the web pages are. Needs what
# tools/install-deps.sh installs for `check`.
set -u
cd "$(dirname "$0")/.." || exit 1
passed=0 failed=0 skipped=0
mkdir -p build/check
export HIVE_BIN HIVE_WEB

# part NAME: what follows belongs to NAME; its output goes to build/check/NAME.log.
part() {
    name=$1 log=build/check/$1.log
    shift
    printf '== %s\n' "$name"
    local began=$SECONDS
    "$@" >"$log" 2>&1
    status=$?
    took=$((SECONDS - began))
}

# tally PASSED FAILED SKIPPED: adds to the sums. A part that failed without saying what, or that
# ran no test at all, counts as one failure.
tally() {
    local good=$1 bad=$2 skip=$3
    if [ "$bad" -eq 0 ] && { [ "$status" -ne 0 ] || [ $((good + skip)) -eq 0 ]; }; then bad=1; fi
    passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skip))
    printf '   %d passed, %d failed, %d skipped (%d s)\n' "$good" "$bad" "$skip" "$took"
    [ "$bad" -eq 0 ] || tail -n 60 "$log"
}

sum() { awk -v pattern="$1" '$0 ~ pattern { for (i = 1; i <= NF; ++i) if ($i ~ /^[0-9]+$/) { n += $i; break } } END { print n + 0 }' "$log"; }

# units NAME MODE: the unit tests of one build mode.
units() {
    part "$1" make --no-print-directory -k MODE="$2" -j2 check-unit
    tally "$(sum '^\\[  PASSED  \\]')" "$(grep -c '^\[  FAILED  \] .*, where\|^\[  FAILED  \] .*(.* ms)' "$log")" "$(sum '^\\[  SKIPPED \\] [0-9]+ test')"
}

# suites FILE...: bats files, two at a time.
suites() {
    local file
    export -f suite
    printf '%s\n' "$@" | xargs -P2 -I FILE bash -c 'suite FILE'
    for file in "$@"; do
        log=build/check/$(basename "$file" .bats).log
        read -r status took <"$log.end"
        printf '== %s\n' "$file"
        tally "$(grep '^ok' "$log" | grep -vc '# skip')" "$(grep -c '^not ok' "$log")" "$(grep -c '^ok .*# skip' "$log")"
    done
}
suite() {
    local log
    log=build/check/$(basename "$1" .bats).log
    printf '   runs %s\n' "$1"
    bats --formatter tap --print-output-on-failure "$1" >"$log" 2>&1
    echo "$? $SECONDS" >"$log.end"
}

# pages: the unit tests of the web pages.
pages() {
    part web npm --prefix web test --silent
    tally "$(sum '^# pass ')" "$(sum '^# fail ')" "$(sum '^# skipped ')"
}

# each NAME COMMAND...: a command that passes or fails as a whole.
each() {
    part "$@"
    tally "$((status == 0))" "$((status != 0))" 0
}

each includes make --no-print-directory check-includes
each cppcheck make --no-print-directory cppcheck
each format make --no-print-directory format-check
units unit release
# They are compiled while the tests wait for one thing or another. Between sessions niceness counts
# for nothing where the kernel groups processes by session; there the group is nice.
nice -n 19 setsid bash -c 'echo 19 2>/dev/null >/proc/self/autogroup; exec make --no-print-directory -k -j2 MODE=asan unit-programs fuzzers' \
    >build/check/asan-build.log 2>&1 &
compiling=$!
trap 'kill -- "-$compiling" 2>/dev/null' EXIT
each web-types npm --prefix web run types --silent
pages
suites tests/e2e/*.bats
each package make --no-print-directory deb
each lintian lintian --allow-root --fail-on error,warning build/deb/hive_*.deb
suites tests/systemd/*.bats
wait "$compiling"
trap - EXIT
units unit-asan asan
part fuzz make --no-print-directory -j2 fuzz FUZZ_SECONDS="${FUZZ_SECONDS:-5}"
tally "$(grep -c '^fuzz .* inputs$' "$log")" "$(grep -c '^fuzz .*FAILED' "$log")" 0
part soak tests/soak/soak.sh "${SOAK_MINUTES:-2}"
tally "$(grep -c '^ok ' "$log")" "$(grep -c '^FAILED ' "$log")" 0

printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
