#!/usr/bin/env bats
# Every page in Chromium: 1280 and 360 pixels, light and dark, against the suite as it runs.
# The pictures lie in build/shots/.

load lib.bash

setup_file() {
    start_suite "$(mktemp -d /tmp/hive-pages.XXXX)"
}

teardown_file() {
    stop_suite
    rm -rf "$SUITE"
}

in_browser() {
    HIVE_URL=$(suite_url) HIVE_PORTAL_URL=http://127.0.0.1:$PORTAL_PORT HIVE_LOGIN=$(suite_login) run node "tests/browser/$1"
    echo "$output"
    [ "$status" -eq 0 ]
}

@test "the front page" { in_browser site.mjs; }
@test "the apiary page" { in_browser apiary.mjs; }
@test "the portal" { in_browser portal.mjs; }
