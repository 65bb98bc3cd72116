#!/bin/sh
# Before the package of the Chromium shell goes; an upgrade leaves the screen playing.
set -e

[ "$1" = remove ] || exit 0

if [ -d /run/systemd/system ]; then
    systemctl stop digiplayer-chromium-kiosk.service || true
fi
update-alternatives --remove digiplayer /opt/digiplayer-chromium/digiplayer
