#!/bin/sh
# Finds a Python that will do and hands over to set_up.py; says what to install where there is none.
python=${PYTHON:-python3}

say() {  # $1 Danish, $2 English
    case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
        en* | EN*) printf '%s\n' "$2" >&2 ;;
        *) printf '%s\n' "$1" >&2 ;;
    esac
}

if ! command -v "$python" >/dev/null 2>&1; then
    say "Beredt skal bruge Python 3.11 eller nyere, og \"$python\" findes ikke. På Debian: apt install python3 python3-venv" \
        "Beredt needs Python 3.11 or newer, and \"$python\" was not found. On Debian: apt install python3 python3-venv"
    exit 2
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    found=$("$python" --version 2>&1)
    say "Beredt skal bruge Python 3.11 eller nyere; \"$python\" er $found. Peg på en anden: make PYTHON=python3.11 …" \
        "Beredt needs Python 3.11 or newer; \"$python\" is $found. Name another one: make PYTHON=python3.11 …"
    exit 2
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    say "Pythons venv-modul mangler. På Debian: apt install python3-venv" \
        "Python's venv module is missing. On Debian: apt install python3-venv"
    exit 2
fi
exec "$python" "$(dirname "$0")/set_up.py" "$@"
