#!/usr/bin/env bats
# hive-chart as its peers meet it: hive-proxy over the Unix socket, hive-sync by its store.

load lib.bash

setup() {
    cd "$BATS_TEST_DIRNAME/../.."
    base=$(mktemp -d /tmp/hive-chart.XXXXXX)  # short: a Unix socket's path has at most 107 bytes
    hive_directories "$base"
    mkdir -p "$STATE_DIRECTORY/sync" "$base/pages"
    store=$STATE_DIRECTORY/sync/apiary.db
    socket=$RUNTIME_DIRECTORY/chart-http.sock
    printf '[chart]\npages = %s\n' "$base/pages" >"$CONFIGURATION_DIRECTORY/chart.ini"
    printf '<!doctype html><title>apiary</title>\n' >"$base/pages/index.html"
}

teardown() {
    for process in $follower $daemon; do end_process "$process"; done
    [ -n "$BATS_TEST_COMPLETED" ] || cat "$LOGS_DIRECTORY/chart.log" 2>/dev/null
    rm -rf "$base"
}

serve() {
    "$HIVE_BIN/hive-chart" 2>>"$LOGS_DIRECTORY/chart.log" 3>&- &
    daemon=$!
    wait_until 10 curl -sf --unix-socket "$socket" http://chart/ping
}

# get PATH [CURL OPTION...]: the answer's body.
get() {
    local path=$1
    shift
    curl -s --path-as-is --unix-socket "$socket" "$@" "http://chart$path"
}

# status PATH [CURL OPTION...]: the answer's status alone.
status() {
    get "$@" -o /dev/null -w '%{http_code}'
}

field() { python3 -c 'import json, sys; print(json.load(sys.stdin)'"$1"')'; }

@test "ping answers for the watchdog, over HTTP and the control socket" {
    serve
    [ "$(get /ping)" = '{status: ok}' ]
    ask "$RUNTIME_DIRECTORY/chart.sock" 'ping' | grep -q '"state":"ready"'
}

@test "the apiaries are those of the store, with the user and a token" {
    tests/e2e/chart.py make "$store"
    serve
    get /api/apiaries -H 'X-Hive-User: ann' >"$base/answer"
    [ "$(field '["user"]' <"$base/answer")" = ann ]
    [ "$(field '["apiaries"][0]["name"]' <"$base/answer")" = 'Nørre Hive' ]
    [ "$(field '["apiaries"][0]["count"]' <"$base/answer")" = 4700 ]
    [ "$(field '["apiaries"][1]["first"]' <"$base/answer")" = None ]
    [ "$(field '["bin_hz"]' <"$base/answer")" = 15.625 ]
    field '["token"]' <"$base/answer" | grep -qE '^[0-9a-f]{64}$'
    [ "$(get /api/apiaries | field '["token"]')" = '' ]
}

@test "lines of a day are every sample" {
    tests/e2e/chart.py make "$store"
    serve
    get '/api/lines?apiary=1&from=1640000000&to=1640086400&width=800' -o "$base/frame"
    run tests/e2e/chart.py lines "$base/frame" "$store" 1 1640000000 1640086400 800
    [ "$output" = 'samples=96 points=96 reduced=False step=900 faults=1' ]
}

@test "lines of everything keep every pixel's extremes" {
    tests/e2e/chart.py make "$store"
    serve
    get '/api/lines?apiary=1&from=1640000000&to=1644500000&width=300' -o "$base/frame"
    run tests/e2e/chart.py lines "$base/frame" "$store" 1 1640000000 1644500000 300
    echo "$output"
    [ "$status" -eq 0 ]
    [[ $output == 'samples=4700 '*' reduced=True step=900 '* ]]
}

