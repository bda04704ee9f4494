#!/usr/bin/env bash
# tests/lint/reproducible.sh PROGRAM... - builds, as the package does, programs twice, in two places and at two times,
# and says whether they are the same byte for byte.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d /tmp/hive-twice.XXXX)
trap 'rm -rf "$work"' EXIT

# build_in PLACE: a copy of what git tracks, built there without a compiler cache.
build_in() {
    mkdir -p "$1"
    git ls-files -z | xargs -0 cp --parents -t "$1"
    (cd "$1" && make --no-print-directory -j2 CCACHE= CXXFLAGS="-ffile-prefix-map=$PWD=." "${programs[@]/#/build/release/}") >"$1.log" 2>&1 ||
        { tail -n 20 "$1.log" && exit 1; }
}

programs=("$@")
build_in "$work/here"
TZ=Pacific/Auckland LANG=C build_in "$work/and/there"
status=0
for program in "${programs[@]}"; do
    if cmp -s "$work/here/build/release/$program" "$work/and/there/build/release/$program"; then
        echo "same    $program"
    else
        echo "DIFFERS $program"
        status=1
    fi
done
exit $status
