#!/usr/bin/env bats
# An existing installation of fail2ban, taken over unchanged. hive-ban runs here without
# CAP_NET_ADMIN, so it bans by hive-proxy's list alone.

load lib.bash

setup() {
    [ -e /etc/fail2ban/jail.conf ] || skip "fail2ban is not installed"
    dir=$BATS_TEST_TMPDIR
    hive_directories "$dir"
    socket=$RUNTIME_DIRECTORY/ban.sock
    daemon=
    cp -r /etc/fail2ban "$dir/fail2ban"
    printf '[ban]\nfail2ban = %s/fail2ban\n' "$dir" >"$CONFIGURATION_DIRECTORY/ban.ini"
}

teardown() {
    [ -z "$daemon" ] || end_process "$daemon" KILL
}

start() {
    local drop=()
    [ "$(id -u)" -ne 0 ] || drop=(setpriv --bounding-set -all --inh-caps -all)
    "${drop[@]}" "$HIVE_BIN/hive-ban" 2>>"$dir/err" 3>&- &
    daemon=$!
    wait_until 10 answers
}
answers() { ask "$socket" ping | grep -q '"state":"ready"'; }
logged() { grep -q "$1" "$dir/err"; }
ctl() { "$HIVE_BIN/hivectl" "$@"; }
check() { "$HIVE_BIN/hive-ban" -t; }

# failed ADDRESS COUNT [WHEN]: so many failed logins as sshd writes them.
failed() {
    local i
    for ((i = 0; i < $2; i++)); do
        LC_ALL=C date -d "${3:-now}" "+%b %e %H:%M:%S host sshd[7]: Failed password for root from $1 port 4 ssh2"
    done
}

# entry PROGRAM MESSAGE: an entry of the journal, as a remote machine would send it.
entry() {
    printf '__REALTIME_TIMESTAMP=%s\n_BOOT_ID=0123456789abcdef0123456789abcdef\n' "$(date +%s%6N)"
    printf '_HOSTNAME=here\nSYSLOG_IDENTIFIER=%s\n_COMM=%s\n_SYSTEMD_UNIT=%s.service\n_PID=7\nMESSAGE=%s\n\n' "$1" "$1" "$1" "$2"
}
journal() { /lib/systemd/systemd-journal-remote -o "$dir/journal/remote.journal" - >>"$dir/journal.out" 2>&1; }

@test "the stock installation is taken over, with the jail that Debian enables" {
    run check
    [ "$status" -eq 0 ]
    start
    [[ "$(ctl ban status)" == *'hive-auth, hive-guard, sshd' ]]
    [ "$(ctl ban get sshd maxretry)" = 5 ]
    [ "$(ctl ban get sshd bantime)" = 600 ]
}

@test "the sshd jail follows the journal where its backend is systemd" {
    [ -x /lib/systemd/systemd-journal-remote ] || skip "systemd-journal-remote is not installed"
    mkdir "$dir/journal"
    entry sshd 'Failed password for root from 203.0.113.3 port 4 ssh2' | journal
    printf '[sshd]\nbackend = systemd[journalpath=%s/journal]\nmaxretry = 3\n' "$dir" >"$dir/fail2ban/jail.d/zz.conf"
    start
    ctl ban status sshd | grep -q 'Journal matches:	_SYSTEMD_UNIT=sshd.service + _COMM=sshd'
    {
        entry sshd 'Failed password for root from 203.0.113.3 port 4 ssh2'
        entry cron 'Failed password for root from 203.0.113.9 port 4 ssh2'
        entry sshd 'Failed password for root from 203.0.113.3 port 4 ssh2'
    } | journal
    wait_until 10 logged ' banned address=203.0.113.3 jail=sshd failures=3'
    ! logged 203.0.113.9
}

