#!/usr/bin/env bats
# Bad configuration, the same for every program: all mistakes with file and line, exit 78,
# nothing started; and the shipped files are valid.

load lib.bash

setup() {
    hive_directories "$BATS_TEST_TMPDIR"
}

# refuses PROGRAM FILE TEXT LINE...: PROGRAM -t and PROGRAM both list exactly these mistakes.
refuses() {
    local program=$1 file=$CONFIGURATION_DIRECTORY/$2 expected
    printf '%b' "$3" >"$file"
    shift 3
    expected=$(printf "$file:%s\n" "$@")
    for flag in -t ''; do
        run "$HIVE_BIN/$program" $flag -c "$file"
        echo "$output"
        [ "$status" -eq 78 ]
        # Without the time and name in front of each line.
        [ "$(sed -E 's/^.*\[ERROR\] //' <<<"$output")" = "$expected" ]
    done
    [ -z "$(ls "$RUNTIME_DIRECTORY")" ]
}

@test "hive-proxy lists every mistake" {
    refuses hive-proxy proxy.ini '[proxy]\nthreads = many\nshoe_size = 43\n\n[location app]\nanswer = 200 ok\n\n[location /x/]\nanswer = 200 ok\nfiles = /srv\n' \
        "2: threads: 'many' is not a whole number" "3: unknown option 'shoe_size'" \
        "5: a prefix starts with '/' and is written as it is decoded" "8: exactly one of proxy, upstream, files, redirect and answer is needed"
}

@test "hive-ban lists every mistake" {
    refuses hive-ban ban.ini '[ban]\nmode = loud\n\n[jail web]\nfailures = 0\nlog = /var/log/x.log\nrule = no host here\n' \
        "2: mode: 'loud' is none of auto|enforce|dry-run" "5: failures: 0 is outside 1-1000" "7: rule: rule 1 does not say where the address is: <HOST> is missing"
}

@test "hive-sync lists every mistake" {
    refuses hive-sync sync.ini '[sync]\ninterval = soon\n\n[source field]\nuri = ftp://x\ncolour = red\n' \
        "2: interval: 'soon' is not a time span (90, 90s, 10m, 12h, 7d)" "5: uri: a database is mariadb://HOST[:PORT]/DATABASE, mariadb:///DATABASE?socket=PATH, sqlite:PATH or csv:PATH" "6: unknown option 'colour'"
}

@test "hive-chart lists every mistake" {
    refuses hive-chart chart.ini '[chart]\nbin_hz = loud\nthreads = 0\n[chrt]\n' \
        "2: bin_hz: 'loud' is not a number" "3: threads: 0 is outside 1-16" "4: unknown section [chrt]"
}

@test "hive-portal lists every mistake" {
    refuses hive-portal portal.ini '[portal]\nlisten = nowhere\npages = /a\npages = /b\n' \
        "2: listen: 'nowhere' is neither ADDRESS:PORT nor unix:PATH" "4: 'pages' was already given in line 3"
}

@test "hive-supervisor lists every mistake and starts nothing" {
    refuses hive-supervisor supervisor.ini "[service a]\ncommand = touch $BATS_TEST_TMPDIR/started\ndepends = b\n\n[service b]\ncommand = sleep 1\ndepends = a\nstart_timeout = never\n" \
        "3: depends: services wait for each other: a -> b -> a" \
        "8: start_timeout: 'never' is not a time span (90, 90s, 10m, 12h, 7d)"
    [ ! -e "$BATS_TEST_TMPDIR/started" ]
}

@test "the shipped configuration is valid for every program" {
    cp etc/*.ini "$CONFIGURATION_DIRECTORY"
    for program in proxy ban sync chart portal; do
        run "$HIVE_BIN/hive-$program" -t
        echo "$program: $output"
        [ "$status" -eq 0 ] && [ -z "$output" ]
    done
    # The users named in it exist once Hive is installed.
    sed -i -E '/^(user|group|capabilities) *=/d' "$CONFIGURATION_DIRECTORY/supervisor.ini"
    run "$HIVE_BIN/hive-supervisor" -t
    [ "$status" -eq 0 ]
}

# examples_of PAGE DIRECTORY: each display of the page that is a configuration, as a file of its own.
examples_of() {
    awk -v directory="$2" '
        /^\.Bd -literal/ { text = ""; inside = 1; next }
        /^\.Ed/ { if (text ~ /^\[/) printf "%s", text >(directory "/" ++n); inside = 0 }
        inside { gsub(/\\e/, "\\"); text = text $0 "\n" }' "$1"
}

@test "every configuration shown in a manual page is valid" {
    local seen=0 page program directory example elsewhere
    (umask 077 && echo secret >"$CONFIGURATION_DIRECTORY/sync.password")
    for page in man/hive-*.8.in; do
        program=$(basename "$page" .8.in)
        directory=$BATS_TEST_TMPDIR/$program
        mkdir "$directory"
        examples_of "$page" "$directory"
        for example in "$directory"/*; do
            [ -e "$example" ] || continue
            # The users and services that a service names exist where it is used.
            [ "$program" = hive-supervisor ] && elsewhere='/^(user|depends) *=/d' || elsewhere=
            sed -E "$elsewhere" "$example" >"$CONFIGURATION_DIRECTORY/${program#hive-}.ini"
            run "$HIVE_BIN/$program" -t
            echo "$page: $(cat "$example")"
            echo "$output"
            [ "$status" -eq 0 ]
            seen=$((seen + 1))
        done
    done
    [ "$seen" -ge 13 ]
}

@test "every program knows its version and its help" {
    for program in hive-proxy hive-ban hive-sync hive-chart hive-portal hive-supervisor hivectl hive-passwd hive-sample; do
        run "$HIVE_BIN/$program" --version
        [ "$status" -eq 0 ] && [[ "$output" == *"0.1.0"* ]]
        run "$HIVE_BIN/$program" --help
        [ "$status" -eq 0 ] && [[ "$output" == *"$program"* ]]
        run "$HIVE_BIN/$program" --no-such-option
        [ "$status" -eq 64 ]
    done
}

@test "log_level says what a daemon logs, -v goes before it" {
    printf '[chart]\nlog_level = loud\n' >"$CONFIGURATION_DIRECTORY/chart.ini"
    run "$HIVE_BIN/hive-chart" -t
    [ "$status" -eq 78 ]
    grep -q "chart.ini:2: log_level: 'loud' is no log level (error, warning, notice, info, debug)" <<<"$output"
    printf '[chart]\nlog_level = error\n' >"$CONFIGURATION_DIRECTORY/chart.ini"
    serve_a_moment
    [ ! -s "$BATS_TEST_TMPDIR/err" ]
    serve_a_moment -v
    grep -q '\[NOTICE\] stopped' "$BATS_TEST_TMPDIR/err"
}

# serve_a_moment ARGUMENT...: hive-chart until it answers; its log is the file err.
serve_a_moment() {
    "$HIVE_BIN/hive-chart" "$@" 2>"$BATS_TEST_TMPDIR/err" 3>&- &
    wait_until 10 ask "$RUNTIME_DIRECTORY/chart.sock" ping
    end_process $!
}
