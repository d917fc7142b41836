#!/bin/sh
# `target-eye --check-config`, `target-eye healthcheck` and `target-eye migrate` are about the service, so they see the
# variables that its unit reads. The environment and an --environment-file on the command line win over them.
for argument in "$@"; do
	case "$argument" in
	--check-config | healthcheck | migrate)
		if [ -e /etc/default/target-eye ]; then set -- --environment-file=/etc/default/target-eye "$@"; fi
		break
		;;
	esac
done
exec /usr/lib/target-eye/target-eye.mjs "$@"
