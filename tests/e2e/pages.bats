#!/usr/bin/env bats
# Every page in Chromium: 1280, 768 and 360 pixels, light and dark, against the suite as it runs on
# a year of two apiaries. The pictures lie in build/shots/.

load lib.bash

setup_file() {
    export SAMPLE=$BATS_FILE_TMPDIR/sample.db SYNC_INI=$BATS_FILE_TMPDIR/sync.ini
    "$HIVE_BIN/hive-sample" --days 366 --apiaries 2 --seed 7 --end now --gaps --junk --sqlite "$SAMPLE"
    printf '[sync]\ninterval = 10s\n\n[source sample]\nuri = sqlite:%s\n' "$SAMPLE" >"$SYNC_INI"
    start_suite "$(mktemp -d /tmp/hive-pages.XXXX)"
    wait_until 60 whole_year
    add_weight
}

teardown_file() {
    stop_suite
    rm -rf "$SUITE"
}

store() { sqlite3 -cmd '.timeout 5000' "$SUITE/tree/run/lib/sync/apiary.db" "$1"; }

whole_year() { [ "$(store 'SELECT min(count) > 34000 AND min(last) > unixepoch() - 3600 FROM apiary')" = 1 ]; }

# A scale below the first hive: a further series, as hive-sync writes one.
add_weight() {
    store "INSERT INTO series (name, title, unit) VALUES ('weight', 'weight', 'kg');
           INSERT INTO extra (apiary, series, ts, source, src_id, value)
           SELECT apiary, (SELECT id FROM series WHERE name = 'weight'), ts, source, src_id, 30 + (ts % 86400) / 43200.0
           FROM sample WHERE apiary = 1 AND ts > unixepoch() - 14 * 86400"
}

# When the colony of the first apiary left, told from the rows themselves: never is it as loud high above the hum.
swarm() {
    sqlite3 "$SAMPLE" "SELECT timestamp FROM sync_data WHERE apiary_id = (SELECT min(apiary_id) FROM sync_data WHERE apiary_id > 0)
        AND timestamp BETWEEN unixepoch() - 360 * 86400 AND unixepoch() ORDER BY fft_bin37 + fft_bin38 + fft_bin39 + fft_bin40 + fft_bin41 DESC LIMIT 1"
}

in_browser() {
    HIVE_URL=$(suite_url) HIVE_PORTAL_URL=http://127.0.0.1:$PORTAL_PORT HIVE_LOGIN=$(suite_login) run node "tests/browser/$1"
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "the front page" { in_browser site.mjs; }
@test "the charts of an apiary" { in_browser apiary.mjs; }
@test "every sample in 3D and 4D" { in_browser cube.mjs; }
@test "series, comparisons, notes, units, CSV, a swarm in its place" { HIVE_SERIES=weight HIVE_SWARM=$(swarm) in_browser beyond.mjs; }
@test "the overview of all apiaries" { in_browser overview.mjs; }
@test "alerts and their rules" { in_browser alerts.mjs; }
@test "axe-core finds nothing" { in_browser access.mjs; }
@test "the portal" { in_browser portal.mjs; }
