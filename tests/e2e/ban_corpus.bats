#!/usr/bin/env bats
# hive-ban before the sample logs of fail2ban's package: every stock filter, every line.

load lib.bash

setup() {
    [ -d /usr/lib/python3/dist-packages/fail2ban/tests ] || skip "fail2ban is not installed"
}

@test "every line of fail2ban's sample logs is answered as its remark says" {
    run python3 "$BATS_TEST_DIRNAME/../tools/ban_corpus.py" "$HIVE_BIN/hive-ban"
    echo "$output"
    [ "$status" -eq 0 ]
    [[ "$output" =~ ([0-9]+)\ of\ ([0-9]+)\ lines\ right ]]
    [ "${BASH_REMATCH[2]}" -ge 1600 ]
}

@test "a line made to keep an expression busy is given up, and the next is answered" {
    hostile='<38>1 2019-07-08T17:40:17Z h sshd 5 - ['
    hostile+="$(printf 'a%.0s' {1..60})"
    run bash -c "printf '%s\n%s\n' '$hostile' \
        '<38>1 2019-07-08T17:40:17Z h sshd 5 - - Failed password for root from 203.0.113.7 port 5 ssh2' |
        timeout 20 '$HIVE_BIN/hive-ban' regex --filter 'sshd[logtype=rfc5424]' --json 2>/dev/null"
    [ "$status" -eq 0 ]
    [ "${lines[0]}" = '{"line":1,"match":false}' ]
    [[ "$output" == *'{"line":2,"match":true,"host":"203.0.113.7"'* ]]
}
