#!/bin/bash
# In a mount name space of its own: machines for digiplayer-kiosk-setup, each this one with a player, and every change in memory.
#   unshare --mount kiosk-root.sh EMPTY_FOLDER FOLDER_OF_BUILD_LINUX
# Each part begins with a line `== part`. The machine itself is not changed.
set -e
work=$1 linux=$2 count=0

mount -t tmpfs -o size=256m tmpfs "$work"
setup=$work/setup
mkdir -p "$setup" "$work/machine"
found() { mkdir -p "$(dirname "$setup$1")"; cat > "$setup$1"; chmod "${2:-644}" "$setup$1"; }

# The players, as the two packages lay them out; a program that finds fault with every file in which BAD stands.
for home in /opt/digiplayer-chromium/linux /opt/DigiPlayer/resources/linux /root/unpacked/linux; do
    mkdir -p "$setup$home"
    cp -r "$linux/." "$setup$home/"
done
chmod 755 "$setup/opt" "$setup/opt/DigiPlayer"
for home in /opt/digiplayer-chromium /opt/DigiPlayer /root/unpacked; do
    found "$home/digiplayer" 755 <<'PLAYER'
#!/bin/sh
[ "$1 $2" = 'config check' ] && grep -q BAD "$3" && echo 'It says BAD.' && exit 1
exit 0
PLAYER
done
chmod 700 "$setup/root"
for home in /opt/digiplayer-chromium /root/unpacked; do found "$home/node" 755 </dev/null; done
for unit in digiplayer-kiosk digiplayer-chromium-kiosk; do
    found "/usr/lib/systemd/system/$unit.service" < "$linux/$unit.service"
done
# What starts the player in the units; what it is does not matter here.
for tool in cage labwc startx setterm; do [ -x "/usr/bin/$tool" ] || found "/usr/bin/$tool" 755 </dev/null; done
# Nothing is fetched: apt-get writes down that it was asked, and that the packages are there.
found /usr/bin/apt-get 755 <<'APT'
#!/bin/sh
echo "$*" >> /tmp/asked
[ ! -e /tmp/offline ] || { echo 'E: Unable to locate package'; exit 100; }
case "$*" in *ddcutil*) [ ! -e /tmp/without-ddcutil ] || exit 100 ;; esac
shift 3
for name; do
    printf 'Package: %s\nStatus: install ok installed\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n\n' "$name"
done >> /var/lib/dpkg/status
APT
# wlopm is what an older system does not have, though other packages name it.
found /usr/bin/apt-cache 755 <<'CACHE'
#!/bin/sh
[ "$2" = wlopm ] && candidate='(none)' || candidate=1
printf '%s:\n  Installed: (none)\n  Candidate: %s\n' "$2" "$candidate"
CACHE
found /var/lib/dpkg/status < /dev/null
# A desktop that was there before, a login on the console, and a file of an administrator.
mkdir -p "$setup/etc/systemd/system/getty.target.wants"
ln -s /lib/systemd/system/lightdm.service "$setup/etc/systemd/system/display-manager.service"
ln -sf /lib/systemd/system/getty@.service "$setup/etc/systemd/system/getty.target.wants/getty@tty1.service"
echo '{"server":{"url":"https://before.example"}}' | found /etc/digiplayer/app_config.json 640
touch -d 2020-02-02 "$setup/etc/digiplayer/app_config.json"
# Debian's udev makes these on a machine with a screen.
for file in passwd group shadow gshadow; do cp -a "/etc/$file" "$setup/etc/"; done
grep -v '^signage:' /etc/passwd > "$setup/etc/passwd"
for group in video render input audio i2c; do
    grep -q "^$group:" /etc/group || { echo "$group:x:$((900 + ${#group})):"; } >> "$setup/etc/group"
    grep -q "^$group:" /etc/gshadow || echo "$group:!::" >> "$setup/etc/gshadow"
done
mount -t overlay overlay -o "lowerdir=$setup:/" "$work/machine"

