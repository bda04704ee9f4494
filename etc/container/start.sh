#!/bin/sh
# etc/container/start.sh - the first start makes a login, every start is the supervisor as process 1.
# HIVE_ADMIN_PASSWORD_FILE names a file with the password; otherwise one is made and shown once.
set -eu
users=/etc/hive/users
kept=/var/lib/hive/users # the volume outlives the container, /etc does not
if [ ! -e "$users" ] && [ -e "$kept" ]; then
    cp -p "$kept" "$users"
fi
if [ ! -e "$users" ]; then
    if [ -n "${HIVE_ADMIN_PASSWORD_FILE:-}" ]; then
        head -n 1 "$HIVE_ADMIN_PASSWORD_FILE" | hive-passwd -f "$users" add admin
    else
        echo "hive: sign in as admin with $(hive-passwd -f "$users" random admin)"
    fi
    chown root:hive-auth "$users"
    chmod 640 "$users"
    cp -p "$users" "$kept"
fi
[ -e /etc/hive/groups ] || echo 'admin: admin' >/etc/hive/groups
mkdir -p /run/hive /var/log/hive
exec hive-supervisor
