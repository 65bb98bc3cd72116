#!/bin/bash
# Before the Electron package goes (deb: "remove", rpm: 0); an upgrade leaves the screen playing.
set -e

case "$1" in
    remove | 0) ;;
    *) exit 0 ;;
esac

if [ -d /run/systemd/system ]; then
    systemctl stop digiplayer-kiosk.service || true
fi
if command -v update-alternatives >/dev/null; then
    update-alternatives --remove digiplayer /opt/DigiPlayer/digiplayer
fi
