#!/bin/sh
# Makes this folder ready for "run", "develop" or "test": finds a Python that is new enough and
# hands over to tools/set_up. Nothing but a shell is needed to come this far.
cd "$(dirname "$0")/.." || exit 1
for python in .venv/bin/python python3 python3.14 python3.13 python3.12 python3.11 python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" -m tools.set_up "$@"
    fi
done
echo "Kyoyo needs Python 3.11 or newer: install it (Debian, Ubuntu: apt-get install python3 python3-venv) and start again." >&2
exit 1
