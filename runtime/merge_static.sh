#!/bin/sh
# Makes one archive member of an archive's objects and turns their hidden names into local ones: IN OUT SCRATCH.
set -eu
mkdir -p "$3"
ld -r --whole-archive "$1" -o "$3/eef.o"
objcopy --localize-hidden "$3/eef.o"
rm -f "$2"
ar rcsD "$2" "$3/eef.o"
