#!/bin/sh
# After the files are there. deb calls it with `configure` (or an `abort-…`), rpm with 1 at the first installation and 2 at
# an update; what it does is the same each time, and may be done twice.
set -e

folder=/opt/Sightglass
program="$folder/start"
link=/usr/bin/sightglass
sandbox="$folder/chrome-sandbox"
profile=/etc/apparmor.d/sightglass

# A file of that name, or a link that leads elsewhere, is somebody else's; one that leads to nothing is nobody's.
ours=no
[ -e "$link" ] || ours=yes
case "$(readlink "$link" || true)" in
  "$folder"/*) ours=yes ;;
esac
if [ "$ours" = yes ]; then
  ln -sfn "$program" "$link"
else
  echo "sightglass: $link is not ours and stays; the program is $program" >&2
fi

# Chromium makes its sandbox of user namespaces, and falls back on this helper where people may not make any. Whether
# they may can change at any time after this script (a sysctl, another kernel, an image that is copied to other
# computers), and without one of the two the program does not start. An administrator's own choice counts first.
if ! dpkg-statoverride --list "$sandbox" >/dev/null 2>&1; then
  chown root:root "$sandbox"
  chmod 4755 "$sandbox"
fi

# A parser that does not understand the profile belongs to a system that does not need it.
if command -v apparmor_parser >/dev/null 2>&1 && [ -d /etc/apparmor.d ]; then
  if apparmor_parser --skip-kernel-load --skip-cache "$folder/resources/apparmor-profile" >/dev/null 2>&1; then
    install -m 0644 "$folder/resources/apparmor-profile" "$profile"
    # Not where an administrator has switched it off (aa-disable), nor while an image is made: the kernel then is that of
    # another system.
    if [ ! -e /etc/apparmor.d/disable/sightglass ] && [ -d /sys/kernel/security/apparmor ] && ! { command -v ischroot >/dev/null 2>&1 && ischroot; }; then
      apparmor_parser --replace --write-cache --skip-read-cache "$profile" ||
        echo "sightglass: the AppArmor profile $profile could not be loaded" >&2
    fi
  else
    # An update may find one that an older parser took.
    rm -f "$profile"
  fi
fi

# Desktops find out by themselves what was added; these only make them find it at once.
if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true
fi

exit 0
