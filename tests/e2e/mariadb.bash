# tests/e2e/mariadb.bash - a private MariaDB server for a test: own data directory, Unix socket
# and, if asked for, TCP port. Nothing of a server that may run on the machine is touched.
#
#   load mariadb.bash
#   setup_file()    { start_mariadb "$BATS_FILE_TMPDIR/db"; }
#   teardown_file() { stop_mariadb "$BATS_FILE_TMPDIR/db"; }
#   sql "$BATS_FILE_TMPDIR/db" -e 'SELECT 1'
#
# The server runs as user mysql when the test runs as root, else as the test's own user. The
# account of the tests is MARIADB_USER with MARIADB_PASSWORD, with all rights.

MARIADB_USER=hive
MARIADB_PASSWORD=secret-of-the-test

# mariadb_make DIR: an empty server with database rawdata.
mariadb_make() {
    mkdir -p "$1"
    local user=()
    if [ "$(id -u)" -eq 0 ]; then
        user=(--user=mysql)
        chown mysql "$1"
        chmod 755 "$1"
        # The server must reach its directory through those above it.
        local above=$1
        while [ "$above" != / ]; do
            above=$(dirname "$above")
            [ -O "$above" ] && [[ "$above" == /tmp/?* ]] && chmod o+x "$above"
        done
    fi
    cat >"$1/my.cnf" <<CNF
[mariadbd]
datadir=$1/data
socket=$1/socket
pid-file=$1/pid
log-error=$1/log
skip-networking
local-infile=1
innodb-buffer-pool-size=64M
innodb-log-file-size=64M
innodb-flush-log-at-trx-commit=2
innodb-doublewrite=0
innodb-flush-method=nosync
skip-log-bin
performance-schema=0
character-set-server=utf8mb4
CNF
    [ -n "${2:-}" ] && sed -i "s/^skip-networking$/bind-address=127.0.0.1\nport=$2/" "$1/my.cnf"
    mariadb-install-db --no-defaults "${user[@]}" --datadir="$1/data" --auth-root-authentication-method=normal \
        --skip-test-db --skip-name-resolve >"$1/install.log" 2>&1
}

# mariadb_run DIR: starts the server of DIR again and waits until it answers.
mariadb_run() {
    local user=()
    [ "$(id -u)" -eq 0 ] && user=(--user=mysql)
    rm -f "$1/socket"
    mariadbd --defaults-file="$1/my.cnf" "${user[@]}" >"$1/output" 2>&1 3>&- &
    echo $! >"$1/server"
    disown $! # its end is looked for by pid
    wait_until 60 mariadb --no-defaults --socket="$1/socket" -u root -e 'SELECT 1' || {
        tail -n 20 "$1/log" "$1/output" >&2
        return 1
    }
}

# start_mariadb DIR [PORT]: a fresh server; on 127.0.0.1:PORT, too, when a port is given.
start_mariadb() {
    mariadb_make "$@" && mariadb_run "$1" && mariadb_accounts "$1"
}

# mariadb_accounts DIR: database and account of the tests.
mariadb_accounts() {
    mariadb --no-defaults --socket="$1/socket" -u root -e "
        CREATE DATABASE rawdata;
        CREATE USER $MARIADB_USER@localhost IDENTIFIED BY '$MARIADB_PASSWORD';
        GRANT ALL ON *.* TO $MARIADB_USER@localhost WITH GRANT OPTION;"
}

# kill_mariadb DIR: kill -9, as when the machine loses power.
kill_mariadb() {
    kill -KILL "$(cat "$1/server")"
    wait_until 20 bash -c "! kill -0 $(cat "$1/server")"
}

# stop_mariadb DIR: ends the server. The directory stays.
stop_mariadb() {
    [ -e "$1/server" ] || return 0
    kill -TERM "$(cat "$1/server")" 2>/dev/null || return 0
    wait_until 60 bash -c "! kill -0 $(cat "$1/server")"
}

# sql DIR ARGUMENT...: the mariadb client in database rawdata.
sql() {
    local directory=$1
    shift
    MYSQL_PWD=$MARIADB_PASSWORD mariadb --no-defaults --socket="$directory/socket" -u "$MARIADB_USER" \
        --local-infile=1 --skip-column-names --batch rawdata "$@"
}

# load_rows DIR CSV [TABLE]: fills a table that hive-sample made from its CSV file.
load_rows() {
    sql "$1" -e "LOAD DATA LOCAL INFILE '$2' INTO TABLE ${3:-sync_data} FIELDS TERMINATED BY ',' IGNORE 1 LINES"
}
