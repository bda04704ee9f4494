#!/usr/bin/env bats
# What etc/container makes an image of, without an engine: the package in a tree, and the start
# script as process 1.

load ../e2e/lib.bash
load container.bash

setup_file() {
    missing=$(container_missing) && skip "$missing"
    DEB=$(ls build/deb/hive_*.deb)
    container_create "$(mktemp -d /tmp/hive-image.XXXX)" "$DEB"
    cp "$DEB" "$CONTAINER/tree/root/hive.deb"
    install -m 755 etc/container/start.sh "$CONTAINER/tree/usr/local/bin/hive-container"
    chroot "$CONTAINER/tree" dpkg -i /root/hive.deb >"$CONTAINER/install" 2>&1
    rm "$CONTAINER/tree/etc/hive/users" "$CONTAINER/tree/var/lib/hive/first-login"
}

teardown_file() { container_remove; }

code() { client curl -s -o /dev/null -w '%{http_code}' --max-time 10 "$@"; }
is_healthy() { inside hivectl health; }
end() { # stops it as an engine does
    kill -TERM "$(cat "$CONTAINER/init")"
    wait_until 30 container_is_down
}

@test "the first start makes a login, shows it once, and serves as process 1" {
    container_start /usr/local/bin/hive-container
    wait_until 30 is_healthy
    password=$(grep -o 'admin with .*' "$CONTAINER/console" | tr -d '\r' | cut -d' ' -f3)
    [ -n "$password" ]
    [ "$(code -u "admin:$password" http://127.0.0.1/app/)" = 200 ]
    [ "$(code http://127.0.0.1/app/)" = 401 ]
    [ "$(inside cat /proc/1/comm)" = hive-supervisor ]
    echo "$password" >"$CONTAINER/password"
}

@test "SIGTERM ends it within its time" {
    end
}

@test "a new container on the same volume keeps the login; the environment sets options" {
    rm "$CONTAINER/tree/etc/hive/users"
    export SYSTEMD_NSPAWN_LOCK=0
    container_start --setenv=HIVE_PROXY_ACCESS_LOG_FORMAT=json /usr/local/bin/hive-container
    wait_until 30 is_healthy
    [ "$(code -u "admin:$(cat "$CONTAINER/password")" http://127.0.0.1/app/)" = 200 ]
    logged_as_json() { inside grep -q '^{.*"status"' /var/log/hive/proxy-access.log; }
    wait_until 5 logged_as_json
    ! grep -q 'sign in as admin' "$CONTAINER/console"
    end
}

@test "a variable that fits no option is named, and the service waits for somebody to mend it" {
    container_start --setenv=HIVE_PROXY_THREDS=2 /usr/local/bin/hive-container
    named() { inside grep -q 'HIVE_PROXY_THREDS stands for no option' /var/log/hive/proxy.log; }
    wait_until 30 named
    [ "$(inside hivectl --json status hive-proxy | python3 -c 'import json, sys; print(json.load(sys.stdin)["state"])')" = misconfigured ]
    end
}
