#!/usr/bin/env bats
# The portal's pages of checks, alerts, events, audit trail, configuration and manual.

bats_require_minimum_version 1.5.0
load lib.bash

setup_file() {
    hive_directories "$(mktemp -d /tmp/portal-pages.XXXXXX)"
    export PORT PAPER=$RUNTIME_DIRECTORY/paper
    PORT=$(free_port)
    {
        printf '[supervisor]\nevents_kept = 10\n\n'
        portal_service "$PORT"
        idle_service broker
        idle_service copier 'depends = broker'
        printf '%s\n' '[check paper]' 'type = file' "path = $PAPER" 'interval = 200ms' '[alert note]' 'exec = /bin/cat'
    } >"$CONFIGURATION_DIRECTORY/supervisor.ini"
    portal_files
    mkdir -p "$RUNTIME_DIRECTORY/help" # beside the pages
    echo '<h1>how it is used</h1>' >"$RUNTIME_DIRECTORY/help/hivectl.1.html"
    printf '[source apiary]\nuri = mariadb://reader:honeypot@db.example/raw\n' >"$CONFIGURATION_DIRECTORY/sync.ini"
    echo 'eve:{PLAIN}comb' >>"$CONFIGURATION_DIRECTORY/users"
    echo 'editor: eve' >>"$CONFIGURATION_DIRECTORY/groups"
    start_keeper
    wait_until 20 curl -sf "http://127.0.0.1:$PORT/_ping"
    wait_until 20 shows / 'keeps paper'
}

teardown_file() {
    stop_keeper
}

get() { curl -sS --max-time 10 -u "${who:-ann:honey}" "http://127.0.0.1:${PORT}$1"; }
status() { curl -sS --max-time 10 -o /dev/null -w '%{http_code}' -u "${who:-ann:honey}" "$@"; }
# shows PATH TEXT: the page has the text; "keeps NAME" is the row of a check.
shows() {
    local text=$2
    [[ $text != keeps\ * ]] || text="href=\"check?name=${text#keeps }\""
    get "$1" | grep -qF "$text"
}
token() { get /api/status | python3 -c 'import json, sys; print(json.load(sys.stdin)["csrf"])'; }
post() { local to=$1 form=() pair; shift; for pair; do form+=(-d "$pair"); done; status -d "csrf=$(token)" "${form[@]}" "http://127.0.0.1:${PORT}$to"; }
check_state() { get /api/status | python3 -c 'import json, sys; print(json.load(sys.stdin)["checks"][0]["state"])'; }
is_check() { [ "$(check_state)" = "$1" ]; }
size_seen() { get /api/status | python3 -c 'import json, sys; print(json.load(sys.stdin)["checks"][0]["metrics"].get("size"))'; }
is_size() { [ "$(size_seen)" = "$1" ]; }

