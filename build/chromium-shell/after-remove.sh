#!/bin/sh
# After the package of the Chromium shell went. The content and the pairing of the screen stay, also when it is purged, unless
# DIGIPLAYER_PURGE_CONTENT=yes asks for them to go, too.
set -e

if [ -d /run/systemd/system ]; then
    systemctl daemon-reload || true
fi
[ "$1" = purge ] || exit 0

# A machine that digiplayer-kiosk-setup made a screen of this package becomes again what it was.
kiosk=/var/lib/digiplayer-kiosk-setup
if [ "$(cat $kiosk/unit 2>/dev/null)" = digiplayer-chromium-kiosk.service ]; then
    $kiosk/digiplayer-kiosk-setup --undo || true
fi

# What `systemctl enable` made; the user's own links are the user's.
rm -f /etc/systemd/system/*.wants/digiplayer-chromium-kiosk.service /etc/systemd/user/*.wants/digiplayer-chromium.service
rmdir --ignore-fail-on-non-empty /etc/systemd/user/graphical-session.target.wants 2>/dev/null || true
rmdir --ignore-fail-on-non-empty /etc/digiplayer 2>/dev/null || true

if [ "$DIGIPLAYER_PURGE_CONTENT" = yes ]; then
    home=$(getent passwd signage | cut -d: -f6)
    [ -z "$home" ] || rm -rf "$home/.local/share/digiplayer"
fi