@test "the spectrogram is the mean of each pixel column, and shows the gap" {
    tests/e2e/chart.py make "$store"
    serve
    get '/api/spectrogram?apiary=1&from=1640000000&to=1644500000&width=500' -o "$base/frame"
    run tests/e2e/chart.py spectrogram "$base/frame" "$store" 1 1640000000 1644500000 500 mean
    [ "$output" = 'samples=4700 columns=500 empty=30 mode=mean' ]
}

@test "the spectrogram is the maximum when asked for" {
    tests/e2e/chart.py make "$store"
    serve
    get '/api/spectrogram?apiary=1&from=1640000000&to=1641000000&width=77&mode=max' -o "$base/frame"
    run tests/e2e/chart.py spectrogram "$base/frame" "$store" 1 1640000000 1641000000 77 max
    [ "$output" = 'samples=1112 columns=77 empty=0 mode=max' ]
}

@test "an empty range is a frame without samples" {
    tests/e2e/chart.py make "$store"
    serve
    get '/api/lines?apiary=3&from=0&to=1000&width=10' -o "$base/frame"
    run tests/e2e/chart.py lines "$base/frame" "$store" 3 0 1000 10
    [ "$output" = 'samples=0 points=0 reduced=False step=0 faults=0' ]
}

@test "bad parameters are answered 400 and named" {
    tests/e2e/chart.py make "$store"
    serve
    local good='apiary=1&from=1640000000&to=1640086400&width=800'
    [ "$(status "/api/lines?$good")" = 200 ]
    [ "$(status "/api/lines?$good&width=5")" = 400 ]
    [ "$(get "/api/lines?${good/800/8193}")" = '{"error":"width: 8193 is outside 1-8192"}' ]
    [ "$(get "/api/lines?${good/apiary=1/apiary=1%20OR%201=1}")" = "{\"error\":\"apiary: '1 OR 1=1' is not a whole number\"}" ]
    [ "$(get "/api/spectrogram?$good&mode=sum")" = "{\"error\":\"mode: 'sum' is neither mean nor max\"}" ]
    [ "$(get "/api/lines?apiary=1&from=0&to=nan&width=1")" = "{\"error\":\"to: 'nan' is not a time in epoch seconds\"}" ]
    [ "$(status "/api/lines")" = 400 ]
    [ "$(status "/api/lines?${good/apiary=1/apiary=77}")" = 404 ]
    [ "$(status /api/nothing)" = 404 ]
    [ "$(status /api/lines -X POST)" = 405 ]
}

@test "a store that is not there yet appears without a restart" {
    serve
    [ "$(get /api/apiaries | field '["store"]')" = missing ]
    [ "$(status '/api/lines?apiary=1&from=0&to=1&width=1')" = 503 ]
    tests/e2e/chart.py make "$store"
    [ "$(get /api/apiaries | field '["store"]')" = ready ]
    [ "$(status '/api/lines?apiary=1&from=0&to=1&width=1')" = 200 ]
}

@test "an event tells of a new row at once" {
    tests/e2e/chart.py make "$store"
    serve
    get /api/events -N >"$base/events" 3>&- &
    follower=$!
    wait_until 10 grep -q retry "$base/events"
    sqlite3 "$store" "PRAGMA foreign_keys = ON; BEGIN;
        INSERT INTO sample (apiary, ts, source, src_id, internal) VALUES (2, 1650000000, 1, 999999, 30);
        UPDATE apiary SET last = 1650000000, count = count + 1 WHERE id = 2; COMMIT"
    wait_until 2 grep -q '^event: rows' "$base/events"
    run grep '^data:' "$base/events"
    [ "$output" = 'data: {"apiary":2,"first":1640000000,"last":1650000000,"count":51,"added":1}' ]
}

