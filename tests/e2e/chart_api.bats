#!/usr/bin/env bats
# What hive-chart serves beyond lines and spectrogram: samples, CSV, comparison, notes, rules and
# alerts, as a page behind hive-proxy asks for them.

load lib.bash

setup() {
    cd "$BATS_TEST_DIRNAME/../.."
    base=$(mktemp -d /tmp/hive-chart.XXXXXX)  # short: a Unix socket's path has at most 107 bytes
    hive_directories "$base"
    mkdir -p "$STATE_DIRECTORY/sync" "$base/pages"
    store=$STATE_DIRECTORY/sync/apiary.db
    socket=$RUNTIME_DIRECTORY/chart-http.sock
    printf '[chart]\npages = %s\nrule_period = 1s\n' "$base/pages" >"$CONFIGURATION_DIRECTORY/chart.ini"
}

teardown() {
    for process in $follower $supervisor $daemon; do end_process "$process"; done
    [ -n "$BATS_TEST_COMPLETED" ] || cat "$LOGS_DIRECTORY/chart.log" 2>/dev/null
    rm -rf "$base"
}

serve() {
    "$HIVE_BIN/hive-chart" 2>>"$LOGS_DIRECTORY/chart.log" 3>&- &
    daemon=$!
    wait_until 10 curl -sf --unix-socket "$socket" http://chart/ping
}

supervise() {
    tests/e2e/chart.py supervisor "$RUNTIME_DIRECTORY/supervisor.sock" "$base/alerts" 3>&- &
    supervisor=$!
}

# get PATH [CURL OPTION...]: the answer's body.
get() {
    local path=$1
    shift
    curl -s --path-as-is --unix-socket "$socket" "$@" "http://chart$path"
}

# status PATH [CURL OPTION...]: the answer's status alone.
status() { get "$@" -o /dev/null -w '%{http_code}'; }

# change PATH JSON [CURL OPTION...]: a POST of ann, who is an editor, from our own page.
change() {
    local path=$1 body=$2 token
    shift 2
    token=$(get /api/apiaries -H 'X-Hive-User: ann' | field '["token"]')
    get "$path" -d "$body" -H 'X-Hive-User: ann' -H 'X-Hive-Groups: editor' -H 'Sec-Fetch-Site: same-origin' -H "Hive-Token: $token" "$@"
}

field() { python3 -c 'import json, sys; print(json.load(sys.stdin)'"$1"')'; }

# warm_sample SECONDS_AGO CELSIUS: a new row of apiary 2.
warm_sample() {
    sqlite3 "$store" "PRAGMA foreign_keys = ON; BEGIN;
        INSERT INTO sample (apiary, ts, source, src_id, internal) VALUES (2, unixepoch() - $1, 1, (SELECT max(src_id) + 1 FROM sample), $2);
        UPDATE apiary SET last = unixepoch() - $1, count = count + 1 WHERE id = 2; COMMIT"
}

range='apiary=1&from=1640000000&to=1644500000'

@test "samples are every spectrum of the range, without loss" {
    tests/e2e/chart.py make "$store"
    serve
    get "/api/samples?$range" -o "$base/frame"
    run tests/e2e/chart.py samples "$base/frame" "$store" 1 1640000000 1644500000 1
    [ "$output" = 'samples=4700 bins=64 type=f32 left_out=0' ]
    get '/api/samples?apiary=1&from=1640000000&to=1640002700' -o "$base/frame"
    run tests/e2e/chart.py samples "$base/frame" "$store" 1 1640000000 1640002700 1
    [ "$output" = 'samples=3 bins=64 type=i8 left_out=0' ]
}

@test "a range of too many samples for one frame is refused with the limit" {
    tests/e2e/chart.py make "$store" 10
    sqlite3 "$store" "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 200001)
        INSERT INTO sample SELECT 2, 1700000000 + n, 1, 1000000 + n, 30, 20, x'01' || zeroblob(64) FROM n"
    serve
    [ "$(status '/api/samples?apiary=2&from=1700000000&to=1700200001')" = 200 ]
    get '/api/samples?apiary=2&from=1700000000&to=1700300000' | grep -q 'more than 200000 samples'
    [ "$(status '/api/samples?apiary=2&from=1700000000&to=1700300000')" = 413 ]
}

