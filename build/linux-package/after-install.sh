#!/bin/bash
# After the Electron package was unpacked (deb: "configure" and the version before; rpm: how many versions are installed).
# electron-builder fills in the names; everything may run twice.
set -e

case "$1" in
    configure | 1 | 2) ;;
    *) exit 0 ;;
esac

program='/opt/${sanitizedProductName}/${executable}'
kiosk='/opt/${sanitizedProductName}/resources/linux/digiplayer-kiosk-setup'
if command -v update-alternatives >/dev/null; then
    update-alternatives --install '/usr/bin/${executable}' '${executable}' "$program" 100 \
        --slave /usr/sbin/digiplayer-kiosk-setup digiplayer-kiosk-setup "$kiosk"
else
    ln -sf "$program" '/usr/bin/${executable}'
    ln -sf "$kiosk" /usr/sbin/digiplayer-kiosk-setup
fi

# Chromium's sandbox stands on user namespaces; only a kernel without them needs the helper that runs as root.
if [ -L /proc/self/ns/user ] && unshare --user true 2>/dev/null; then
    chmod 0755 '/opt/${sanitizedProductName}/chrome-sandbox' 2>/dev/null || true
else
    chmod 4755 '/opt/${sanitizedProductName}/chrome-sandbox' 2>/dev/null || true
fi

# Ubuntu from 24.04 on allows user namespaces only to programs with a profile; an older AppArmor does not understand it.
profile='/opt/${sanitizedProductName}/resources/apparmor-profile'
if aa-enabled --quiet 2>/dev/null && apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
    cp -f "$profile" '/etc/apparmor.d/${executable}'
    ischroot 2>/dev/null || apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
fi

if [ -d /run/systemd/system ]; then
    systemctl daemon-reload || true
    # A screen that already plays goes on with the new version.
    systemctl try-restart digiplayer-kiosk.service || true
fi

# Only after a first installation: an upgrade has nothing to explain.
if [ "$1" = 1 ] || { [ "$1" = configure ] && [ -z "$2" ]; }; then
    cat <<'HINT'
DigiPlayer is installed. To pair this screen with a DigiServer, start `digiplayer` on it and follow the pairing screen,
or put a provisioning file into /etc/digiplayer/. `digiplayer --help` lists the commands; as a service of the user who is
logged in: systemctl --user enable --now digiplayer
For a machine that is nothing but a screen: sudo digiplayer-kiosk-setup --help
HINT
fi