@test "pages come with type, policy and tag; who has them is told so" {
    printf 'let a = 1;\n' >"$base/pages/apiary.js"
    gzip -k "$base/pages/apiary.js"
    serve
    get / -D "$base/head" -o /dev/null
    grep -qi '^content-type: text/html; charset=utf-8' "$base/head"
    grep -qi "^content-security-policy: default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'" "$base/head"
    grep -qi '^x-content-type-options: nosniff' "$base/head"
    local tag
    tag=$(sed -n 's/^etag: \(".*"\).*/\1/Ip' "$base/head")
    [ "$(status / -H "If-None-Match: $tag")" = 304 ]
    [ "$(status / -H 'If-None-Match: "other"')" = 200 ]
    [ "$(get /apiary.js --compressed)" = 'let a = 1;' ]
    get /apiary.js -H 'Accept-Encoding: gzip' -D - -o /dev/null | grep -qi '^content-encoding: gzip'
    [ "$(status / -I)" = 200 ]
}

@test "no address leads out of the pages" {
    echo secret >"$base/secret"
    ln -s "$base/pages" "$base/pages.d"
    serve
    local path
    for path in /../secret /./../secret /%2e%2e/secret /..%2fsecret /%2e%2e%2fsecret /pages/../../secret \
        //etc/passwd /.ssh /index.html%00.js '/..\secret' /%252e%252e/secret /index.html/; do
        run status "$path"
        echo "$path $output"
        [[ $output == 40[04] ]]
    done
}

@test "the update button needs a user, the same origin and a fresh token" {
    serve
    local token
    token=$(get /api/apiaries -H 'X-Hive-User: ann' | field '["token"]')
    local user='X-Hive-User: ann' site='Sec-Fetch-Site: same-origin'
    [ "$(status /api/sync -X POST)" = 403 ]
    [ "$(get /api/sync -X POST -H "$site" -H "Hive-Token: $token")" = '{"error":"nobody is signed in"}' ]
    [ "$(get /api/sync -X POST -H "$user" -H "$site")" = '{"error":"stale token"}' ]
    [ "$(get /api/sync -X POST -H "$user" -H "$site" -H 'Hive-Token: 00')" = '{"error":"stale token"}' ]
    [ "$(get /api/sync -X POST -H "$user" -H 'Sec-Fetch-Site: cross-site' -H "Hive-Token: $token")" = '{"error":"the request is not from this site"}' ]
    [ "$(get /api/sync -X POST -H 'X-Hive-User: bob' -H "$site" -H "Hive-Token: $token")" = '{"error":"stale token"}' ]
    [ "$(get /api/sync -X POST -H "$user" -H 'Origin: http://chart' -H "Hive-Token: $token")" = '{"error":"hive-sync cannot be reached"}' ]
}

@test "the update button has hive-sync copy, and the page sees the rows" {
    [ -x "$HIVE_BIN/hive-sync" ] && [ -x "$HIVE_BIN/hive-sample" ] || skip 'hive-sync and hive-sample are not built'
    "$HIVE_BIN/hive-sample" --days 3 --apiaries 2 --interval 900 --seed 7 --end now --sqlite "$base/remote.db"
    printf '[sync]\nstart = cold\n[source field]\nuri = sqlite:%s\n' "$base/remote.db" >"$CONFIGURATION_DIRECTORY/sync.ini"
    "$HIVE_BIN/hive-sync" 2>>"$LOGS_DIRECTORY/chart.log" 3>&- &
    follower=$!
    serve
    local token
    token=$(get /api/apiaries -H 'X-Hive-User: ann' | field '["token"]')
    update() {
        get /api/sync -X POST -H 'X-Hive-User: ann' -H 'Sec-Fetch-Site: same-origin' -H "Hive-Token: $token"
    }
    updated() { update >"$base/answer" && field '["outcome"]' <"$base/answer"; }
    wait_until 10 updated
    [ "$(field '["outcome"]' <"$base/answer")" = created ]
    [ "$(field '["rows"]' <"$base/answer")" = "$(sqlite3 "$base/remote.db" 'SELECT count(*) FROM sync_data')" ]
    [ "$(get /api/apiaries | field '["apiaries"].__len__()')" = 2 ]
    [ "$(update | field '["outcome"]')" = current ]
}

