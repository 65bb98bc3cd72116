#!/bin/bash
# In a mount name space of its own: a root that is this machine's, with every change in memory, and what an rpm does there.
#   unshare --mount rpm-root.sh EMPTY_FOLDER RPM
# Each part begins with a line `== part`. The machine itself is not changed.
set -e
work=$1

mount -t tmpfs -o size=512m tmpfs "$work"
mkdir "$work/changes" "$work/work" "$work/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/changes,workdir=$work/work" "$work/root"
mount -t proc proc "$work/root/proc"
mount --rbind /dev "$work/root/dev"
mount -t tmpfs tmpfs "$work/root/tmp"
cp "$2" "$work/root/tmp/it.rpm"
here() { chroot "$work/root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@" </dev/null; }
changed() {
    (cd "$work/changes" && find . \( -type f -o -type l -o -type c \) -printf '/%P\n') | sort |
        grep -v -e '^/var/' -e '^/tmp/' -e '^/root/' || true
}

echo '== install'
here rpm --initdb
# A Debian has what it needs under other names.
here rpm --install --nodeps /tmp/it.rpm 2>&1
echo '== verify'
here rpm --verify --nodeps digiplayer 2>&1 || true
echo '== commands'
here readlink -f /usr/bin/digiplayer /usr/sbin/digiplayer-kiosk-setup
echo '== enable'
here systemctl enable digiplayer-kiosk.service 2>&1
echo '== upgrade'
here rpm --upgrade --replacepkgs --nodeps /tmp/it.rpm 2>&1
ls "$work/root/etc/systemd/system/graphical.target.wants"
echo '== remove'
here rpm --erase digiplayer 2>&1
changed
