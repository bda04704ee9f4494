#!/usr/bin/env bash
# tests/systemd/bare.sh [run|check] [root|user] - one of the two commands on a bare Debian 12.
#
# A tree made by mmdebstrap holds what every installation holds, make and git, and nothing else;
# the clean clone of this repository is built in there. `user`: an ordinary user with sudo.
# `run` is stopped once the suite has answered a login. Takes as long as a first build. Root.
set -eu
cd "$(dirname "$0")/../.."
command=${1:-run} who=${2:-root}

tree=$(mktemp -d /var/tmp/hive-bare.XXXX)
cleanup() {
    umount -R "$tree/proc" "$tree/sys" "$tree/dev/pts" 2>/dev/null || true
    rm -rf --one-file-system "$tree"
}
trap cleanup EXIT

mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' | head -n 1)
mmdebstrap --quiet --variant=important --include=make,git,ca-certificates,sudo,curl bookworm "$tree" "$mirror"
git clone -q . "$tree/srv/hive"
cp /etc/resolv.conf "$tree/etc/resolv.conf"
mount -t proc proc "$tree/proc"
mount --rbind /sys "$tree/sys" && mount --make-rslave "$tree/sys"
mount -t devpts devpts "$tree/dev/pts"
echo "127.0.1.1 $(hostname)" >>"$tree/etc/hosts"

# A mirror of npm's registry that this machine uses serves in there, too.
settings=(LANG=C.UTF-8 "npm_config_registry=$(npm config get registry)")
authority=$(npm config get cafile)
if [ -e "$authority" ]; then
    cp "$authority" "$tree/etc/npm-authority.pem"
    settings+=(npm_config_cafile=/etc/npm-authority.pem)
fi

as() { chroot "$tree" env -i HOME="$home" PATH=/usr/sbin:/usr/bin:/sbin:/bin "${settings[@]}" "$@"; }
home=/root
if [ "$who" = user ]; then
    home=/home/ann
    chroot "$tree" useradd -m ann
    echo 'ann ALL=(ALL) NOPASSWD: ALL' >"$tree/etc/sudoers.d/ann"
    chroot "$tree" chown -R ann /srv/hive
    as() { chroot "$tree" setpriv --reuid ann --regid ann --init-groups env -i HOME=$home PATH=/usr/bin:/bin "${settings[@]}" "$@"; }
fi

if [ "$command" = check ]; then
    as make -C /srv/hive check
    exit
fi
as make -C /srv/hive run HTTP_PORT=18080 PORTAL_PORT=12812 >"$tree/output" 2>&1 &
make=$!
until grep -q 'Hive is ready' "$tree/output"; do
    kill -0 $make 2>/dev/null || { cat "$tree/output" && exit 1; }
    sleep 1
done
login=$(cat "$tree/srv/hive/run/credentials")
curl -sf -u "$login" http://127.0.0.1:18080/app/ >/dev/null
curl -sf -u "$login" http://127.0.0.1:12812/ >/dev/null
tail -n 12 "$tree/output"
supervisor=$(pgrep -f "$(sed 's|/|.|g' <<<hive-supervisor)" | while read -r pid; do
    [ "$(readlink "/proc/$pid/root")" = "$tree" ] && echo "$pid"
done | head -n 1)
kill -TERM "$supervisor"
wait $make || true
echo "bare $command as $who: well"
