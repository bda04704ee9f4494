#!/usr/bin/env bats
# The Debian package on a booted systemd, in the order of its life: installed, used, killed,
# reloaded, upgraded under load, rebooted, purged. Each test goes on where the one before ended.

load ../e2e/lib.bash
load container.bash

setup_file() {
    missing=$(container_missing) && skip "$missing"
    DEB=$(ls build/deb/hive_*.deb)
    container_create "$(mktemp -d /tmp/hive-box.XXXX)" "$DEB"
    cp "$DEB" "$CONTAINER/tree/root/hive.deb"
    container_boot
    guest dpkg -i /root/hive.deb >"$CONTAINER/install" 2>&1 || {
        cat "$CONTAINER/install"
        return 1
    }
}

teardown_file() { container_remove; }

setup() {
    # shellcheck disable=SC2153 # exported by container_create
    login=$(cat "$CONTAINER/tree/var/lib/hive/first-login" 2>/dev/null || true)
}

# code URL [CURL-OPTION...]: the status of an answer; 000 when there is none.
code() { client curl -s -o /dev/null -w '%{http_code}' --max-time 10 "${@:2}" "$1"; }
# of SERVICE KEY: one fact of a service; of '' KEY: of the supervisor.
of() { inside hivectl --json status $1 | python3 -c 'import json, sys; print(json.load(sys.stdin)[sys.argv[1]])' "$2"; }
suite_is_ready() { inside hivectl wait --timeout 1; }
services() { inside hivectl --json status | python3 -c '
import json, sys
for service in json.load(sys.stdin)["services"]: print(service["name"])'; }
is_active() { [ "$(inside systemctl is-active hive-supervisor)" = active ]; }

# under_load COMMAND...: runs it in the middle of SECONDS (6) at 100 new connections a second,
# each a login; $result is what the load saw.
under_load() {
    client python3 tests/e2e/load.py http://127.0.0.1/app/ping "$login" 100 "${SECONDS_OF_LOAD:-6}" >"$BATS_TEST_TMPDIR/load" 3>&- &
    local load=$!
    sleep 1.5 # the blow falls in the middle of the load
    "$@"
    wait "$load"
    result=$(cat "$BATS_TEST_TMPDIR/load")
    echo "$result"
}
seen() { python3 -c 'import json, sys; print(json.loads(sys.argv[1])[sys.argv[2]])' "$result" "$1"; }

@test "installing starts it and says where the first password is" {
    cat "$CONTAINER/install"
    grep -q 'the password is in /var/lib/hive/first-login' "$CONTAINER/install"
    wait_until 30 is_active
    wait_until 30 suite_is_ready
    [ "$(inside stat -c '%a %U' /var/lib/hive/first-login)" = '600 root' ]
    [ "$(inside stat -c '%a %U %G' /etc/hive/users)" = '640 root hive-auth' ]
    [ "$(inside systemctl is-enabled hive-supervisor)" = enabled ]
}

@test "every service runs under its own user; hive-ban alone keeps a capability" {
    local service pid
    for service in $(services); do
        pid=$(of "$service" pid)
        [ "$(inside ps -o user:20= -p "$pid" | tr -d ' ')" = "$service" ]
        caps=$(inside grep CapEff "/proc/$pid/status" | cut -f2)
        if [ "$service" = hive-ban ]; then
            [ "$caps" = 0000000000001000 ] # CAP_NET_ADMIN
        else
            [ "$caps" = 0000000000000000 ]
        fi
        [ "$(inside grep NoNewPrivs "/proc/$pid/status" | cut -f2)" = 1 ]
    done
}

@test "the login of the first start opens the page on :80 and the portal on :2812" {
    [ "$(code http://127.0.0.1/app/)" = 401 ]
    [ "$(code http://127.0.0.1/app/ -u "$login")" = 200 ]
    [ "$(code http://127.0.0.1/app/ -u admin:admin)" = 401 ]
    [ "$(code http://127.0.0.1/healthcheck)" = 200 ]
    [ "$(code http://127.0.0.1/monit/ -u "$login")" = 200 ]
    [ "$(code http://127.0.0.1:2812/ -u "$login")" = 200 ]
}

@test "systemctl status shows it ready, and the journal has its lines with their levels" {
    run inside systemctl status --no-pager hive-supervisor
    [[ "$output" == *'active (running)'* ]] && [[ "$output" == *ready* ]]
    inside journalctl -q -u hive-supervisor -p info --no-pager | grep -q started
    inside journalctl -q -u hive-supervisor -o json --no-pager | grep -q '"PRIORITY":"[456]"'
    inside journalctl -q -u hive-supervisor -t hive-proxy -p notice --no-pager | grep -q listening
    ! inside journalctl -q -u hive-supervisor --no-pager | grep -F "${login#admin:}"
}

@test "what is exposed to an attacker is 3.5 of 10 at most" {
    inside systemd-analyze security --no-pager hive-supervisor >"$BATS_TEST_TMPDIR/security"
    tail -n 1 "$BATS_TEST_TMPDIR/security"
    exposure=$(grep -o 'level for hive-supervisor.service: [0-9.]*' "$BATS_TEST_TMPDIR/security" | grep -o '[0-9.]*$')
    awk -v exposure="$exposure" 'BEGIN { exit !(exposure <= 3.5) }'
}

@test "kill -9 of each service: it comes back and no connection is refused" {
    kill_all() {
        local service before
        for service in $(services); do
            before=$(of "$service" pid)
            inside kill -KILL "$before"
            is_back() { [[ "$(of "$service" state)" =~ ready|degraded ]] && [ "$(of "$service" pid)" != "$before" ]; }
            wait_until 20 is_back
        done
    }
    SECONDS_OF_LOAD=10 under_load kill_all
    [ "$(seen refused)" = 0 ] && [ "$(seen ok)" -ge 985 ]
}

@test "kill -9 of the core: no service restarts, no request fails, systemd notices nothing" {
    before=$(for service in $(services); do of "$service" pid; done)
    kill_core() {
        local core
        core=$(of '' core_pid)
        inside kill -KILL "$core"
        is_back() { [ "$(of '' core_pid)" != "$core" ] && [ -n "$(of '' core_pid)" ]; }
        wait_until 10 is_back
    }
    under_load kill_core
    [ "$(seen ok)" = 600 ]
    [ "$before" = "$(for service in $(services); do of "$service" pid; done)" ]
    [ "$(inside systemctl show -P NRestarts hive-supervisor)" = 0 ]
}

@test "kill -9 of the keeper: systemd starts everything again, on the same sockets" {
    kill_keeper() {
        inside kill -KILL "$(inside systemctl show -P MainPID hive-supervisor)"
        restarted() { [ "$(inside systemctl show -P NRestarts hive-supervisor)" = 1 ] && is_active; }
        wait_until 30 restarted
        wait_until 30 suite_is_ready
    }
    SECONDS_OF_LOAD=12 under_load kill_keeper
    [ "$(seen refused)" = 0 ]
}

@test "systemctl restart: nobody is refused" {
    SECONDS_OF_LOAD=12 under_load inside systemctl restart hive-supervisor
    wait_until 30 suite_is_ready
    [ "$(seen refused)" = 0 ]
}

@test "systemctl reload takes a changed configuration over without a failed request" {
    printf '\n[location /hello]\nanswer = 200 hello\nauth = off\n' >>"$CONTAINER/tree/etc/hive/proxy.ini"
    reload() {
        inside systemctl reload hive-supervisor
        answers() { [ "$(code http://127.0.0.1/hello)" = 200 ]; }
        wait_until 10 answers
    }
    under_load reload
    [ "$(seen ok)" = 600 ]
}

@test "a reload with a mistake says where it is and changes nothing" {
    echo 'shoe_size = 43' >>"$CONTAINER/tree/etc/hive/proxy.ini"
    run inside systemctl reload hive-supervisor
    [ "$status" -ne 0 ]
    inside journalctl -q -u hive-supervisor --no-pager | grep -q "proxy.ini:[0-9]*: unknown option 'shoe_size'"
    [ "$(code http://127.0.0.1/hello)" = 200 ]
    sed -i '$d' "$CONTAINER/tree/etc/hive/proxy.ini"
}

@test "an upgrade under load refuses nobody and keeps what was edited" {
    newer=$CONTAINER/newer
    dpkg-deb -R "$CONTAINER/tree/root/hive.deb" "$newer"
    sed -i 's/^Version: .*/&+upgrade1/' "$newer/DEBIAN/control"
    dpkg-deb -Znone -b "$newer" "$CONTAINER/tree/root/newer.deb" >/dev/null
    old=$(of '' core_pid)
    upgrade() { guest dpkg -i /root/newer.deb; }
    SECONDS_OF_LOAD=20 under_load upgrade
    [ "$(seen refused)" = 0 ] && [ "$(seen ok)" -ge 1980 ]
    wait_until 30 suite_is_ready
    [ "$(of '' core_pid)" != "$old" ]
    [[ "$(inside dpkg-query -W hive)" == *+upgrade1 ]]
    [ "$(code http://127.0.0.1/hello)" = 200 ]
    for service in $(services); do # none runs a program that was removed
        [[ "$(inside readlink "/proc/$(of "$service" pid)/exe")" != *deleted* ]]
    done
}

newest() { client curl -s -u "$login" http://127.0.0.1/app/api/overview | grep -oE '"(count|last)": *[0-9]+'; }

@test "bans and rows outlive a reboot" {
    inside hivectl ban set manual banip 192.0.2.66
    banned() { inside nft list table inet hive | grep -q 192.0.2.66; }
    wait_until 5 banned
    inside hive-sample --sqlite /var/lib/hive/rows.db --days 2 --apiaries 1 --seed 1
    inside chmod 644 /var/lib/hive/rows.db
    printf '\n[source box]\nuri = sqlite:/var/lib/hive/rows.db\n' >>"$CONTAINER/tree/etc/hive/sync.ini"
    inside systemctl reload hive-supervisor
    copied() { [ -n "$(newest)" ]; }
    wait_until 20 copied
    before=$(newest)
    inside rm /var/lib/hive/rows.db
    container_stop
    container_boot
    wait_until 30 suite_is_ready
    wait_until 10 banned
    [ "$(newest)" = "$before" ]
    [[ "$(inside hivectl ban banned)" == *192.0.2.66* ]]
    [ "$(code http://127.0.0.1/app/ -u "$login")" = 200 ]
}

@test "systemctl stop leaves no process, and the table of bans goes only with the package" {
    inside systemctl stop hive-supervisor
    [ "$(inside systemctl show -P Result hive-supervisor)" = success ]
    [ "$(inside pgrep -c hive- || true)" = 0 ]
    [ "$(code http://127.0.0.1/)" = 000 ]
    inside systemctl start hive-supervisor
    wait_until 30 suite_is_ready
}

@test "with its socket units systemd listens, and whoever comes before the suite waits for it" {
    inside systemctl stop hive-supervisor
    inside systemctl enable --now hive-http.socket hive-portal.socket
    [ "$(code http://127.0.0.1/healthcheck --max-time 60)" = 200 ] # the connection itself starts the suite
    wait_until 30 suite_is_ready
    [ "$(code http://127.0.0.1:2812/ -u "$login")" = 200 ]
    SECONDS_OF_LOAD=12 under_load inside systemctl restart hive-supervisor
    [ "$(seen refused)" = 0 ]
    wait_until 30 suite_is_ready
}

@test "purge removes all but the data, and says what it kept" {
    run guest dpkg -P hive
    [ "$status" -eq 0 ]
    [ ! -e "$CONTAINER/tree/etc/hive" ] && [ ! -e "$CONTAINER/tree/var/log/hive" ] && [ ! -e "$CONTAINER/tree/usr/sbin/hive-proxy" ]
    [ "$(inside pgrep -c hive- || true)" = 0 ]
    [ "$(inside nft list tables | grep -c hive)" = 0 ]
    [[ "$output" == *'kept'*'/var/lib/hive'* ]]
}
