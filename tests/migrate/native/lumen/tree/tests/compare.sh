#!/bin/sh
# Does the program say what it should?
exec sh -c '"$0" | cmp - "$1"' "$1" "$2"