@test "a CSV file has every row of the range" {
    tests/e2e/chart.py make "$store"
    serve
    get "/api/csv?$range&series=internal,external,weight" -D "$base/head" -o "$base/file"
    grep -qi '^content-type: text/csv' "$base/head"
    grep -qi '^content-disposition: attachment; filename="apiary-1-20211220-20220210.csv"' "$base/head"
    run tests/e2e/chart.py csv "$base/file" "$store" 1 1640000000 1644500000 1
    [ "$output" = 'rows=4700' ]
    [ "$(status "/api/csv?$range&series=humidity")" = 404 ]
}

@test "a long CSV file takes no more memory than a short one" {
    tests/e2e/chart.py make "$store" 10
    sqlite3 "$store" "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 300000)
        INSERT INTO sample SELECT 2, 1700000000 + n, 1, 1000000 + n, 30.25, 20.5, NULL FROM n"
    serve
    get '/api/csv?apiary=2&from=1700000000&to=1700000100' -o /dev/null
    peak() { awk '/^VmHWM/ { print $2 }' "/proc/$daemon/status"; }
    local before
    before=$(peak)
    [ "$(get '/api/csv?apiary=2&from=1700000000&to=1800000000' | wc -l)" -eq 300001 ]
    [ $(($(peak) - before)) -lt 6000 ]
}

@test "further series are listed, drawn, and named by their unit" {
    tests/e2e/chart.py make "$store"
    serve
    [ "$(get '/api/series?apiary=1' | field '["series"][2]["unit"]')" = kg ]
    [ "$(get '/api/series?apiary=2' | field '["series"].__len__()')" = 2 ]
    get "/api/lines?$range&width=100&series=weight" -o "$base/frame"
    grep -aq '"name":"weight","type":"f32"' "$base/frame"
    [ "$(status "/api/lines?$range&width=100&series=x%27%20OR%201")" = 404 ]
}

@test "apiaries are laid over each other, shifted" {
    tests/e2e/chart.py make "$store"
    serve
    get '/api/compare?apiary=1,2&from=1640000000&to=1640086400&width=100&shift=86400,0' -o "$base/frame"
    grep -aq '"name":"t.1"' "$base/frame"
    grep -aq '"shift":86400' "$base/frame"
    [ "$(status '/api/compare?apiary=1,77&from=0&to=9&width=10')" = 404 ]
    [ "$(status '/api/compare?apiary=1,2&from=0&to=9&width=10&shift=1')" = 400 ]
}

@test "the overview has the newest values of every apiary" {
    tests/e2e/chart.py make "$store"
    serve
    get /api/overview >"$base/answer"
    [ "$(field '["apiaries"].__len__()' <"$base/answer")" = 3 ]
    [ "$(field '["apiaries"][0]["spark"].__len__()' <"$base/answer")" = 48 ]
    [ "$(field '["apiaries"][0]["latest"]["t"]' <"$base/answer")" = "$(sqlite3 "$store" 'SELECT last FROM apiary WHERE id = 1')" ]
    [ "$(field '["apiaries"][1]["latest"]["t"]' <"$base/answer")" = None ]
}

@test "a frame has a tag, comes compressed and in parts" {
    tests/e2e/chart.py make "$store"
    serve
    get "/api/samples?$range" -D "$base/head" -o "$base/plain"
    local tag
    tag=$(sed -n 's/^etag: \(".*"\).*/\1/Ip' "$base/head")
    [ "$(status "/api/samples?$range" -H "If-None-Match: $tag")" = 304 ]
    local coding
    for coding in br gzip; do
        get "/api/samples?$range" -H "Accept-Encoding: $coding" --compressed -D "$base/head" -o "$base/frame"
        grep -qi "^content-encoding: $coding" "$base/head"
        cmp "$base/frame" "$base/plain"
    done
    [ "$(status "/api/samples?$range" -r 100-199)" = 206 ]
    cmp <(get "/api/samples?$range" -r 100-199) <(tail -c +101 "$base/plain" | head -c 100)
    cmp <(get "/api/samples?$range" -r -50) <(tail -c 50 "$base/plain")
    [ "$(status "/api/samples?$range" -r 99999999-)" = 416 ]
    [ "$(status "/api/samples?$range" -r 0-9 -H 'If-Range: "other"')" = 200 ]
    sqlite3 "$store" 'PRAGMA foreign_keys = ON; UPDATE sample SET internal = 1 WHERE apiary = 1 AND ts = 1640000000'
    [ "$(status "/api/samples?$range" -H "If-None-Match: $tag")" = 200 ]
}

