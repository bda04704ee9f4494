#!/usr/bin/env bats
# hive-passwd as an operator uses it, and its file with Apache's htpasswd.

load lib.bash

setup() {
    hive_directories "$BATS_TEST_TMPDIR"
    users=$CONFIGURATION_DIRECTORY/users
    PATH=$HIVE_BIN:$PATH
}

@test "a user is added, verified, changed and deleted" {
    run hive-passwd add ann <<<'open sesame'
    [ "$status" -eq 0 ] && [ "$output" = "added ann" ]
    [ "$(stat -c %a "$users")" = 640 ]
    grep -q '^ann:\$y\$' "$users"
    hive-passwd verify ann <<<'open sesame'
    run hive-passwd verify ann <<<'open barley'
    [ "$status" -eq 1 ]

    run hive-passwd add ann <<<'open barley'
    [ "$output" = "changed ann" ]
    hive-passwd verify ann <<<'open barley'
    [ "$(wc -l <"$users")" -eq 1 ]

    hive-passwd delete ann
    run hive-passwd verify ann <<<'open barley'
    [ "$status" -eq 1 ]
    run hive-passwd delete ann
    [ "$status" -eq 1 ]
}

@test "a made-up password is printed once and fits" {
    password=$(hive-passwd random ann)
    [[ "$password" =~ ^[A-Za-z0-9]{20}$ ]]
    hive-passwd verify ann <<<"$password"
    run grep "$password" "$users"
    [ "$status" -eq 1 ]
    [ "$(hive-passwd random ann)" != "$password" ]
}

@test "a file of htpasswd verifies here and survives a change" {
    htpasswd -cbB "$users" bcrypt 'open sesame'
    htpasswd -bm "$users" apr1 'open sesame'
    htpasswd -bs "$users" sha 'open sesame'
    htpasswd -b5 "$users" sha512 'open sesame'
    htpasswd -bd "$users" des 'open ses'
    echo "manual:$(openssl passwd -5 'open sesame')" >>"$users"
    before=$(cat "$users")
    hive-passwd add ann <<<secret
    for name in bcrypt apr1 sha sha512 manual; do
        hive-passwd verify "$name" <<<'open sesame'
        run hive-passwd verify "$name" <<<'open barley'
        [ "$status" -eq 1 ]
    done
    hive-passwd verify des <<<'open ses'
    hive-passwd delete ann
    [ "$(cat "$users")" = "$before" ]
    htpasswd -vb "$users" bcrypt 'open sesame'
}

@test "htpasswd verifies what hive-passwd wrote" {
    hive-passwd add ann <<<'open sesame'
    htpasswd -vb "$users" ann 'open sesame'
    run htpasswd -vb "$users" ann 'open barley'
    [ "$status" -ne 0 ]
}