@test "a check has a row in the overview and a page of its own" {
    shows / 'things Hive does'
    run -0 get '/check?name=paper'
    [[ "$output" == *'missing'* ]]
    [[ "$output" == *'value="unmonitor"'* ]]
    [ "$(status "http://127.0.0.1:$PORT/check?name=nobody")" = 404 ]
}

@test "a check is left alone and looked at again by its buttons" {
    [ "$(post '/check?name=paper' action=unmonitor)" = 303 ]
    shows '/check?name=paper' 'value="monitor"'
    [ "$(post '/check?name=paper' action=monitor)" = 303 ]
    wait_until 10 shows '/check?name=paper' 'value="unmonitor"'
    [ "$(who=bob:wax post '/check?name=paper' action=unmonitor)" = 403 ]
    [ "$(post '/check?name=paper' action=dance)" = 400 ]
}

@test "what a check sees is told as it is seen, with an event or without one" {
    printf honey >"$PAPER"
    wait_until 10 is_check ready
    wait_until 10 is_size 5.0
    printf honeycomb >"$PAPER"
    wait_until 10 is_size 9.0
    rm "$PAPER"
    wait_until 10 is_check degraded
}

@test "an alert is in the inbox until an editor has seen it" {
    wait_until 10 shows /alerts 'value="acknowledge"'
    wait_until 10 shows / '>Alerts 1</a>'
    id=$(get /alerts | grep -o 'name="id" value="[0-9]*"' | head -n 1 | grep -o '[0-9]*')
    [ "$(who=bob:wax post /alerts action=acknowledge "id=$id")" = 403 ]
    [ "$(who=eve:comb post /alerts action=acknowledge "id=$id")" = 303 ]
    wait_until 10 shows /alerts 'Nothing needs you'
    shows '/alerts?show=all' 'seen by eve'
}

@test "alerts are muted and heard again" {
    [ "$(who=eve:comb post /alerts action=mute 'key=check:paper:*' seconds=3600)" = 303 ]
    shows /alerts 'check:paper:*'
    [ "$(post /alerts action=unmute 'key=check:paper:*')" = 303 ]
    run ! shows /alerts 'value="unmute"'
    [ "$(post /alerts action=unmute key=nothing)" = 502 ]
    [ "$(post /alerts action=explode)" = 400 ]
}

@test "a test message is for admins, and the page says that it arrived" {
    shows /alerts 'Send a test'
    [ "$(who=eve:comb post /alerts action=test destination=note)" = 403 ]
    run -0 get '/alerts?tested=note'
    [[ "$output" == *'The test message to note was delivered.'* ]]
}

@test "events of all are listed, and filtered by thing and kind" {
    touch "$PAPER"
    wait_until 10 is_check ready
    run -0 get '/timeline?service=paper&kind=ready'
    [[ "$output" == *'href="check?name=paper">paper</a> Ready'* ]]
    run -0 get '/timeline?service=broker&kind=degraded'
    [[ "$output" == *'No such event'* ]]
}

@test "events that memory has let go are on the older pages" {
    pages_of() { # NAME: how many times events of a page name it, page after page
        local at="/timeline?service=$1&kind=operator" body sum=0
        while [ -n "$at" ]; do
            body=$(get "$at")
            sum=$((sum + $(grep -o ">$1</a> Asked" <<<"$body" | wc -l)))
            at=$(grep -o 'href="[^"]*" rel="next"' <<<"$body" | cut -d'"' -f2 | sed 's/&amp;/\&/g; s|^|/|') || true
        done
        echo "$sum"
    }
    before=$(pages_of copier)
    for _ in {1..60}; do "$HIVE_BIN/hivectl" monitor copier; done
    [ "$(pages_of copier)" -eq $((before + 60)) ]
}

@test "the picture of dependencies links every service" {
    run -0 get /dependencies
    [[ "$output" == *'<svg class="graph"'* ]]
    [[ "$output" == *'<a href="service?name=copier" class="ok"><rect x="274"'* ]]
}

@test "a service is left alone and watched again from its page" {
    [ "$(post '/service?name=copier' action=unmonitor)" = 303 ]
    wait_until 10 shows '/service?name=copier' 'value="monitor"'
    [ "$(post '/service?name=copier' action=monitor)" = 303 ]
    wait_until 10 shows '/service?name=copier' 'value="unmonitor"'
    shows '/service?name=copier&span=day' 'copier.figures-day'
}

@test "a service's page says what the kernel lets it do" {
    wait_until 10 shows '/service?name=broker' '<dt>May not gain privileges</dt><dd>yes</dd>'
}

@test "the audit trail says who pressed what, for how it went and from where, over a restart" {
    pid=$(get /api/status | python3 -c 'import json, sys; print(next(s["pid"] for s in json.load(sys.stdin)["services"] if s["name"] == "hive-portal"))')
    kill -KILL "$pid"
    wait_until 20 shows /audit 'unmonitor'
    run -0 get /audit
    [[ "$output" == *'>eve<'*'>acknowledge<'* ]]
    [[ "$output" == *'127.0.0.1'* ]]
    [[ "$output" == *'is not muted'* ]]
    [ "$(who=bob:wax status "http://127.0.0.1:$PORT/audit")" = 403 ]
}

@test "the configuration is shown without its secrets, to admins" {
    run -0 get /configuration
    [[ "$output" == *'supervisor.ini'* ]]
    [[ "$output" == *'mariadb://reader:••••@db.example/raw'* ]]
    [[ "$output" != *honeypot* ]]
    [ "$(who=bob:wax status "http://127.0.0.1:$PORT/configuration")" = 403 ]
}

@test "the manual is within, and nothing outside of it can be named" {
    shows /more 'help?page=hivectl.1'
    shows '/help?page=hivectl.1' 'how it is used'
    for name in ../../etc/portal ..%2F..%2Fetc%2Fportal nothing ''; do
        [ "$(status "http://127.0.0.1:$PORT/help?page=$name")" = 404 ]
    done
}

@test "programs ask for events, alerts, lines and figures as JSON" {
    field() { get "$1" | python3 -c "import json, sys; print(json.load(sys.stdin)$2)"; }
    [ "$(field '/api/events?service=broker&kind=ready&limit=1' '["events"][0]["text"]')" = serves ]
    [ "$(field /api/alerts '["destinations"]')" = "['note']" ]
    [ "$(field '/api/log?service=hive-portal&lines=3' '["lines"][2]["service"]')" = hive-portal ]
    has_figures() { [ "$(field '/api/history?service=broker' '["memory_mb"][-1] > 0')" = True ]; }
    wait_until 30 has_figures
    [ "$(field '/api/history?service=broker&span=day' '["period_seconds"]')" = 300 ]
    run -0 get '/api/events?kind=dance'
    [ "$output" = '{"error":"there is no kind '"'dance'"'"}' ]
    [ "$(status "http://127.0.0.1:$PORT/api/events?limit=many")" = 400 ]
    [ "$(status "http://127.0.0.1:$PORT/api/log?service=nobody")" = 404 ]
    [ "$(status "http://127.0.0.1:$PORT/api/history")" = 404 ]
    [ "$(curl -sS -o /dev/null -w '%{http_code}' "http://127.0.0.1:$PORT/api/log")" = 401 ]
}