@test "notes are written by editors, with who and when" {
    tests/e2e/chart.py make "$store"
    serve
    local note='{"apiary":1,"t":1640000500,"kind":"inspection","text":"queen seen"}' id
    id=$(change /api/notes "$note" | field '["id"]')
    get '/api/notes?apiary=1&from=1640000000&to=1640001000' >"$base/notes"
    [ "$(field '["notes"][0]["text"]' <"$base/notes")" = 'queen seen' ]
    [ "$(field '["notes"][0]["by"]' <"$base/notes")" = ann ]
    [ "$(change "/api/notes/$id" "${note/queen seen/no queen}" -o /dev/null -w '%{http_code}')" = 200 ]
    [ "$(get '/api/notes?apiary=1' | field '["notes"][0]["changed_by"]')" = ann ]
    [ "$(change "/api/notes/$id/delete" '' -o /dev/null -w '%{http_code}')" = 200 ]
    [ "$(change "/api/notes/$id/delete" '' -o /dev/null -w '%{http_code}')" = 404 ]
    [ "$(change /api/notes "${note/inspection/party}")" = "{\"error\":\"kind: 'party' is none of note, inspection, treatment, harvest, feeding\"}" ]
    [ "$(change /api/notes "${note/:1,/:77,}" -o /dev/null -w '%{http_code}')" = 404 ]
    [ "$(change /api/notes '{' -o /dev/null -w '%{http_code}')" = 400 ]
}

@test "nobody but editors and admins changes anything" {
    tests/e2e/chart.py make "$store"
    serve
    local token path
    token=$(get /api/apiaries -H 'X-Hive-User: bob' | field '["token"]')
    for path in notes notes/1 notes/1/delete rules rules/1 rules/1/delete rules/1/test alerts/1/acknowledge; do
        [ "$(status "/api/$path" -d '{}')" = 403 ]
        [ "$(status "/api/$path" -d '{}' -H 'X-Hive-User: bob' -H 'X-Hive-Groups: editors' -H 'Sec-Fetch-Site: same-origin' -H "Hive-Token: $token")" = 403 ]
        [ "$(change "/api/$path" '{}' -o /dev/null -w '%{http_code}')" != 403 ]
    done
    [ "$(get /api/notes -d '{}' -H 'X-Hive-User: bob' -H 'X-Hive-Groups: admin' -H 'Sec-Fetch-Site: cross-site' -H "Hive-Token: $token")" = '{"error":"the request is not from this site"}' ]
    [ "$(get /api/notes -d '{}' -H 'X-Hive-User: bob' -H 'X-Hive-Groups: admin' -H 'Sec-Fetch-Site: same-origin')" = '{"error":"stale token"}' ]
}

@test "a rule fires once, tells the supervisor, and recovers" {
    tests/e2e/chart.py make "$store" 10
    supervise
    serve
    get /api/events -N >"$base/events" 3>&- &
    follower=$!
    wait_until 10 grep -q retry "$base/events"
    warm_sample 60 36.5
    local rule
    rule=$(change /api/rules '{"name":"too warm","apiary":2,"kind":"threshold","above":36,"to":["mail"]}' | field '["id"]')
    [ "$(get /api/rules | field '["rules"][0]["by"]')" = ann ]
    wait_until 10 grep -q "\"key\": \"chart:rule:$rule:apiary:2\", \"event\": \"fired\"" "$base/alerts"
    grep -q '"to": \["mail"\]' "$base/alerts"
    wait_until 5 grep -q '"state":"fired"' "$base/events"
    [ "$(get '/api/alerts?state=open' | field '["alerts"][0]["rule_name"]')" = 'too warm' ]
    [ "$(get /api/overview | field '["apiaries"][2]["alerts"]')" = 1 ]
    local alert
    alert=$(get /api/alerts | field '["alerts"][0]["id"]')
    change "/api/alerts/$alert/acknowledge" ''
    [ "$(get /api/alerts | field '["alerts"][0]["acknowledged"]["by"]')" = ann ]
    warm_sample 0 35
    wait_until 10 grep -q '"event": "recovered"' "$base/alerts"
    [ "$(grep -c '"event": "fired"' "$base/alerts")" -eq 1 ]
    [ "$(get '/api/alerts?state=open' | field '["alerts"].__len__()')" = 0 ]
}

@test "missing data fire, and what the supervisor was not told is told later" {
    tests/e2e/chart.py make "$store" 10
    warm_sample 7200 35
    serve
    change /api/rules '{"name":"silent","apiary":2,"kind":"missing","missing_seconds":3600}'
    fired() { [ "$(get '/api/alerts?state=open' | field '["alerts"].__len__()')" = 1 ]; }
    wait_until 10 fired
    [ "$(get /api/alerts | field '["alerts"][0]["told"]')" = False ]
    end_process "$daemon" KILL
    serve
    supervise
    wait_until 20 grep -q '"subject": "silent"' "$base/alerts"
    told() { [ "$(get /api/alerts | field '["alerts"][0]["told"]')" = True ]; }
    wait_until 10 told
    [ "$(get /api/alerts | field '["alerts"].__len__()')" = 1 ]
}

