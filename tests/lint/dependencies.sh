#!/usr/bin/env bash
# tests/lint/dependencies.sh - every package we install or bundle stands in docs/dependencies.md with its version.
set -eu
cd "$(dirname "$0")/../.."
page=docs/dependencies.md status=0

# rows WORD: the page's lines that hold it as a word.
rows() { awk -F'[ |,;()]+' -v word="$1" '{ for (i = 1; i <= NF; ++i) if ($i == word) { print; next } }' $page; }
missing() { echo "$page does not name $1" >&2 && status=1; }

debian=$(sed -n '/^build=(/,/^deb=/p' tools/install-deps.sh | sed -e 's/#.*//' -e 's/^[a-z]*=(//' -e 's/)$//')
for package in $debian; do
    [ "$package" = gcovr ] || [ -n "$(rows "$package")" ] || missing "$package"
done

while read -r package version; do
    rows "$package" | grep -qwF -- "$version" || missing "$package $version"
done < <(sed -n 's/^ *"\([^"]*\)": "\([0-9][0-9.]*\)",\{0,1\}$/\1 \2/p' web/package.json tests/browser/package.json)
exit $status
