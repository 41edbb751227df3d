#!/bin/sh
# A sample plug-in probe: asks whether every serial number has its usual form, 10 to 12 of A-Z and 0-9.
# POSIX sh, sed and awk; see README.md beside it.
set -eu
LC_ALL=C
export LC_ALL

describe() {
    cat <<'JSON'
{"protocol":1,"id":"x.serial-format","title":"Serial numbers have their usual form","layer":2,"needs":["devices"],"codes":[{"code":"X-SERIAL-UNUSUAL","severity":"low","title":"Serial number of unusual form","owner":"tenant","remedy":"Compare the listed serials with the devices themselves; a spreadsheet or a typing error may have changed them, and Apple assigns by the exact serial."}],"timeoutSeconds":10}
JSON
}

# The request is one JSON object; the only value needed is facts.devices. A path may come with "\/" for "/".
devices_file() {
    tr -d '\n\r' |
        sed -n 's/.*"facts"[[:space:]]*:[[:space:]]*{[^}]*"devices"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p' |
        sed 's#\\/#/#g'
}

# Serials stay JSON text from the row to the finding, so nothing has to be unescaped or escaped.
judge() {
    awk '
        match($0, /"serial"[ \t]*:[ \t]*"([^"\\]|\\.)*"/) {
            text = substr($0, RSTART, RLENGTH)
            sub(/^"serial"[ \t]*:[ \t]*"/, "", text)
            sub(/"$/, "", text)
            rows++
            if (text !~ /^[A-Z0-9]+$/ || length(text) < 10 || length(text) > 12) {
                list = list (unusual++ ? "," : "") "\"" text "\""
            }
            next
        }
        NF { without++ }
        END {
            if (unusual) {
                printf "{\"type\":\"finding\",\"code\":\"X-SERIAL-UNUSUAL\","
                printf "\"title\":\"%d of %d serial numbers have an unusual form\",", unusual, rows
                printf "\"detail\":\"A serial number is 10 to 12 characters long, A to Z and 0 to 9.\","
                printf "\"count\":%d,\"devices\":[%s],\"values\":{\"serials\":%d,\"unusual\":%d}}\n", \
                    unusual, list, rows, unusual
            } else {
                printf "{\"type\":\"note\",\"text\":\"%d serial numbers have their usual form\"}\n", rows
            }
            if (without) {
                printf "{\"type\":\"note\",\"text\":\"%d rows have no serial number\"}\n", without
            }
        }' "$1"
}

case "${1-}" in
describe)
    describe
    ;;
run)
    file=$(devices_file)
    if [ -z "$file" ] || [ ! -r "$file" ]; then
        echo "serial-format: the request names no readable facts.devices" >&2
        exit 65
    fi
    judge "$file"
    ;;
*)
    echo "usage: serial-format.sh describe | run" >&2
    exit 64
    ;;
esac