@test "the test button says what a rule would do, and sends that" {
    tests/e2e/chart.py make "$store" 10
    supervise
    serve
    warm_sample 60 36.5
    local id
    id=$(change /api/rules '{"name":"warm","apiary":2,"kind":"threshold","above":40}' | field '["id"]')
    tried() { change "/api/rules/$id/test" '' >"$base/trial" && [ "$(field '["sent"]' <"$base/trial")" = True ]; }
    wait_until 10 tried
    [ "$(field '["would"]' <"$base/trial")" = 'stay quiet' ]
    field '["why"]' <"$base/trial" | grep -q '36.5 is within the limits'
    wait_until 5 grep -q '"event": "info"' "$base/alerts"
    change "/api/rules/$id" '{"name":"warm","apiary":2,"kind":"threshold","above":36}'
    [ "$(change "/api/rules/$id/test" '' | field '["would"]')" = fire ]
    [ "$(change "/api/rules/$id/delete" '' -o /dev/null -w '%{http_code}')" = 200 ]
    [ "$(change "/api/rules/$id/test" '' -o /dev/null -w '%{http_code}')" = 404 ]
}

@test "hostile queries are refused" {
    tests/e2e/chart.py make "$store" 10
    serve
    local query
    for query in "apiary=1;DROP TABLE sample&from=0&to=9" 'apiary=-1&from=0&to=9' 'apiary=1&from=0&to=1e308' \
        'apiary=1&from=0&to=9&to=8' 'apiary=1&from=9&to=0' 'apiary=%00&from=0&to=9' 'apiary=1&from=0' 'apiary=&from=&to=' \
        'apiary=1&from=0x10&to=99' "apiary=1&from=0&to=999999999999999999999" 'apiary[]=1&from=0&to=9'; do
        for path in samples csv; do
            run status "/api/$path?${query// /%20}"
            echo "$path $query $output"
            [ "$output" = 400 ]
        done
    done
    [ "$(status "/api/alerts?limit=99999999")" = 400 ]
    [ "$(status "/api/notes?apiary=1%27--")" = 400 ]
    [ "$(get /ping)" = '{status: ok}' ]
}

@test "a store that is replaced or migrated is read on" {
    tests/e2e/chart.py make "$store" 10
    serve
    [ "$(get /api/apiaries | field '["apiaries"][0]["count"]')" = 10 ]
    sqlite3 "$store" 'PRAGMA user_version = 1'
    rm "$store"-*
    tests/e2e/chart.py make "$base/new.db" 20
    sqlite3 "$base/new.db" 'PRAGMA wal_checkpoint(TRUNCATE)'
    mv "$base/new.db" "$store"
    [ "$(get /api/apiaries | field '["apiaries"][0]["count"]')" = 20 ]
    sqlite3 "$store" 'ALTER TABLE sample ADD COLUMN later REAL; PRAGMA user_version = 9'
    [ "$(get /api/apiaries | field '["apiaries"][0]["count"]')" = 20 ]
    get "/api/lines?$range&width=10" -o "$base/frame"
    grep -aq '"samples":20' "$base/frame"
    [ "$(grep -c '^<3>' "$LOGS_DIRECTORY/chart.log")" -eq 0 ]
}

@test "downloads have their limit" {
    tests/e2e/chart.py make "$store" 10
    sqlite3 "$store" "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n LIMIT 300000)
        INSERT INTO sample SELECT 2, 1700000000 + n, 1, 1000000 + n, 30.25, 20.5, NULL FROM n"
    printf '[chart]\npages = %s\nheavy = 1\n' "$base/pages" >"$CONFIGURATION_DIRECTORY/chart.ini"
    serve
    curl -s --unix-socket "$socket" --limit-rate 100k -o "$base/file" 'http://chart/api/csv?apiary=2&from=0&to=1800000000' 3>&- &
    follower=$!
    wait_until 10 test -s "$base/file"
    [ "$(get '/api/csv?apiary=1&from=0&to=1800000000')" = '{"error":"too many large answers are on their way"}' ]
    end_process "$follower"
    served() { [ "$(status '/api/csv?apiary=1&from=0&to=1800000000')" = 200 ]; }
    wait_until 10 served
}
