# shellcheck shell=sh disable=SC2154 # digiplayer-kiosk-setup reads this file and sets what it does not set itself.
# The provisioning file of the screen.

# read_input FILE MOST_BYTES INTO: a small file, or the standard input.
read_input() {
    from=$1 named="the file $1"
    if [ "$1" = - ]; then
        from=/dev/stdin named='the standard input'
    elif [ ! -f "$from" ]; then
        fail "there is no file $1."
    fi
    install -m 600 /dev/null "$3"
    head -c "$2" <"$from" >"$3" || fail "$named cannot be read."
    [ -s "$3" ] || fail "$named is empty."
    [ "$(wc -c <"$3")" -lt "$2" ] || fail "$named is larger than anything that belongs here."
}

# Written before anything is changed, so that a wrong one changes nothing.
make_provisioning() {
    provisioning=''
    target=/etc/digiplayer/app_config.json
    [ -n "$server$config" ] || return 0
    provisioning=$work/app_config.json
    if [ -n "$config" ]; then
        case $config in *.ini) target=/etc/digiplayer/player_config.ini provisioning=$work/player_config.ini ;; esac
        read_input "$config" 1048576 "$provisioning"
    else
        write_server >"$provisioning"
    fi
    if [ "$target" = /etc/digiplayer/app_config.json ] && [ -z "$(recorded /etc/digiplayer/player_config.ini)" ] &&
        [ -e /etc/digiplayer/player_config.ini ]; then
        fail '/etc/digiplayer/player_config.ini is there and would be read first; move it away and run this again.'
    fi
    # Electron does not run as root, so only this package can be asked.
    if [ -n "$options" ] && ! "$program" config check "$provisioning" >"$work/checked" 2>&1; then
        cat "$work/checked" >&2
        fail 'the player cannot use this provisioning file, so nothing was changed.'
    fi
}

write_server() {
    code=''
    if [ -n "$code_file" ]; then
        read_input "$code_file" 1024 "$work/code"
        code=$(cat "$work/code")
    fi
    case $code in *[[:cntrl:][:space:]\"\\]*) fail 'the code holds a character that no code has.' ;; esac
    printf '{\n  "server": {\n    "url": "%s"' "$server"
    [ -z "$hostname" ] || printf ',\n    "hostname": "%s"' "$hostname"
    [ -z "$code" ] || printf ',\n    "quickconnect_code": "%s"' "$code"
    [ "$pinned" = no ] || printf ',\n    "verify_ssl": false,\n    "use_server_certificate": true'
    printf '\n  }\n}\n'
}

write_provisioning() {
    if [ -n "$provisioning" ]; then
        put "$target" 600 "$user:$(id -gn "$user" 2>/dev/null || echo "$user")" quiet <"$provisioning"
    else
        # An earlier run's stays: without the option nothing is said about it.
        wanted /etc/digiplayer/app_config.json
        wanted /etc/digiplayer/player_config.ini
        wanted /etc/digiplayer
    fi
}
