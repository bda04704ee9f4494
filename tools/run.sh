#!/usr/bin/env bash
# tools/run.sh - the whole suite in ./run/, on made-up data, until Ctrl-C.
#
# HIVE_BIN and HIVE_WEB say where programs and pages were built; HTTP_PORT and PORTAL_PORT
# which ports to use; SYNC_INI names a sync.ini to copy from there instead. Everything it writes lies in ./run/ (remove it to start afresh).
set -eu
cd "$(dirname "$0")/.."
http_port=${HTTP_PORT:-8080} portal_port=${PORTAL_PORT:-2812}
run=$PWD/run

export CONFIGURATION_DIRECTORY=$run/etc STATE_DIRECTORY=$run/lib RUNTIME_DIRECTORY=$run/run LOGS_DIRECTORY=$run/log
# The path of a Unix socket has at most 107 bytes (unix(7)): a deep checkout needs a short detour.
if [ ${#RUNTIME_DIRECTORY} -gt 75 ]; then
    RUNTIME_DIRECTORY=$(mktemp -d /tmp/hive-run.XXXXXX)
fi
mkdir -p "$CONFIGURATION_DIRECTORY" "$STATE_DIRECTORY" "$RUNTIME_DIRECTORY" "$LOGS_DIRECTORY"
export PATH=$HIVE_BIN:$PATH

# The shipped files, with the users gone (everything runs as whoever started it), other
# ports, the pages just built, and rows made here instead of a remote database.
configure() {
    local file
    for file in etc/*.ini; do
        sed -E -e '/^(user|group|capabilities) *=/d' \
            -e "s|/usr/share/hive/web|$HIVE_WEB|g" \
            -e 's/^\[supervisor\]$/&\nprobe_user =/' \
            -e "s|\*:80\b|*:$http_port|g" -e "s|:2812\b|:$portal_port|g" \
            "$file" >"$CONFIGURATION_DIRECTORY/$(basename "$file")"
    done
    cat >>"$CONFIGURATION_DIRECTORY/supervisor.ini" <<INI

[alerts]
user =

[service hive-flows]
description = plays made-up network flows, attacks among them, to hive-guard
command = hive-sample flows --rate 500 --labels --socket $RUNTIME_DIRECTORY/guard-flows.sock
ready = start
probe = none
INI
    # As root the bans are in the kernel of this machine: nothing stays behind there.
    sed -i 's/^\[ban\]$/&\non_stop = remove/' "$CONFIGURATION_DIRECTORY/ban.ini"
    if [ -n "${SYNC_INI:-}" ]; then
        cp "$SYNC_INI" "$CONFIGURATION_DIRECTORY/sync.ini"
        return
    fi
    cat >"$CONFIGURATION_DIRECTORY/sync.ini" <<INI
[sync]
interval = 10s

[source sample]
uri = sqlite:$STATE_DIRECTORY/sample/sample.db
INI
    cat >>"$CONFIGURATION_DIRECTORY/supervisor.ini" <<INI

[service hive-sample]
description = makes up a row per apiary every 20 s
command = hive-sample --seed 7 --sqlite $STATE_DIRECTORY/sample/sample.db --append --live 20
ready = start
probe = none
INI
}

fresh_login() {
    local password
    rm -f "$CONFIGURATION_DIRECTORY/users"
    password=$(hive-passwd -f "$CONFIGURATION_DIRECTORY/users" random admin)
    echo 'admin: admin' >"$CONFIGURATION_DIRECTORY/groups"
    (umask 077 && printf 'admin:%s\n' "$password" >"$run/credentials")
}

sample_rows() {
    local made=$STATE_DIRECTORY/sample draft=$STATE_DIRECTORY/sample.draft
    if [ -n "${SYNC_INI:-}" ] || [ -e "$made/sample.db" ]; then return; fi
    rm -rf "$draft" "$made"
    mkdir "$draft"
    echo 'making up 120 days of 5 apiaries ...'
    hive-sample --days 120 --apiaries 5 --seed 7 --end now --gaps --junk --sqlite "$draft/sample.db"
    mv "$draft" "$made" # at once, with the files SQLite keeps beside a database
}

# hive-guard's model of flows, learned from others than those it is shown.
flow_model() {
    local model=$STATE_DIRECTORY/guard/flows.json
    if [ -e "$model" ]; then return; fi
    mkdir -p "$STATE_DIRECTORY/guard"
    echo 'learning attacks from 30 000 made-up flows ...'
    hive-sample flows --count 30000 --seed 2 --labels --csv - | hive-train flows --data - --out "$model" --trees 50 >"$LOGS_DIRECTORY/train.log"
}

supervisor=
stop() {
    trap '' INT TERM
    if [ -n "$supervisor" ]; then
        kill -TERM "$supervisor" 2>/dev/null || true
        wait "$supervisor" 2>/dev/null || true
    fi
    case $RUNTIME_DIRECTORY in /tmp/hive-run.*) rm -rf "$RUNTIME_DIRECTORY" ;; esac
}

configure
fresh_login
sample_rows
flow_model
trap 'stop; exit 0' INT TERM
trap stop EXIT
# Its own session, so that Ctrl-C reaches the services through the supervisor, in order.
setsid hive-supervisor 2>>"$LOGS_DIRECTORY/supervisor.log" &
supervisor=$!
hivectl wait --timeout 60 >/dev/null || {
    echo "the suite did not become ready; the log is in $LOGS_DIRECTORY" >&2
    hivectl status >&2 || tail -n 20 "$LOGS_DIRECTORY/supervisor.log" >&2
    exit 70
}

cat <<TEXT

  Hive is ready.

  apiaries   http://127.0.0.1:$http_port/app/
  traffic    http://127.0.0.1:$http_port/app/traffic
  watchdog   http://127.0.0.1:$portal_port/   (also http://127.0.0.1:$http_port/monit/)
  login      $(cat run/credentials | sed 's/:/  /')
  logs       $LOGS_DIRECTORY

  Ctrl-C stops it.
TEXT
wait "$supervisor"
