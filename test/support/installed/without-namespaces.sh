#!/bin/sh
# Runs a program as an ordinary user of a system that makes no user namespaces: in one of our own, where the limit of the
# kernel is 0 and everybody is who they were. As root: without-namespaces.sh UID PROGRAM [ARGUMENT …]
set -e
uid=$1
shift
folder=$(mktemp -d)
mkfifo "$folder/mapped"
own=$(readlink /proc/$$/ns/user)
(
  # Who is who in it, only somebody outside of it may say.
  until [ "$(readlink /proc/$$/ns/user)" != "$own" ]; do :; done
  echo 0 0 65536 > /proc/$$/uid_map
  echo 0 0 65536 > /proc/$$/gid_map
  echo > "$folder/mapped"
  rm -r "$folder"
) &
exec unshare --user sh -c '
  read -r _ < "$1"
  uid=$2
  shift 2
  exec setpriv --reuid=0 --regid=0 --clear-groups sh -c "
    echo 0 > /proc/sys/user/max_user_namespaces
    exec setpriv --reuid=$uid --regid=$uid --clear-groups \"\$@\"
  " sh "$@"
' sh "$folder/mapped" "$uid" "$@"
