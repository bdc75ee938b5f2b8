#!/bin/sh
# After the files are gone, or were replaced by those of another version. deb says which in words, rpm with the number
# of versions that are left: at an update, what the new version made has to stay.
set -e

case "$1" in
  remove | purge | disappear | 0) ;;
  *) exit 0 ;;
esac

link=/usr/bin/sightglass
profile=/etc/apparmor.d/sightglass

if [ -L "$link" ] && [ "$(readlink "$link")" = /opt/Sightglass/start ]; then
  rm -f "$link"
fi

if [ -f "$profile" ]; then
  if [ -d /sys/kernel/security/apparmor ] && command -v apparmor_parser >/dev/null 2>&1; then
    if ! { command -v ischroot >/dev/null 2>&1 && ischroot; }; then
      apparmor_parser --remove "$profile" >/dev/null 2>&1 || true
    fi
  fi
  rm -f "$profile" /var/cache/apparmor/*/sightglass
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true
fi

# Settings and sign-ins of people are theirs and stay where they are: ~/.config/Sightglass.
exit 0
