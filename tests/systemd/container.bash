# tests/systemd/container.bash - a Debian 12 that boots systemd, for tests of what is installed.
#
# A container of systemd-nspawn over a tree made by mmdebstrap. What a test changes lies in an
# overlay of its own, which outlives a reboot and not the test. It has no network but its own
# loopback; `client` runs a program of this machine in there.
# A test calls container_missing, container_create, container_boot, …, container_remove.

CONTAINERS=${CONTAINERS:-$PWD/build/systemd}

# container_missing: says why no container can run here; fails when nothing is missing.
container_missing() {
    local tool
    [ "$(id -u)" = 0 ] || { echo 'needs root' && return; }
    for tool in mmdebstrap systemd-nspawn nsenter; do
        command -v $tool >/dev/null || { echo "needs $tool" && return; }
    done
    [ -w "$(cgroup_tree)" ] || { echo 'needs a writable cgroup v2' && return; }
    return 1
}

# cgroup_tree: where cgroup v2 is mounted.
cgroup_tree() { findmnt -n -t cgroup2 -o TARGET | head -n 1; }

# packages_of DEB: the packages it depends on, the first of alternatives.
packages_of() {
    dpkg-deb -f "$1" Pre-Depends Depends | sed -e 's/^[A-Za-z-]*: *//' | tr ',' '\n' |
        sed -e 's/|.*//' -e 's/(.*//' -e 's/[[:space:]]//g' | grep -v '^$' | sort -u
}

# container_create DIR DEB: an empty container in DIR that could install DEB.
container_create() {
    export CONTAINER=$1
    BASE=$(container_base "$2") || return 1
    mkdir -p "$CONTAINER"/{upper,work,tree}
    mount -t overlay overlay -o "lowerdir=$BASE,upperdir=$CONTAINER/upper,workdir=$CONTAINER/work" "$CONTAINER/tree"
}

# container_base DEB: prints the tree below every container, made by the first who asks.
container_base() {
    local list stamp mirror base
    list=systemd,systemd-sysv,dbus,procps,iproute2,nftables,$(packages_of "$1" | paste -sd,)
    stamp=$(sha256sum <<<"$list" | cut -c1-12)
    base=$CONTAINERS/base-$stamp
    mkdir -p "$CONTAINERS"
    exec {lock}>"$CONTAINERS/lock"
    flock "$lock"
    if [ ! -e "$base/etc/debian_version" ]; then
        mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' | head -n 1)
        rm -rf --one-file-system "$CONTAINERS"/base-*
        mmdebstrap --quiet --variant=minbase --include="$list" \
            --aptopt='APT::Install-Recommends "false"' --dpkgopt='path-exclude=/usr/share/locale/*' \
            --customize-hook='chroot "$1" systemctl mask console-getty.service getty.target' \
            --customize-hook='mkdir -p "$1/var/log/journal"' \
            bookworm "$base.new" "$mirror" >&2 || return 1
        mv "$base.new" "$base"
    fi
    exec {lock}>&-
    echo "$base"
}

# container_cgroups: its cgroups; two where v1 and v2 are both mounted.
container_cgroups() {
    local tree
    for tree in "$(cgroup_tree)" /sys/fs/cgroup/systemd; do
        [ ! -d "$tree" ] || echo "$tree/$(basename "$CONTAINER")"
    done
}

# container_boot: starts its systemd and waits until it has started what it wants to start.
container_boot() {
    container_start --boot
    wait_until 60 container_is_up
}

# container_start COMMAND|--boot: with COMMAND as its process 1.
container_start() {
    (
        container_cgroups | while read -r group; do
            mkdir -p "$group"
            echo $BASHPID >"$group/cgroup.procs"
        done
        SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 exec systemd-nspawn --quiet --directory="$CONTAINER/tree" \
            --machine="$(basename "$CONTAINER")" --hostname=apiary --register=no --keep-unit --private-network \
            --console=pipe --link-journal=no --resolv-conf=off --timezone=off --capability=all \
            --system-call-filter='@sandbox @keyring @memlock pidfd_getfd' "$@"
    ) </dev/null >"$CONTAINER/console" 2>&1 3>&- &
    echo $! >"$CONTAINER/nspawn"
    wait_until 20 container_has_begun
}
# Its process 1 is the child of systemd-nspawn that is 1 in a namespace of its own.
container_has_begun() {
    local pid
    for pid in $(pgrep -P "$(cat "$CONTAINER/nspawn")"); do
        [[ "$(grep '^NSpid:' "/proc/$pid/status")" =~ [[:space:]]1$ ]] || continue
        echo "$pid" >"$CONTAINER/init"
        return 0
    done
    return 1
}
container_is_up() {
    container_has_begun && [[ "$(inside systemctl is-system-running 2>/dev/null)" =~ running|degraded ]]
}

# inside COMMAND...: in the container, with the container's files; no unit of its systemd.
inside() { nsenter --target "$(cat "$CONTAINER/init")" --mount --uts --ipc --net --pid --cgroup --root --wd "$@"; }

# guest COMMAND...: as a unit of the container's systemd; what a root shell there would do.
guest() {
    inside systemd-run --quiet --wait --pipe --collect -E HOME=/root -E TERM=dumb \
        -E PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin -- "$@" </dev/null
}

# client COMMAND...: a program of this machine in the container's network.
client() { nsenter --target "$(cat "$CONTAINER/init")" --net "$@"; }

# container_stop: powers it off, by force after 30 s.
container_stop() {
    local nspawn init
    nspawn=$(cat "$CONTAINER/nspawn" 2>/dev/null) && kill -0 "$nspawn" 2>/dev/null || return 0
    init=$(cat "$CONTAINER/init")
    kill -s RTMIN+4 "$init" 2>/dev/null # poweroff.target
    wait_until 30 container_is_down || kill -KILL "$init" "$nspawn" 2>/dev/null
    wait_until 10 container_is_down
    container_cgroups | while read -r group; do find "$group" -depth -type d -exec rmdir {} \; 2>/dev/null; done || true
}
container_is_down() { ! kill -0 "$(cat "$CONTAINER/nspawn")" 2>/dev/null; }

# container_remove: ends it, and nothing is left of it.
container_remove() {
    [ -n "${CONTAINER:-}" ] || return 0
    container_stop || true
    umount "$CONTAINER/tree" 2>/dev/null || true
    rm -rf --one-file-system "$CONTAINER"
}
