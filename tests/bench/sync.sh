#!/usr/bin/env bash
# tests/bench/sync.sh - hive-sync beside a pandas pipeline on the same private MariaDB.
# Prints one line a figure: bench NAME ours=… peer=… ratio=… target=…
# HIVE_BIN: directory of the programs. SMALL, LARGE: rows of the two tables. PEER_LARGE=no leaves
# the peer's copy of the large table out (it takes minutes and gigabytes). YEARS: apiaries of a year
# each in the store that one of them is read from (228: 8 million rows, 10 GB); 0 leaves that out.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/e2e/lib.bash
source tests/e2e/mariadb.bash

bin=${HIVE_BIN:-build/release}
small=${SMALL:-100000}
large=${LARGE:-1000000}
years=${YEARS:-228}
last=1735689600 # rows that come later must not lie in the future
work=$(mktemp -d /tmp/hive-bench.XXXXXX)
server=$work/db
sync=
finish() {
    [ -z "$sync" ] || end_process "$sync" || true
    stop_mariadb "$server"
    rm -rf "$work"
}
trap finish EXIT

tools/install-deps.sh python3-pandas python3-sqlalchemy python3-pymysql
start_mariadb "$server"
hive_directories "$work/hive"
(umask 077 && echo "$MARIADB_PASSWORD" >"$CONFIGURATION_DIRECTORY/password")
url="mysql+pymysql://$MARIADB_USER:$MARIADB_PASSWORD@localhost/rawdata?unix_socket=$server/socket"

fill() { # TABLE ROWS OPTION...: --end EPOCH, or --append
    "$bin/hive-sample" --rows "$2" --gaps --junk --table "$1" --mariadb "mariadb:///rawdata?socket=$server/socket" \
        --user "$MARIADB_USER" --password-file "$CONFIGURATION_DIRECTORY/password" "${@:3}" >/dev/null 2>&1
}
field() { python3 -c 'import json, sys; print(json.loads(sys.stdin.readlines()[-1])[sys.argv[1]])' "$1"; }
peer() { /usr/bin/python3 tests/bench/pandas_pipeline.py "$1" "$url" "$work/peer-$2.db" "$2" 2>/dev/null; }
ask_sync() { ask "$RUNTIME_DIRECTORY/sync.sock" "$1"; }
logged() { grep "$1 " "$work/sync.log" | tail -n 1 | sed -E "s/.* $2=([0-9.]+).*/\1/"; }
peak_kb() { awk '/^VmHWM/ { print $2 }' "/proc/$sync/status"; }
median() { printf '%s\n' "$@" | sort -n | sed -n "$((($# + 1) / 2))p"; }
calculate() { awk "BEGIN { printf \"%.$2f\", $1 }"; }

start_sync() { # TABLE
    rm -rf "${STATE_DIRECTORY:?}"/*
    printf '[sync]\nstart = cold\ninterval = 7d\n[source field]\nuri = mariadb:///rawdata?socket=%s/socket\nuser = %s\npassword_file = password\ntable = %s\n' \
        "$server" "$MARIADB_USER" "$1" >"$CONFIGURATION_DIRECTORY/sync.ini"
    "$bin/hive-sync" 2>"$work/sync.log" &
    sync=$!
    wait_until 10 ask_sync ping
}

# compare NAME OURS PEER RATIO TARGET
line() { echo "bench sync-$1 ours=$2 peer=$3 ratio=$4 target=$5"; }

copy() { # TABLE ROWS TARGET WITH_PEER
    start_sync "$1"
    ask_sync now >/dev/null
    local ours theirs=none ratio=none
    ours=$(logged copied rate)
    if [ "$4" = yes ]; then
        theirs=$(calculate "$2 / $(peer copy "$1" | field seconds)" 0)
        ratio=$(calculate "$ours / $theirs" 1)
    fi
    line "copy-$2" "$ours/s" "$theirs/s" "$ratio" "$3"
}

# 1000 rows more, seven times by turns; the medians.
grow() { # TABLE ROWS TARGET WITH_PEER
    local ours=() theirs=() ratio=none
    for _ in 1 2 3 4 5 6 7; do
        ask_sync verify >/dev/null # whatever was due is done
        fill "$1" 1000 --append
        ask_sync now >/dev/null
        ours+=("$(logged copied seconds)")
        [ "$4" != yes ] || theirs+=("$(peer grow "$1" | field seconds)")
    done
    grown[$1]=$(median "${ours[@]}")
    if [ "$4" = yes ]; then
        ratio=$(calculate "$(median "${theirs[@]}") / ${grown[$1]}" 1)
        theirs=("$(median "${theirs[@]}")s")
    fi
    line "grow-$2" "${grown[$1]}s" "${theirs[0]:-none}" "$ratio" "$3"
}

declare -A grown
fill small "$small" --end $last
fill large "$large" --end $last
copy small "$small" 15 yes
grow small "$small" 30 yes
rss_small=$(peak_kb)
end_process "$sync"
copy large "$large" 20 "${PEER_LARGE:-yes}"
rss_copy=$(peak_kb)
grow large "$large" 30 "${PEER_LARGE:-yes}"
line grow-either-size "${grown[large]}s" "${grown[small]}s" "$(calculate "${grown[large]} / ${grown[small]}" 2)" 1.0
ask_sync verify >/dev/null
echo "bench sync-verify-$large ours=$(logged verified seconds)s target=10s"
echo "bench sync-memory ours=$(peak_kb)kB copy=${rss_copy}kB small=${rss_small}kB ratio=$(calculate "$(peak_kb) / $rss_small" 2) target=65536kB,1.2"
end_process "$sync"
sync=

# One apiary's year, every value of it, from a store of many: the fastest of five.
read_year() {
    rm -rf "${STATE_DIRECTORY:?}"/*
    "$bin/hive-sample" --days 365 --apiaries "$years" --end $last --sqlite "$STATE_DIRECTORY/sample.db" 2>/dev/null
    printf '[sync]\nstart = cold\ninterval = 7d\n[source field]\nuri = sqlite:sample.db\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    "$bin/hive-sync" 2>"$work/sync.log" &
    sync=$!
    wait_until 10 ask_sync ping
    ask_sync now >/dev/null
    local peak query rows seconds
    peak=$(peak_kb)
    query="SELECT count(*), sum(ts), sum(internal), sum(external), length(max(fft)) FROM sample WHERE apiary = $((years / 2 + 1))"
    rows=$(sqlite3 -readonly "$STATE_DIRECTORY/sync/apiary.db" "$query" | cut -d'|' -f1)
    seconds=$(for _ in 1 2 3 4 5; do
        printf '.timer on\n%s;\n' "$query" | sqlite3 -readonly "$STATE_DIRECTORY/sync/apiary.db"
    done | sed -n 's/^Run Time: real \([0-9.]*\).*/\1/p' | sort -n | head -n 1)
    echo "bench sync-read-year ours=$(calculate "$seconds * 1000" 1)ms rows=$rows of=$(logged copied rows) target=15ms"
    echo "bench sync-copy-$(logged copied rows) ours=$(logged copied rate)/s memory=${peak}kB target=65536kB"
    end_process "$sync"
    sync=
}
[ "$years" = 0 ] || read_year
