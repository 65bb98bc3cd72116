#!/bin/bash
# After the Electron package went. "purge" (rpm: the last version's removal) takes all that the package made; the content and
# the pairing of the screen stay, unless DIGIPLAYER_PURGE_CONTENT=yes asks for them to go, too.
set -e

remove_what_was_made() {
    command -v update-alternatives >/dev/null || rm -f '/usr/bin/${executable}' /usr/sbin/digiplayer-kiosk-setup
    if [ -f '/etc/apparmor.d/${executable}' ]; then
        ischroot 2>/dev/null || apparmor_parser --remove '/etc/apparmor.d/${executable}' 2>/dev/null || true
        rm -f '/etc/apparmor.d/${executable}'
    fi
    if [ -d /run/systemd/system ]; then systemctl daemon-reload || true; fi
}

# A machine that digiplayer-kiosk-setup made a screen of this package becomes again what it was.
undo_kiosk() {
    local kiosk=/var/lib/digiplayer-kiosk-setup
    if [ "$(cat $kiosk/unit 2>/dev/null)" = digiplayer-kiosk.service ]; then $kiosk/digiplayer-kiosk-setup --undo || true; fi
}

remove_links_of_units() {
    # What `systemctl enable` made; the user's own links are the user's.
    rm -f /etc/systemd/system/*.wants/digiplayer-kiosk.service /etc/systemd/user/*.wants/digiplayer.service
    rmdir --ignore-fail-on-non-empty /etc/systemd/user/graphical-session.target.wants 2>/dev/null || true
    rmdir --ignore-fail-on-non-empty /etc/digiplayer 2>/dev/null || true
}

remove_content_if_asked() {
    [ "$DIGIPLAYER_PURGE_CONTENT" = yes ] || return 0
    local home
    home=$(getent passwd signage | cut -d: -f6)
    [ -z "$home" ] || rm -rf "$home/.local/share/digiplayer"
}

case "$1" in
    remove) remove_what_was_made ;;
    purge) undo_kiosk; remove_links_of_units; remove_content_if_asked ;;
    0) remove_what_was_made; undo_kiosk; remove_links_of_units; remove_content_if_asked ;;
esac
