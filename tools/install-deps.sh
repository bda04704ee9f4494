#!/usr/bin/env bash
# tools/install-deps.sh GROUP|PACKAGE... - installs the Debian packages that are missing.
#
# Groups: build (to compile and to bundle the web pages), check (what the tests use besides),
# coverage, deb (the Debian package). Each package stands with its reason.
set -eu

build=(
    g++ make pkg-config
    libevent-dev            # event loops
    libmicrohttpd-dev       # HTTP of hive-chart and hive-portal
    libsqlite3-dev          # every store
    libmariadb-dev          # the remote database
    libnftnl-dev libmnl-dev # nftables without the nft program
    libpcre2-dev            # filters of hive-ban
    libsystemd-dev          # the journal, for hive-ban
    libinih-dev             # ini files
    libfmt-dev              # formatting; std::format is missing in g++ 12
    nettle-dev              # MD5, SHA, HMAC, base64; libmicrohttpd maps it anyway
    nlohmann-json3-dev      # JSON
    libssl-dev              # TLS of hive-proxy
    libcrypt-dev            # password hashes
    libcurl4-openssl-dev    # hive-notify sends mail and calls webhooks
    libbrotli-dev zlib1g-dev # compressed answers of hive-chart; CRC-32 of rows in hive-sync
    libhowardhinnant-date-dev tzdata # local hours of an apiary; time zones are missing in g++ 12
    libxgboost-dev          # boosted trees of hive-train
    node-llhttp             # the HTTP parser, as C sources
    ca-certificates         # for npm
    mandoc                  # checks the manual pages
)
check=(
    libgtest-dev libgmock-dev
    bats curl sqlite3 python3 procps
    mariadb-server mariadb-client
    faketime                # clocks that jump, for hive-sync and the supervisor
    nftables iproute2 libcap2-bin
    fail2ban                # its filters and sample logs are tests of hive-ban
    systemd-journal-remote  # writes journals for hive-ban to follow
    apache2-utils nginx-light wrk
    haproxy                 # beside hive-proxy in its bench
    slowhttptest            # slow clients against hive-proxy
    gobuster                # a scanner that hive-guard must tell from visitors
    python3-websockets      # a real WebSocket client and server
    python3-aiosmtpd        # the mail server hive-notify is tested against
    openssl                 # certificates for it
    prometheus              # its promtool reads the portal's /metrics
    monit                   # its command line against the portal, its daemon as a peer
    python3-xgboost python3-sklearn # the peers of hive-train
    chromium
    mmdebstrap systemd-container # a booted systemd to install the package in
    cppcheck                # a second reader beside clang-tidy
    clang-19 libclang-rt-19-dev clang-format-19
)
coverage=(gcovr libgtest-dev libgmock-dev)
deb=(debhelper fakeroot lintian)

wanted=()
for word in "$@"; do
    case $word in
    build) wanted+=("${build[@]}") ;;
    check) wanted+=("${check[@]}") ;;
    coverage) wanted+=("${coverage[@]}") ;;
    deb) wanted+=("${deb[@]}") ;;
    *) wanted+=("$word") ;;
    esac
done
# Debian's npm conflicts with a node that brings its own.
case " $* " in *" build "*) command -v npm >/dev/null || wanted+=(nodejs npm) ;; esac

missing=()
for package in "${wanted[@]}"; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "missing packages, and no sudo to install them: apt-get install ${missing[*]}" >&2
        exit 1
    }
    as_root=(sudo)
fi
# The peers we test against come as services; only the programs are wanted.
guard=/usr/sbin/policy-rc.d
if [ ! -e "$guard" ]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$guard" >/dev/null
    "${as_root[@]}" chmod 755 "$guard"
    trap '"${as_root[@]}" rm -f "$guard"' EXIT
fi
echo "installing: ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