@test "the list shows names and every mistake of the file" {
    printf '# people\nbob:{PLAIN}x\nann:{PLAIN}y\nbob:{PLAIN}z\nnobody\n' >"$users"
    run hive-passwd list
    [ "$status" -eq 78 ]
    [ "$output" = "$users:4: user 'bob' is in line 2 already
$users:5: no ':' between a name and a hash
ann
bob" ]
}

@test "lines user:password are imported, without the passwords being shown" {
    printf 'ann:first:pass\n\nbob:second pass\r\n' >"$BATS_TEST_TMPDIR/plain"
    run hive-passwd import "$BATS_TEST_TMPDIR/plain"
    [ "$status" -eq 0 ]
    [ "$output" = "added ann
added bob
$BATS_TEST_TMPDIR/plain still holds the passwords and may be deleted now" ]
    hive-passwd verify ann <<<'first:pass'
    hive-passwd verify bob <<<'second pass'

    run hive-passwd import --delete-source "$BATS_TEST_TMPDIR/plain"
    [ "$status" -eq 0 ]
    [ ! -e "$BATS_TEST_TMPDIR/plain" ]
    hive-passwd verify ann <<<'first:pass'
}

@test "a source with mistakes is listed whole and not imported" {
    printf 'ann:good\ns3cret\nbob:\n' >"$BATS_TEST_TMPDIR/plain"
    run hive-passwd import --delete-source "$BATS_TEST_TMPDIR/plain"
    [ "$status" -eq 78 ]
    [ "$output" = "$BATS_TEST_TMPDIR/plain:2: no ':' between a name and a password
$BATS_TEST_TMPDIR/plain:3: password of user 'bob' is empty
hive-passwd: nothing was imported" ]
    [ -e "$BATS_TEST_TMPDIR/plain" ]
    [ ! -e "$users" ]
}

@test "a password in the arguments is refused and not repeated" {
    run hive-passwd add ann s3cret
    [ "$status" -eq 64 ]
    [[ "$output" != *s3cret* ]]
    [ ! -e "$users" ]
}

@test "names that would break the file are refused" {
    for name in 'a:b' '#ann' ' ann' $'a\nb'; do
        run hive-passwd add "$name" <<<secret
        [ "$status" -eq 70 ]
    done
    run hive-passwd add ann </dev/null
    [ "$status" -eq 70 ]
    run hive-passwd add ann <<<''
    [ "$status" -eq 70 ]
    [ ! -e "$users" ]
}

@test "ten changes at once lose none" {
    for number in {0..9}; do
        hive-passwd add "user$number" <<<"secret$number" &
    done
    wait
    [ "$(hive-passwd list | wc -l)" -eq 10 ]
    [ "$(ls -A "$CONFIGURATION_DIRECTORY")" = users ]
}

@test "owner and group of the file stay, and a link stays a link" {
    mkdir "$BATS_TEST_TMPDIR/real"
    printf 'bob:{PLAIN}x\n' >"$BATS_TEST_TMPDIR/real/users"
    [ "$(id -u)" -ne 0 ] || chown 65534:65533 "$BATS_TEST_TMPDIR/real/users"
    owner=$(stat -c %u:%g "$BATS_TEST_TMPDIR/real/users")
    ln -s "$BATS_TEST_TMPDIR/real/users" "$users"
    hive-passwd add ann <<<secret
    [ -L "$users" ]
    [ "$(stat -Lc %u:%g "$users")" = "$owner" ]
    hive-passwd -f "$BATS_TEST_TMPDIR/real/users" verify ann <<<secret
}

# type_to SCRIPT WORD...: runs hive-passwd WORD... on a terminal of its own. SCRIPT (python)
# has expect(TEXT) and type(TEXT), and `seen`, what the terminal showed; ends with the exit status.
type_to() {
    python3 - "$@" <<'PY'
import os, pty, select, signal, sys, time
pid, terminal = pty.fork()
if pid == 0:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored by what is started in the background
    os.execvp("hive-passwd", ["hive-passwd"] + sys.argv[2:])
seen = ""
def expect(text):
    global seen
    deadline = time.monotonic() + 10
    while text not in seen:
        if not select.select([terminal], [], [], max(0, deadline - time.monotonic()))[0]:
            sys.exit(f"waited in vain for {text!r}, saw {seen!r}")
        seen += os.read(terminal, 1000).decode()
def type(text):
    os.write(terminal, text.encode())
exec(sys.argv[1])
status = os.waitpid(pid, 0)[1]
print(seen)
sys.exit(os.waitstatus_to_exitcode(status) % 256)
PY
}

@test "on a terminal the password is asked twice and not shown" {
    run type_to 'expect("Password of ann: "); type("open sesame\n"); expect("Once more: "); type("open sesame\n"); expect("added ann")' add ann
    [ "$status" -eq 0 ]
    [[ "$output" != *sesame* ]]
    hive-passwd verify ann <<<'open sesame'

    run type_to 'expect("Password of ann: "); type("one\n"); expect("Once more: "); type("two\n"); expect("differ")' add ann
    [ "$status" -eq 70 ]
    hive-passwd verify ann <<<'open sesame'
}

@test "an interrupt at the prompt gives the terminal its echo back" {
    run type_to 'expect("Password of ann: "); type("\x03"); os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
import termios
assert termios.tcgetattr(terminal)[3] & termios.ECHO' add ann
    [ "$status" -eq 254 ]  # ended by SIGINT
    [ ! -e "$users" ]
}
