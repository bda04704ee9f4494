#!/usr/bin/env bats
# hive-sync and a MariaDB server that takes encrypted connections only: which certificates are
# believed, and what is said when they are not.

load lib.bash
load mariadb.bash
load sync_source.bash

setup_file() {
    export SERVER=$BATS_FILE_TMPDIR/db TLS=$BATS_FILE_TMPDIR/db/tls PORT
    PORT=$(free_port)
    mariadb_make "$SERVER" "$PORT"
    mkdir "$TLS"
    authority right
    authority wrong
    certificate localhost DNS:localhost,IP:127.0.0.1
    certificate elsewhere DNS:db.example.org
    show_certificate localhost
    cat >>"$SERVER/my.cnf" <<CNF
require-secure-transport=ON
ssl-cert=$TLS/server.crt
ssl-key=$TLS/server.key
ssl-ca=$TLS/right.crt
CNF
    mariadb_run "$SERVER"
    mariadb_accounts "$SERVER"
    sql "$SERVER" -e "$(create_table sync_data FLOAT); INSERT INTO sync_data (apiary_name, timestamp) VALUES ('Alder Ridge', 1735600000)
        ; CREATE USER far@'%' IDENTIFIED BY '$MARIADB_PASSWORD'; GRANT SELECT ON rawdata.* TO far@'%'"
}

teardown_file() {
    stop_mariadb "$SERVER"
}

setup() {
    sync_directories
}

teardown() {
    [ -z "${sync:-}" ] || end_process "$sync" KILL
    [ "$BATS_TEST_COMPLETED" = 1 ] || tail -n 30 "$log" || true
}

hivectl() { "$HIVE_BIN/hivectl" "$@"; }

authority() { # NAME
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
        -keyout "$TLS/$1.key" -out "$TLS/$1.crt" -subj "/CN=$1 authority" 2>/dev/null
}

certificate() { # NAME ALTERNATIVE_NAMES: of a server, by the right authority
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$TLS/$1.key" \
        -out "$TLS/$1.csr" -subj "/CN=$1" 2>/dev/null
    openssl x509 -req -in "$TLS/$1.csr" -CA "$TLS/right.crt" -CAkey "$TLS/right.key" -CAcreateserial \
        -days 2 -extfile <(echo "subjectAltName=$2") -out "$TLS/$1.crt" 2>/dev/null
}

show_certificate() { # NAME: the server's from now on, once it has read it
    cp "$TLS/$1.crt" "$TLS/server.crt"
    cp "$TLS/$1.key" "$TLS/server.key"
    chmod -R a+rX "$TLS"
}

over_tls() { # HOST LINE...
    printf '[sync]\nretry = 1s\n[source field]\nuri = mariadb://%s:%s/rawdata\nuser = far\npassword_file = password\n' \
        "$1" "$PORT" >"$CONFIGURATION_DIRECTORY/sync.ini"
    printf '%s\n' "${@:2}" >>"$CONFIGURATION_DIRECTORY/sync.ini"
    start_sync
}

refused_with() { # PATTERN
    wait_until 20 is_state degraded
    echo "$(status_of error)"
    [[ "$(status_of error)" == *$1* ]]
    [ "$(status_of copied)" = 0 ]
}

@test "the right authority and name are believed, by name and by address" {
    for host in localhost 127.0.0.1; do
        rm -rf "${STATE_DIRECTORY:?}"/*
        over_tls $host 'tls = verify' "tls_ca = $TLS/right.crt"
        wait_until 20 is_outcome created
        hivectl sync verify
        end_process "$sync"
    done
}

@test "another authority is refused, and so are those of the system" {
    over_tls localhost 'tls = verify' "tls_ca = $TLS/wrong.crt"
    refused_with 'certificate'
    end_process "$sync"
    over_tls localhost 'tls = verify'
    refused_with 'certificate'
}

@test "a certificate for another name is refused" {
    show_certificate elsewhere
    sql "$SERVER" -e 'FLUSH SSL'
    over_tls localhost 'tls = verify' "tls_ca = $TLS/right.crt"
    refused_with 'certificate'
    show_certificate localhost
    sql "$SERVER" -e 'FLUSH SSL'
    wait_until 20 is_outcome created
}

@test "tls = yes encrypts and believes any certificate" {
    over_tls localhost 'tls = yes'
    wait_until 20 is_outcome created
}

@test "without tls the server's refusal is told, with what to do" {
    over_tls localhost
    refused_with 'tls = verify'
    [[ "$(status_of error)" == *'Access denied'* ]]
}

@test "a file of authorities that does not exist is named" {
    over_tls localhost 'tls = verify' "tls_ca = $TLS/nowhere.crt"
    refused_with "$TLS/nowhere.crt"
}
