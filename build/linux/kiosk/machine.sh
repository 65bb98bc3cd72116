# shellcheck shell=sh disable=SC2034,SC2154 # digiplayer-kiosk-setup reads this file and sets what it does not set itself.
# What the machine has to have before: the player, no unit of somebody else, packages, and a user.

# Sets what lies around this file: the program, its options, its unit.
find_program() {
    if [ -x "$here/../node" ]; then
        program=$(readlink -f "$here/../digiplayer") options=--shell=chromium unit=digiplayer-chromium-kiosk.service
    else
        program=$(readlink -f "$here/../../digiplayer" || true) options='' unit=digiplayer-kiosk.service
    fi
    [ -x "$program" ] || fail "no player lies beside $here; use the command of an installed package or of the tarball."
    case $program in
        *[!a-zA-Z0-9/._+-]*) fail "please unpack the player where the path has plain characters only, not $program." ;;
    esac
    setpriv --reuid=65534 --clear-groups test -x "$program" ||
        fail "no other user may start $program; please unpack the player below /opt."
}

# Nothing is changed on a machine on which somebody else decides over the same unit.
check_units() {
    edited=$(first_edited)
    [ -z "$edited" ] || fail "$edited was changed by hand since; move it away, or put it back, and run this again."
    for file in "/etc/systemd/system/$unit" /etc/systemd/system/"$unit".d/*.conf; do
        if [ ! -e "$file" ] || [ -n "$(recorded "$file")" ]; then continue; fi
        case $file in
            *.conf) grep -qE '^(ExecStart|User|Type|OnFailure)=' "$file" || continue ;;
        esac
        fail "the unit was edited by hand in $file; move it away and run this again."
    done
}

is_installed() { [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

install_packages() {
    # cage does not start without Xwayland, though nothing is shown in it.
    case $session in
        cage) needed='cage xwayland' helpful='wlopm wlr-randr' ;;
        labwc) needed='labwc xwayland' helpful='wlopm wlr-randr' ;;
        x) needed='xinit xserver-xorg-core xserver-xorg-input-libinput' helpful='x11-xserver-utils' ;;
    esac
    needed="$needed dbus libpam-systemd"
    # What turns panels on and off, and what gives i2c a group.
    helpful="$helpful v4l-utils ddcutil i2c-tools"
    time_daemon=''
    for name in systemd-timesyncd chrony ntpsec openntpd; do
        if is_installed "$name"; then time_daemon=$name; fi
    done
    [ -n "$time_daemon" ] || needed="$needed systemd-timesyncd" time_daemon=systemd-timesyncd
    missing=''
    for name in $needed; do is_installed "$name" || missing="$missing $name"; done
    # shellcheck disable=SC2086 # They are words.
    install_these $missing || {
        tail -n 5 "$work/apt" >&2
        fail "the packages could not be installed; run apt-get update, look whether this system has them, and try again:$missing"
    }
    missing=''
    for name in $helpful; do
        # Older systems do not have all of them.
        if ! is_installed "$name" && has_candidate "$name"; then missing="$missing $name"; fi
    done
    # shellcheck disable=SC2086 # They are words.
    install_these $missing || echo "these could not be installed, and the player does without them:$missing"
}

has_candidate() { apt-cache policy "$1" 2>/dev/null | grep -q '^ *Candidate: [^(]'; }

install_these() {
    if [ $# -eq 0 ] || ! change "install the packages $*"; then return 0; fi
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" >"$work/apt" 2>&1 || return 1
    for name; do remember "package:$name"; done
}

make_user() {
    wanted "user:$user"
    if ! getent passwd "$user" >/dev/null && change "make the user $user"; then
        remember "user:$user"
        useradd --create-home --comment DigiPlayer --shell /usr/sbin/nologin "$user"
    fi
    # Screen and CEC, decoder, touch and keys, sound, and DDC.
    for group in video render input audio i2c; do
        getent group "$group" >/dev/null || continue
        wanted "member:$user:$group"
        case " $(id -nG "$user" 2>/dev/null || true) " in *" $group "*) continue ;; esac
        change "put $user into the group $group" || continue
        # With the user itself all its groups go.
        [ -n "$(recorded "user:$user")" ] || remember "member:$user:$group"
        usermod --append --groups "$group" "$user"
    done
}