@test "a jail.local as administrators write it" {
    cat >"$dir/fail2ban/jail.local" <<INI
[DEFAULT]
ignoreip = 127.0.0.1/8 ::1 192.0.2.1/24
bantime  = 1h
findtime = 15m
maxretry = 3
bantime.increment = true
bantime.maxtime = 4w
bantime.overalljails = true
destemail = root@example.org
banaction = nftables-multiport
banaction_allports = nftables[type=allports]
action = %(action_mwl)s

[sshd]
mode = aggressive
port = 22,2222
logpath = $dir/auth.log

[nginx-http-auth]
enabled = true
logpath = $dir/nginx/*.log
maxretry = 2

[recidive]
enabled = true
maxretry = 2
bantime = 1w
INI
    printf 'fail2ban_mail = tell\n[action tell]\ncommand = sh -c "" \n' >>"$CONFIGURATION_DIRECTORY/ban.ini"
    { failed 203.0.113.1 3 '10 minutes ago'; failed 203.0.113.2 3 '20 minutes ago'; } >"$dir/auth.log"
    run check
    [ "$status" -eq 0 ]
    start
    wait_until 10 logged ' banned address=203.0.113.1 jail=sshd failures=3'
    failed 203.0.113.4 3 >>"$dir/auth.log"
    wait_until 10 logged ' banned address=203.0.113.4 jail=sshd'
    failed 192.0.2.9 3 >>"$dir/auth.log"
    wait_until 10 logged 'ignored address=192.0.2.9 jail=sshd failures=3 reason=ignored'
    mkdir "$dir/nginx"
    for i in 1 2; do
        printf '%s [error] 6#6: *1 user "a": password mismatch, client: 203.0.113.4, server: h, request: "GET / HTTP/1.1", host: "h"\n' "$(date '+%Y/%m/%d %H:%M:%S')"
    done >"$dir/nginx/error.log"
    wait_until 10 logged ' banned address=203.0.113.4 jail=nginx-http-auth failures=2'
    wait_until 10 logged ' banned address=203.0.113.4 jail=recidive failures=2'
    ! logged 'address=203.0.113.2'
    [ "$(ctl ban get sshd findtime)" = 900 ]
    ask "$socket" banned | python3 -c '
import json, sys
spans = {(b["address"], b["jail"]): b["until"] - b["since"] for b in json.load(sys.stdin)["bans"]}
assert 3600 <= spans["203.0.113.4", "sshd"] <= 3601, spans
assert 7200 <= spans["203.0.113.4", "nginx-http-auth"] <= 7201, spans  # its second ban, over all jails'
}

@test "a host name in a log is looked up, unless usedns says no" {
    cat >"$dir/fail2ban/jail.local" <<INI
[sshd]
logpath = $dir/auth.log
maxretry = 2
[dropbear]
enabled = true
filter = sshd
logpath = $dir/other.log
usedns = no
maxretry = 2
INI
    : >"$dir/auth.log"
    start
    failed localhost 2 | tee -a "$dir/other.log" >>"$dir/auth.log"
    wait_until 10 logged 'ignored address=127.0.0.1 jail=sshd failures=2 reason=loopback'
    logged 'resolved name=localhost addresses='
    ! logged 'ignored address=127.0.0.1 jail=dropbear'
}

@test "what has no meaning here is refused by its name" {
    cat >"$dir/fail2ban/jail.local" <<'INI'
[sshd]
bantime.formula = ban.Time * 3 if ban.Count else 0
[nginx-http-auth]
enabled = true
action = cloudflare
[pure-ftpd]
enabled = true
backend = kafka
[vsftpd]
enabled = true
action = %(action_mw)s
[dovecot]
enabled = true
ignorecommand = grep -q <ip> /etc/friends && true
INI
    run check
    [ "$status" -eq 78 ]
    [[ "$output" == *"jail.local:2: [sshd] bantime.formula: 'ban.Time * 3 if ban.Count else 0' is Python"* ]]
    [[ "$output" == *"jail.local:5: [nginx-http-auth] action: the action 'cloudflare' runs commands"* ]]
    [[ "$output" == *"[pure-ftpd] backend: 'kafka' is none of"* ]]
    [[ "$output" == *"[vsftpd] action: 'sendmail-whois' sends mail: name the [action]"* ]]
    [[ "$output" == *"[dovecot] ignorecommand: '&& true' needs a shell"* ]]
    [[ "$output" == *"ban.ini:2: fail2ban: "* ]]
}

@test "a jail of both is a mistake" {
    printf '[jail sshd]\nrule = bad <HOST>\nlog = /x\n' >>"$CONFIGURATION_DIRECTORY/ban.ini"
    run check
    [ "$status" -eq 78 ]
    [[ "$output" == *"the jail 'sshd' is in $dir/fail2ban and here, too"* ]]
}
