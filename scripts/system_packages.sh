#!/bin/sh
# What some tests need from the operating system. Root on Debian gets it installed; others are told what is missing,
# and the tests that need it skip, saying so.
set -u
packages=""
command -v soffice >/dev/null 2>&1 || packages="$packages libreoffice-writer"
fc-list :lang=zh 2>/dev/null | grep -q . || packages="$packages fontconfig fonts-noto-cjk"
command -v pg_ctl >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1 || packages="$packages postgresql"
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || packages="$packages chromium"
[ -n "$packages" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing:$packages"
    # shellcheck disable=SC2086 # a list of words
    if { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages; } >/dev/null; then
        exit 0
    fi
    echo "could not install:$packages" >&2
fi
echo "missing:$packages -- the tests that need them will be skipped (Debian: apt-get install$packages)" >&2