@test "the description of the interface is served" {
    serve
    [ "$(get /openapi.json | field '["paths"]["/api/lines"]["get"]["responses"]["200"]["content"].__len__()')" = 1 ]
}

@test "more requests at once than may wait are answered, and none is lost" {
    tests/e2e/chart.py make "$store"
    printf '[chart]\nthreads = 1\nqueue = 2\n' >"$CONFIGURATION_DIRECTORY/chart.ini"
    serve
    local i requests=()
    for i in $(seq 60); do
        requests+=(-o /dev/null "http://chart/api/spectrogram?apiary=1&from=1640000000&to=1644500000&width=8192")
    done
    run curl -s -Z --parallel-immediate --parallel-max 60 --unix-socket "$socket" -w '%{http_code}\n' "${requests[@]}"
    [ "$(grep -cE '^(200|503)$' <<<"$output")" -eq 60 ]
    [ "$(grep -c '^200$' <<<"$output")" -ge 1 ]
    [ "$(grep -c '^503$' <<<"$output")" -ge 1 ]
    [ "$(get /ping)" = '{status: ok}' ]
}

# metric NAME LABELS: the value of one metric; LABELS as JSON.
metric() {
    ask "$RUNTIME_DIRECTORY/chart.sock" 'metrics {}' | python3 -c 'import json, sys
name, labels = sys.argv[1], json.loads(sys.argv[2])
print(*[m.get("value", m.get("count")) for m in json.load(sys.stdin)["metrics"] if m["name"] == name and m["labels"] == labels])' "$1" "${2:-{\}}"
}

@test "requests, their time, hits of the cache and refusals are counted" {
    tests/e2e/chart.py make "$store"
    printf '[chart]\nheavy = 1\n' >"$CONFIGURATION_DIRECTORY/chart.ini"
    serve
    for i in 1 2 3; do get "/api/lines?apiary=1&from=1640000000&to=1640086400&width=800" >/dev/null; done
    [ "$(metric hive_chart_cache_hits_total)" = 2 ]
    [ "$(metric hive_chart_cache_misses_total)" = 1 ]
    [ "$(metric hive_chart_requests_total '{"way": "reads"}')" = 3 ]
    [ "$(metric hive_chart_request_duration_seconds)" = 3 ]
    get /api/events -N >"$base/events" 3>&- &
    follower=$!
    open_stream() { [ "$(metric hive_chart_streams_open)" = 1 ]; }
    wait_until 5 open_stream
    local i requests=()
    for i in $(seq 20); do
        requests+=(-o /dev/null "http://chart/api/samples?apiary=1&from=1640000000&to=1644500000")
    done
    curl -s -Z --parallel-immediate --parallel-max 20 --unix-socket "$socket" -w '%{http_code}\n' "${requests[@]}" >"$base/statuses"
    [ "$(metric hive_chart_requests_refused_total '{"crowd": "large_answers"}')" = "$(grep -c 503 "$base/statuses")" ]
    [ "$(grep -c 503 "$base/statuses")" -ge 1 ]
}

@test "SIGTERM ends it with status 0 while a page follows events" {
    serve
    get /api/events -N >"$base/events" 3>&- &
    follower=$!
    wait_until 10 grep -q retry "$base/events"
    kill -TERM "$daemon"
    wait "$daemon"
}

@test "every mistake of the configuration is listed" {
    printf '[chart]\nthreads = 0\nbin_hz = loud\ncolour = red\nthreads = 2\n' >"$CONFIGURATION_DIRECTORY/chart.ini"
    run "$HIVE_BIN/hive-chart"
    echo "$output"
    [ "$status" -eq 78 ]
    [ "$(grep -cE 'chart\.ini:[2345]: ' <<<"$output")" -eq 4 ]
    [ ! -e "$socket" ]
}
