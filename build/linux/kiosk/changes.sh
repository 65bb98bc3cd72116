# shellcheck shell=sh
# What digiplayer-kiosk-setup changes on a machine: each thing is kept as it was and written down before it is changed, so that
# it can be put back. The one who reads this file sets `dry_run` (yes, no) and `work`, an empty folder of its own.

state=/var/lib/digiplayer-kiosk-setup
record=$state/made
changes=0
left=0

dry_run=${dry_run:-yes} work=${work:-/nonexistent}

# The record has a line for each thing, the latest last: its place, a blank, and what was made of it:
#   /path file:MODE:OWNER:GROUP:SUM, /path link:TARGET, /path none, /path folder, user:NAME, member:NAME:GROUP, package:NAME

# Tells that something is about to be changed; false when it shall only be told.
change() {
    changes=$((changes + 1))
    echo "$1"
    [ "$dry_run" = no ]
}

print_of() {
    if [ -L "$1" ]; then
        echo "link:$(readlink "$1")"
    elif [ -f "$1" ]; then
        echo "file:$(stat -c '%a:%U:%G' "$1"):$(sha256sum <"$1" | cut -d ' ' -f 1)"
    elif [ -e "$1" ]; then
        echo other
    else
        echo none
    fi
}

recorded() {
    [ ! -f "$record" ] || awk -v thing="$1" '$1 == thing { print $2 == "" ? "yes" : $2 }' "$record"
}

# remember THING [WHAT]: the line of a thing, which keeps its place among the others.
remember() {
    [ -d "$state" ] || install -d -m 700 "$state"
    [ -f "$record" ] || : >"$record"
    awk -v thing="$1" -v what="${2:-}" '
        $1 == thing { print thing, what; found = 1; next }
        { print }
        END { if (!found) print thing, what }' "$record" >"$record.new"
    sync "$record.new"
    mv "$record.new" "$record"
}

forget() {
    awk -v thing="$1" '$1 != thing' "$record" >"$record.new"
    mv "$record.new" "$record"
}

wanted() { echo "$1" >>"$work/wanted"; }

# Keeps what lies there now, once: what the first run found is what an undo puts back.
keep() {
    [ -z "$(recorded "$1")" ] || return 0
    [ "$(print_of "$1")" = none ] && return 0
    install -d -m 700 "$state"
    mkdir -p "$state/before${1%/*}"
    cp -a "$1" "$state/before$1"
    [ -L "$1" ] || sync "$state/before$1"
}

make_folders() {
    [ -n "$1" ] && [ ! -d "$1" ] || return 0
    make_folders "${1%/*}"
    remember "$1" folder
    mkdir "$1"
    chmod 755 "$1"
}

# Folders that an earlier run made for a file are still wanted with it.
want_folders() {
    [ -n "$1" ] || return 0
    wanted "$1"
    want_folders "${1%/*}"
}

# put PATH MODE OWNER [quiet] <CONTENTS: a file with exactly these, or nothing is changed. OWNER is USER:GROUP.
put() {
    contents=$(mktemp "$work/contents.XXXXXX")
    cat >"$contents"
    wanted "$1"
    want_folders "${1%/*}"
    print="file:$2:$3:$(sha256sum <"$contents" | cut -d ' ' -f 1)"
    [ "$(print_of "$1")" != "$print" ] || return 0
    if ! change "write $1 (mode $2, $3)"; then
        [ "${4:-}" = quiet ] || sed 's/^/    /' "$contents"
        return 0
    fi
    keep "$1"
    make_folders "${1%/*}"
    remember "$1" "$print"
    install -m "$2" -o "${3%:*}" -g "${3#*:}" "$contents" "$1.new"
    sync "$1.new"
    mv -T "$1.new" "$1"
}

# link TARGET PATH: a symbolic link.
link() {
    wanted "$2"
    want_folders "${2%/*}"
    [ "$(print_of "$2")" != "link:$1" ] || return 0
    change "link $2 to $1" || return 0
    keep "$2"
    make_folders "${2%/*}"
    remember "$2" "link:$1"
    ln -sfnT "$1" "$2"
}

# take_away PATH: a link that somebody else made; it is kept.
take_away() {
    wanted "$1"
    [ "$(print_of "$1")" != none ] || return 0
    change "remove the link $1" || return 0
    keep "$1"
    remember "$1" none
    rm "$1"
}

# Whether a thing is as it was made, or as it was before because the power went in between.
is_untouched() {
    now=$(print_of "$1")
    [ "$now" = "$2" ] || [ "$now" = "$(print_of "$state/before$1")" ]
}

# The first of the files made here that somebody changed since; nothing when there is none.
first_edited() {
    [ -f "$record" ] || return 0
    while read -r thing what; do
        case $thing:$what in
            *:folder | user:* | member:* | package:*) ;;
            *) is_untouched "$thing" "$what" || { echo "$thing" && return 0; } ;;
        esac
    done <"$record"
}

put_back() {
    case $1:$2 in
        user:*) remove_user "${1#user:}" ;;
        member:*) remove_member "${1#member:}" ;;
        package:*) return 0 ;;
        *:folder)
            # What others put there since keeps it; it is still ours while a file of ours stays in it.
            [ "$dry_run" = no ] || return 0
            rmdir "$1" 2>/dev/null || [ "$left" -eq 0 ] || return 0
            forget "$1"
            ;;
        *) put_back_file "$1" "$2" ;;
    esac
}

forget_unless_dry() { [ "$dry_run" = yes ] || forget "$1"; }

put_back_file() {
    if ! is_untouched "$1" "$2"; then
        echo "left as it is: $1 was changed by hand since"
        left=$((left + 1))
        return 0
    fi
    before=$state/before$1
    if [ "$(print_of "$before")" != none ]; then
        change "put back $1" || return 0
        [ -d "${1%/*}" ] || mkdir -p "${1%/*}"
        cp -aT "$before" "$1.new"
        mv -T "$1.new" "$1"
    elif [ "$(print_of "$1")" != none ]; then
        change "remove $1" || return 0
        rm "$1"
    fi
    [ "$dry_run" = yes ] || { forget "$1" && rm -f "$before"; }
}

remove_member() {
    change "take ${1%:*} out of the group ${1#*:}" || return 0
    gpasswd --delete "${1%:*}" "${1#*:}" >/dev/null 2>&1 || true
    forget "member:$1"
}

remove_user() {
    home=$(getent passwd "$1" | cut -d : -f 6)
    if [ -d "$home/.local/share/digiplayer" ] && [ "${DIGIPLAYER_PURGE_CONTENT:-}" != yes ]; then
        echo "left as it is: the user $1 and the content in $home; DIGIPLAYER_PURGE_CONTENT=yes removes both"
        forget_unless_dry "user:$1"
        return 0
    fi
    change "remove the user $1 and $home" || return 0
    userdel --remove "$1" >/dev/null 2>&1 || true
    forget "user:$1"
}

# put_back_all [PATTERN]: each recorded thing, the latest first; with `unwanted` only those that this run did not ask for.
put_back_all() {
    [ -f "$record" ] || return 0
    tac "$record" >"$work/backwards"
    while read -r thing what <&3; do
        if [ "${1:-}" = unwanted ] && grep -qxF -e "$thing" "$work/wanted"; then continue; fi
        put_back "$thing" "$what"
    done 3<"$work/backwards"
}
