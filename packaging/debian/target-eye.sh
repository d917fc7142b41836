#!/bin/sh
# `target-eye --check-config` and `target-eye healthcheck` are about the service, and so they see the variables that its
# unit reads. What is in the environment, or in an --environment-file of the command line, counts more.
for argument in "$@"; do
	case "$argument" in
	--check-config | healthcheck)
		if [ -e /etc/default/target-eye ]; then set -- --environment-file=/etc/default/target-eye "$@"; fi
		break
		;;
	esac
done
exec /usr/lib/target-eye/target-eye.mjs "$@"
