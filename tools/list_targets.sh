#!/bin/sh
# Lists the targets of a Makefile whose lines end in "## Danish | English", in the reader's language.
case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
    en* | EN*) column=2 heading="make TARGET" ;;
    *) column=1 heading="make MÅL" ;;
esac
printf '%s\n' "$heading"
awk -v column="$column" '
    /^[a-z-]+:.*## / {
        name = $0; sub(/:.*/, "", name)
        text = $0; sub(/.*## /, "", text)
        split(text, told, / \| /)
        printf "  %-11s %s\n", name, told[column]
    }' "$1"
