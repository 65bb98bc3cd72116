#!/bin/sh
# After the package of the Chromium shell was unpacked; may run twice.
set -e

[ "$1" = configure ] || exit 0

update-alternatives --install /usr/bin/digiplayer digiplayer /opt/digiplayer-chromium/digiplayer 50 \
    --slave /usr/sbin/digiplayer-kiosk-setup digiplayer-kiosk-setup /opt/digiplayer-chromium/linux/digiplayer-kiosk-setup

if [ -d /run/systemd/system ]; then
    systemctl daemon-reload || true
    # A screen that already plays goes on with the new version.
    systemctl try-restart digiplayer-chromium-kiosk.service || true
fi

# Only after a first installation: an upgrade has nothing to explain.
if [ -z "$2" ]; then
    cat <<'HINT'
DigiPlayer is installed. To pair this screen with a DigiServer, start `digiplayer` on it and follow the pairing screen,
or put a provisioning file into /etc/digiplayer/. `digiplayer --help` lists the commands; as a service of the user who is
logged in: systemctl --user enable --now digiplayer-chromium
For a machine that is nothing but a screen: sudo digiplayer-kiosk-setup --help
HINT
fi
