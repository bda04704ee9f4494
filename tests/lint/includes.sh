#!/usr/bin/env bash
# tests/lint/includes.sh - the direction of includes: lib <- programs <- tests, and one
# file for each C library. Prints what breaks the rule; exit 1 then.
set -u
cd "$(dirname "$0")/../.." || exit 1
broken=0

# complain TEXT: prints the lines on stdin under TEXT, if there are any.
complain() {
    local lines
    lines=$(cat)
    [ -z "$lines" ] && return
    printf '%s\n%s\n' "$1" "$lines"
    broken=1
}

complain 'lib includes a program:' < <(grep -rnE '#include "(daemons|supervisor|tools)/' lib)
for folder in daemons/* supervisor/* tools/*/; do
    folder=${folder%/}
    complain "$folder includes another program:" < <(
        grep -rnE '#include "(daemons|supervisor|tools)/' "$folder" | grep -v "#include \"$folder/")
done

# only HEADER ALLOWED...: HEADER (a grep pattern) is included by the ALLOWED files alone.
only() {
    local header=$1
    shift
    complain "<$header> belongs to $*:" < <(
        grep -rnE "#include <($header)" lib daemons supervisor tools | grep -vE "^($(IFS='|'; echo "$*"))")
}
only 'event2/' lib/event_loop.cc daemons/proxy/
only 'microhttpd' lib/http_server lib/event_channel
only 'ini\.h' lib/config.cc
only 'sqlite3\.h' lib/sqlite.cc
only 'libnftnl/|libmnl/' daemons/ban/nft
only 'systemd/' daemons/ban/journal_tail.cc
only 'pcre2' daemons/ban/filter daemons/ban/pattern
only 'mysql|mariadb' daemons/sync/mariadb tools/hive-sample/
only 'openssl/' daemons/proxy/tls_ tools/hivectl/self_signed tools/hive-probe/stream.cc
only 'xgboost/' tools/hive-train/boosted.cc
only 'llhttp' daemons/proxy/
only 'crypt\.h' lib/password.cc
only 'curl/' tools/hive-notify/transfer.cc
only 'brotli/|zlib\.h' daemons/chart/compression.cc daemons/sync/row_hash.cc
only 'date/' daemons/chart/local_time.cc daemons/sync/calendar.cc
exit $broken