# A machine as it was found.
fresh() {
    count=$((count + 1))
    changes=$work/changes$count root=$work/root$count
    mkdir -p "$changes" "$work/work$count" "$root"
    mount -t overlay overlay -o "lowerdir=$setup:/,upperdir=$changes,workdir=$work/work$count" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/tmp"
    mount -t tmpfs tmpfs "$root/run"
}
here() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"; }
kiosk() { here "${player:-/opt/digiplayer-chromium}/linux/digiplayer-kiosk-setup" "$@" 2>&1 || echo "ended with $?"; }
# Everything that is not as it was found: contents, mode, owner and, but for folders and the lists of users, the time of change.
# What dpkg notes and the copies that useradd keeps of the lists are theirs.
changed() {
    (cd "$changes" && find . -mindepth 1) | sort |
        grep -v -e '^./var/lib/dpkg' -e '^./var/log' -e '^./etc/\(passwd\|group\|shadow\|gshadow\|subuid\|subgid\)-$' > "$work/list" || true
    facts "$work/machine" > "$work/before"
    facts "$root" > "$work/now"
    diff "$work/before" "$work/now" | sed -n -e 's/^< \.\(.*\)/was \1/p' -e 's/^> \.\(.*\)/is \1/p' || true
}
facts() (
    cd "$1"
    xargs -d '\n' -a "$work/list" sh -c 'find "$@" -maxdepth 0 -type d -printf "%p folder %m %u:%g\n" -o -type l -printf "%p to %l\n" \
        -o -type f -printf "%p file %m %u:%g %T@\n"' find 2>/dev/null |
        sed 's,^\(./etc/\(passwd\|group\|shadow\|gshadow\|subuid\|subgid\) file.*\) [0-9.]*$,\1,'
    xargs -d '\n' -a "$work/list" sha256sum 2>/dev/null | sed 's/^\(.\{8\}\)\S* *\(.*\)/\2 \1/'
)
named() { (cd "$root" && stat -c '%a %n' "${@#/}") && here stat -c '%U:%G %n' "$@"; }

for tool in useradd systemctl systemd-analyze; do
    which "$tool" >/dev/null || { echo "it has no $tool" >&2; exit 3; }
