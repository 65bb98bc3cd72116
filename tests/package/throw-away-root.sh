#!/bin/bash
# In a mount name space of its own: a root that is this machine's, with every change in memory, and what a package does there.
#   unshare --mount throw-away-root.sh EMPTY_FOLDER DEB NAME UNIT PROGRAM < COMMANDS_OF_THE_GUIDE
# Each part begins with a line `== part`. The machine itself is not changed.
set -e
work=$1 deb=$2 name=$3 unit=$4 program=$5

mount -t tmpfs -o size=2g tmpfs "$work"
mkdir "$work/changes" "$work/work" "$work/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/changes,workdir=$work/work" "$work/root"
mount -t proc proc "$work/root/proc"
mount --rbind /dev "$work/root/dev"
mkdir -p "$work/root/tmp/package"
cp "$deb" "$work/root/tmp/package/it.deb"
here() { chroot "$work/root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"; }
# What lies in /var changes with every package; /tmp and /run are nobody's.
changed() {
    (cd "$work/changes" && find . \( -type f -o -type l -o -type c \) -printf '/%P\n') | sort |
        grep -v -e '^/var/' -e '^/tmp/' -e '^/run/' -e '^/etc/ld.so.cache$' -e '^/usr/share/.*[.]cache$' || true
}

for tool in useradd systemctl systemd-analyze update-alternatives; do
    here which "$tool" >/dev/null || { echo "it has no $tool" >&2; exit 3; }
done

echo '== before'
# The unit starts it; what it is does not matter here.
[ -x "$work/root/usr/bin/cage" ] || cp /bin/true "$work/root/usr/bin/cage"
here useradd --create-home signage
mkdir -p "$work/root/home/signage/.local/share/digiplayer/media" "$work/root/etc/digiplayer"
echo content > "$work/root/home/signage/.local/share/digiplayer/media/one"
echo '{}' > "$work/root/etc/digiplayer/app_config.json"
changed
echo '== install'
here dpkg --force-depends -i /tmp/package/it.deb 2>&1
echo '== modes'
here find "${program%/*}" -printf '%m %u:%g %y %p\n'
here find /usr/lib/systemd -name 'digiplayer*' -printf '%m %u:%g %y %p\n'
echo '== verify'
here dpkg --verify "$name" 2>&1 || true
here systemd-analyze verify "/usr/lib/systemd/system/$unit.service" 2>&1 | grep -e "$unit" -e digiplayer || true
echo '== command'
here readlink -f /usr/bin/digiplayer
echo '== enable'
here systemctl enable "$unit.service" 2>&1
here systemctl --global enable "$(basename "$(ls "$work/root/usr/lib/systemd/user/" | grep '^digiplayer')")" 2>&1
echo '== upgrade'
here dpkg --force-depends -i /tmp/package/it.deb 2>&1
here ls /etc/systemd/system/graphical.target.wants
echo '== remove'
here dpkg --remove "$name" 2>&1
ls "$work/root$program" 2>/dev/null || true
echo '== purge'
here dpkg --purge "$name" 2>&1
echo '== after'
changed
echo '== purge with content'
here dpkg --force-depends -i /tmp/package/it.deb >/dev/null 2>&1
here DIGIPLAYER_PURGE_CONTENT=yes dpkg --purge "$name" >/dev/null 2>&1
echo '== after with content'
changed
echo '== guide'
here dpkg --force-depends -i /tmp/package/it.deb >/dev/null 2>&1
here userdel --remove signage 2>/dev/null
# Debian's udev makes them on a machine with a screen.
for group in video render input audio; do here getent group "$group" >/dev/null || here groupadd --system "$group"; done
echo '{"server":{"url":"https://server.example","hostname":"lobby"}}' > "$work/root/tmp/package/app_config.json"
echo ABC123XYZ > "$work/root/tmp/package/code.txt"
# Nothing is fetched: it writes down that the packages are there.
cat > "$work/root/usr/bin/apt-get" <<'APT'
#!/bin/sh
shift 3
for name; do
    printf 'Package: %s\nStatus: install ok installed\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n\n' "$name"
done >> /var/lib/dpkg/status
APT
printf '#!/bin/sh\nexit 1\n' > "$work/root/usr/bin/apt-cache"
while read -r line || [ -n "$line" ]; do
    here bash -ec "cd /tmp/package; $line" </dev/null >"$work/said" 2>&1 && echo "done: $line" || { echo "failed: $line"; cat "$work/said"; }
done
# What a kiosk is made of, whichever commands came before, and what a purge leaves of it.
kiosk_files() { (cd "$work/root" && find etc var/lib -name '*kiosk*') | sort; }
echo '== kiosk'
here digiplayer-kiosk-setup 2>&1
here digiplayer-kiosk-setup 2>&1
here systemd-analyze verify "$unit.service" 2>&1 | grep -e "$unit" -e digiplayer || true
echo '== kiosk files'
kiosk_files
echo '== after kiosk'
here dpkg --purge "$name" 2>&1 | grep -e 'as it was' || true
kiosk_files
