# tests/e2e/supervisor_sandbox.bats - what a service may do, and what it is given.

load lib.bash
load supervised.bash

has_landlock() { python3 -c 'import ctypes; exit(ctypes.CDLL(None).syscall(444, None, 0, 1) < 1)'; }

@test "a service that tries each forbidden thing is refused every one" {
    is_root || skip 'needs root to switch the user'
    mkdir -m 1777 "$work/outside"
    install -m 755 tests/e2e/forbidden.py "$work/forbidden"
    start_supervisor <<INI
[service hive-bad]
command = $work/forbidden $work/outside
user = games
ready = start
probe = none
files = 64
processes = 50
memory = 1G
file_size = 1M
nice = 5
INI
    wait_until 20 grep -q '^end' "$work/log/bad.log"
    cat "$work/log/bad.log"
    has_landlock || sed -i '/^write-outside/d' "$work/log/bad.log"
    not grep DONE "$work/log/bad.log"
    [ "$(grep -c refused "$work/log/bad.log")" -ge 19 ]
    [ ! -e "$work/outside/escape" ] || not has_landlock
}

@test "what is in force is shown as the kernel says it" {
    is_root || skip 'needs root to switch the user'
    one_service <<INI
user = games
supplementary_groups = mail, adm
capabilities = CAP_NET_ADMIN
umask = 0077
nice = 7
files = 100
memory = 2G
INI
    ctl wait --timeout 10
    wait_until 5 field_is hive-web "['sandbox']['user']" games
    field_is hive-web "['sandbox']['groups']" "['adm', 'mail', 'games']"
    field_is hive-web "['sandbox']['capabilities']" "['CAP_NET_ADMIN']"
    field_is hive-web "['sandbox']['no_new_privileges']" True
    field_is hive-web "['sandbox']['seccomp']" True
    field_is hive-web "['sandbox']['umask']" 0077
    field_is hive-web "['sandbox']['nice']" 7
    field_is hive-web "['sandbox']['limits']['files']" 100
    field_is hive-web "['sandbox']['limits']['memory']" $((2 << 30))
    field_is hive-web "['sandbox']['limits']['core_size']" 0
    field_is hive-web "['sandbox']['limits']['file_size']" -1
    if has_landlock; then not field_is hive-web "['sandbox']['landlock']" 0; fi
}

@test "sandbox = no is shown as what it is" {
    one_service <<<'sandbox = no'
    ctl wait --timeout 10
    wait_until 5 field_is hive-web "['sandbox']['seccomp']" False
    field_is hive-web "['sandbox']['landlock']" 0
}

@test "what a container withholds is told, and the service starts without it" {
    is_root || skip 'needs root to switch the user'
    cat >"$work/etc/supervisor.ini" <<INI
[service hive-net]
command = sh -c 'grep CapAmb /proc/self/status; exec sleep 1000'
user = nobody
capabilities = CAP_NET_ADMIN, CAP_NET_BIND_SERVICE
ready = start
probe = none
INI
    setpriv --bounding-set -net_admin "$HIVE_BIN/hive-supervisor" 3>&- 2>>"$work/log/supervisor.log" &
    keeper=$!
    wait_until 10 is hive-net state ready
    wait_until 5 grep -q 'CapAmb:.*0400$' "$work/log/net.log"
    grep -q 'starts without CAP_NET_ADMIN: this host withholds it service=hive-net' "$work/log/supervisor.log"
}

@test "variables come from a file, a working directory is entered, umask holds" {
    mkdir "$work/home"
    printf '# of the service\nCOLOUR="dark blue"\nSIZE=7\n' >"$work/etc/env"
    start_supervisor <<INI
[service hive-env]
command = sh -c 'echo "\$COLOUR \$SIZE \$OWN \$PWD"; : >\$TMPDIR/made; exec sleep 1000'
environment_file = $work/etc/env
environment = SIZE=8, OWN=yes
working_directory = $work/home
umask = 0007
ready = start
probe = none
[service hive-optional]
command = sleep 1000
environment_file = -$work/etc/none
ready = start
probe = none
INI
    wait_until 10 grep -q "^dark blue 8 yes $work/home" "$work/log/env.log"
    wait_until 5 test -e "$work/lib/env/made"
    [ "$(stat -c %a "$work/lib/env/made")" = 660 ]
    wait_until 5 is hive-optional state ready
}

@test "a mistake in the file of variables is named, and mended by mending it" {
    printf 'A=1\nnonsense\n' >"$work/etc/env"
    one_service <<INI
environment_file = $work/etc/env
INI
    wait_until 5 is hive-web state backoff
    [[ "$(status_of hive-web status)" == "$work/etc/env: line 2: not NAME=VALUE" ]]
    echo 'A=1' >"$work/etc/env"
    wait_until 10 is hive-web state ready
}

@test "a credential is readable for its service alone, and a change restarts it" {
    is_root || skip 'needs root to switch the user'
    echo first >"$work/secret"
    chmod 600 "$work/secret"
    start_supervisor <<INI
[supervisor]
figures_interval = 250ms
[service hive-one]
command = sh -c 'cat \$CREDENTIALS_DIRECTORY/key; exec sleep 1000'
user = games
credential = key:$work/secret
ready = start
probe = none
[service hive-two]
command = sh -c 'cat $work/run/credentials/one/key; exec sleep 1000'
user = nobody
ready = start
probe = none
INI
    wait_until 10 grep -q '^first' "$work/log/one.log"
    wait_until 10 grep -q 'Permission denied' "$work/log/two.log"
    [ "$(stat -c '%a %U' "$work/run/credentials/one/key")" = '400 games' ]
    [ "$(stat -c '%U' "$work/run/credentials/one")" = root ]
    pid=$(status_of hive-one pid)
    touch "$work/secret"
    echo second >"$work/secret.new"
    mv "$work/secret.new" "$work/secret"
    wait_until 10 grep -q '^second' "$work/log/one.log"
    has_event hive-one '"credential"'
    not is hive-one pid "$pid"
    ctl stop hive-one
    wait_until 5 is hive-one state stopped
    [ ! -e "$work/run/credentials/one" ]
}

@test "a change of a credential is a SIGHUP where the service reloads" {
    echo first >"$work/secret"
    start_supervisor <<INI
[supervisor]
figures_interval = 250ms
[service hive-one]
command = sh -c 'trap "cat \$CREDENTIALS_DIRECTORY/key" HUP; cat \$CREDENTIALS_DIRECTORY/key; while :; do sleep 0.1; done'
credential = key:$work/secret
credential_change = reload
ready = start
probe = none
INI
    wait_until 10 grep -q '^first' "$work/log/one.log"
    pid=$(status_of hive-one pid)
    kill -9 "$(core_pid)"
    wait_until 5 is hive-one state ready
    echo second >"$work/secret"
    wait_until 10 grep -q '^second' "$work/log/one.log"
    is hive-one pid "$pid"
}

@test "a credential that is not there is named" {
    one_service <<<"credential = key:$work/none"
    wait_until 5 is hive-web state backoff
    [[ "$(status_of hive-web status)" == "open $work/none: No such file or directory" ]]
}