done
server=(--server=https://192.168.0.121 --hostname=lobby --pinned --code-file=-)

fresh
echo '== dry run'
echo SECRET1 | kiosk "${server[@]}" --dry-run
echo '== after dry run'
changed
cat "$root/tmp/asked" 2>/dev/null || true
echo '== run'
echo SECRET1 | kiosk "${server[@]}"
echo '== asked'
cat "$root/tmp/asked"
echo '== changed'
changed
echo '== files'
unit=/etc/systemd/system/digiplayer-chromium-kiosk.service.d/50-kiosk-setup.conf
cat "$root$unit" "$root/etc/systemd/system/digiplayer-kiosk-last-rung.service" "$root"/etc/systemd/system/digiplayer-stick@.service \
    "$root"/etc/udev/rules.d/85-digiplayer-stick.rules "$root/etc/systemd/system.conf.d/50-digiplayer-kiosk.conf"
echo '== polkit'
cat "$root/etc/polkit-1/rules.d/50-digiplayer-network.rules"
echo '== provisioning'
cat "$root/etc/digiplayer/app_config.json"
echo '== modes'
named "$unit" /etc/digiplayer/app_config.json /var/lib/digiplayer-kiosk-setup /home/signage
echo '== groups'
here id -nG signage
echo '== verify'
here systemd-analyze verify digiplayer-chromium-kiosk.service digiplayer-kiosk-last-rung.service digiplayer-stick@sdb1.service 2>&1 |
    grep -e digiplayer -e kiosk || true
echo '== again'
echo SECRET1 | kiosk "${server[@]}"
echo '== without a file'
kiosk
echo '== dry undo'
kiosk --undo --dry-run
echo '== undo'
kiosk --undo
echo '== after undo'
changed
echo '== undo twice'
kiosk --undo

# The tarball on a machine with a user of its own.
fresh
rm "$root/usr/lib/systemd/system/digiplayer-chromium-kiosk.service"
here useradd --create-home --groups audio pi
echo '== x'
kiosk --session x --user pi
named /etc/X11/xorg.conf.d/50-digiplayer-kiosk.conf /etc/systemd/system/digiplayer-chromium-kiosk.service
here id -nG pi
grep '^ExecStart=' "$root$unit"
echo '== the same without options'
kiosk
echo '== labwc'
kiosk --session=labwc --user=signage
ls "$root/etc/X11/xorg.conf.d/50-digiplayer-kiosk.conf" 2>/dev/null || true
here id -nG pi
grep '^ExecStart=' "$root$unit"
here systemd-analyze verify digiplayer-chromium-kiosk.service 2>&1 | grep -e digiplayer -e kiosk || true
echo '== edited'
echo 'Nice=5' >> "$root$unit"
kiosk --session=x
echo '== undo edited'
kiosk --undo
echo '== after edited'
changed | grep -v -e /home/pi -e '/etc/\(passwd\|group\|shadow\|gshadow\|subuid\|subgid\) '
echo '== undo after it was put back'
rm "$root$unit"
kiosk --undo
changed | grep -v -e /home/pi -e '/etc/\(passwd\|group\|shadow\|gshadow\|subuid\|subgid\) '

# Electron, where the power went after the first of the files was written down and before it was there.
fresh
mkdir -p "$root/var/lib/digiplayer-kiosk-setup"
echo '/etc/modules-load.d/digiplayer-kiosk.conf file:644:root:root:0123' > "$root/var/lib/digiplayer-kiosk-setup/made"
echo '== Electron'
player=/opt/DigiPlayer/resources
touch "$root/tmp/without-ddcutil"
kiosk
grep '^ExecStart=' "$root/etc/systemd/system/digiplayer-kiosk.service.d/50-kiosk-setup.conf"
here systemd-analyze verify digiplayer-kiosk.service 2>&1 | grep -e digiplayer -e kiosk || true
echo '== undo with content'
mkdir -p "$root/home/signage/.local/share/digiplayer"
echo film > "$root/home/signage/.local/share/digiplayer/film"
kiosk --undo
echo '== content'
changed | grep -v -e ' folder ' -e '/home/signage/\.[bp]'
player=

fresh
echo '== refused'
kiosk --colour=red
kiosk --user
kiosk --user=root
kiosk --session=gnome
kiosk --server=192.168.0.121
kiosk --hostname=lobby
kiosk --server=https://one --hostname='a"b'
kiosk --server=https://one --code-file=/etc/none
printf '' | kiosk --server=https://one --code-file=-
echo '{"BAD"' | kiosk --config=-
head -c 2000000 /dev/zero | kiosk --config=-
echo x > "$root/etc/digiplayer/player_config.ini"
kiosk --server=https://one
rm "$root/etc/digiplayer/player_config.ini"
player=/root/unpacked kiosk
here setpriv --reuid=65534 --clear-groups /opt/digiplayer-chromium/linux/digiplayer-kiosk-setup 2>&1 || echo "ended with $?"
mkdir -p "$root/etc/systemd/system/digiplayer-chromium-kiosk.service.d"
printf '[Service]\nUser=me\n' > "$root/etc/systemd/system/digiplayer-chromium-kiosk.service.d/override.conf"
kiosk
rm -r "$root/etc/systemd/system/digiplayer-chromium-kiosk.service.d"
touch "$root/tmp/offline"
kiosk
mv "$root/usr/bin/apt-get" "$root/usr/bin/apt-gone"
kiosk
mv "$root/usr/bin/apt-gone" "$root/usr/bin/apt-get"
mv "$root/usr/bin/systemctl" "$root/usr/bin/systemctl-gone"
kiosk
mv "$root/usr/bin/systemctl-gone" "$root/usr/bin/systemctl"
echo '== after refused'
changed

echo '== last rung'
found_systemctl="$root/usr/bin/systemctl"
printf '#!/bin/sh\necho "systemctl $*"\n' > "$found_systemctl.new"
chmod 755 "$found_systemctl.new"
mv "$found_systemctl.new" "$found_systemctl"
for up in 20.51 1799.99 1800.00 90000.12; do
    echo "$up 1.0" > "$root/tmp/uptime"
    echo "after $up s:"
    here DIGIPLAYER_LAST_RUNG_UPTIME=/tmp/uptime DIGIPLAYER_LAST_RUNG_WAIT_S=0 \
        /opt/digiplayer-chromium/linux/kiosk/last-rung digiplayer-chromium-kiosk.service
done
