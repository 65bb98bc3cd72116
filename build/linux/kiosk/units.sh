# shellcheck shell=sh disable=SC2154 # digiplayer-kiosk-setup reads this file and sets what it does not set itself.
# The files of the system that make it a screen: units, session, watchdog, modules, clock.

session_command() {
    case $session in
        cage) echo "/usr/bin/cage -d -- $program $wayland_options" ;;
        labwc) echo "/usr/bin/labwc -C /etc/digiplayer/labwc -s '$here/kiosk/labwc-session $program $wayland_options'" ;;
        x) echo "/usr/bin/startx $program $options -- :0 vt1 -keeptty -nolisten tcp" ;;
    esac
}

write_units() {
    wayland_options=${options:---ozone-platform=wayland}
    type=wayland
    [ "$session" != x ] || type=x11
    # The packages bring the unit; the tarball has it beside this file.
    if [ ! -f "/usr/lib/systemd/system/$unit" ] && [ ! -f "/lib/systemd/system/$unit" ]; then
        put "/etc/systemd/system/$unit" 644 root:root quiet <"$here/$unit"
        unit_file=/etc/systemd/system/$unit
    else
        unit_file=/usr/lib/systemd/system/$unit
    fi
    put "/etc/systemd/system/$unit.d/50-kiosk-setup.conf" 644 root:root <<UNIT
# Made by digiplayer-kiosk-setup, which puts it back by --undo. A change by hand belongs into another file here.
[Unit]
# Without the program there is nothing to start, and nothing that failed.
ConditionFileIsExecutable=$program
# Ten starts within an hour: the last rung.
StartLimitIntervalSec=1h
StartLimitBurst=10
OnFailure=digiplayer-kiosk-last-rung.service

[Service]
User=$user
Environment=XDG_SESSION_TYPE=$type
# The console goes dark by itself on some systems.
ExecStartPre=+-/bin/sh -c 'setterm --term linux --blank 0 --powerdown 0 >/dev/tty1'
ExecStart=
ExecStart=$(session_command)
UNIT
    put /etc/systemd/system/digiplayer-kiosk-last-rung.service 644 root:root <<UNIT
# Made by digiplayer-kiosk-setup: what comes when the player could not be started again and again.
[Unit]
Description=The machine starts anew, because the player could not be started

[Service]
Type=oneshot
ExecStart=$here/kiosk/last-rung $unit
UNIT
    link "$unit_file" "/etc/systemd/system/multi-user.target.wants/$unit"
    # What else would take the screen: a desktop, and the login of the first console.
    take_away /etc/systemd/system/display-manager.service
    take_away /etc/systemd/system/getty.target.wants/getty@tty1.service
}

# No desktop mounts sticks here.
write_sticks() {
    put /etc/udev/rules.d/85-digiplayer-stick.rules 644 root:root <<'RULES'
# Made by digiplayer-kiosk-setup: a stick that is put in is mounted for the player.
ACTION=="add", SUBSYSTEM=="block", ENV{ID_BUS}=="usb", ENV{ID_FS_TYPE}=="vfat|exfat", TAG+="systemd", ENV{SYSTEMD_WANTS}+="digiplayer-stick@%k.service"
RULES
    put "/etc/systemd/system/digiplayer-stick@.service" 644 root:root <<UNIT
# Made by digiplayer-kiosk-setup: mounts a stick for as long as it is in.
[Unit]
Description=The stick %I, for the player
BindsTo=dev-%i.device
After=dev-%i.device

[Service]
Type=oneshot
RemainAfterExit=yes
TimeoutSec=30
ExecStart=$here/kiosk/mount-stick add %I $user
ExecStop=$here/kiosk/mount-stick remove %I $user
UNIT
}

write_session() {
    case $session in
        labwc) put /etc/digiplayer/labwc/rc.xml 644 root:root quiet <"$here/labwc/rc.xml" ;;
        x)
            put /etc/X11/xorg.conf.d/50-digiplayer-kiosk.conf 644 root:root <<'XORG'
# Made by digiplayer-kiosk-setup: the screen never goes dark by itself, and nobody leaves it by keys.
Section "ServerFlags"
    Option "BlankTime" "0"
    Option "StandbyTime" "0"
    Option "SuspendTime" "0"
    Option "OffTime" "0"
    Option "DontVTSwitch" "true"
    Option "DontZap" "true"
EndSection
XORG
            ;;
    esac
    [ -z "$options" ] ||
        put /etc/chromium/policies/managed/digiplayer.json 644 root:root quiet <"$here/chromium-policies.json"
}

write_system() {
    put /etc/systemd/system.conf.d/50-digiplayer-kiosk.conf 644 root:root <<'SYSTEM'
# Made by digiplayer-kiosk-setup: the watchdog of the machine starts it anew when the system itself stands still.
[Manager]
RuntimeWatchdogSec=1min
RebootWatchdogSec=5min
SYSTEM
    sed "s/@USER@/$user/" "$here/polkit/digiplayer-network.rules" >"$work/network.rules"
    put /etc/polkit-1/rules.d/50-digiplayer-network.rules 644 root:root quiet <"$work/network.rules"
    put /etc/modules-load.d/digiplayer-kiosk.conf 644 root:root <<'MODULES'
# Made by digiplayer-kiosk-setup: monitors are turned on and off over the i2c of their cables (ddcutil).
i2c-dev
MODULES
    if [ "$time_daemon" = systemd-timesyncd ] && ! systemctl is-enabled --quiet systemd-timesyncd.service 2>/dev/null; then
        link /lib/systemd/system/systemd-timesyncd.service /etc/systemd/system/sysinit.target.wants/systemd-timesyncd.service
    else
        # It may be on because an earlier run did so.
        wanted /etc/systemd/system/sysinit.target.wants/systemd-timesyncd.service
    fi
}
