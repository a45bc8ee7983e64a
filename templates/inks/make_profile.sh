#!/bin/sh
# Makes FOGRA39L.icc from the measurements of the Debian package icc-profiles-free (FOGRA39L.ti3), with Argyll's colprof:
#   apt-get install argyll icc-profiles-free && sh make_profile.sh
# 300 % ink in all and 95 % black at most are what coated offset takes; the black curve is a ramp (-kr), which keeps greys
# steady. The time in the header is set to the day of the measurements, so that the same data gives the same bytes.
set -eu
cd "$(dirname "$0")"
work=$(mktemp -d)
cp "${1:-/usr/share/color/icc/FOGRA39L.ti3}" "$work/FOGRA39L.ti3"
(cd "$work" && colprof -qm -b -l300 -L95 -kr -A "Workbook" -M "offset, coated" -D "Coated FOGRA39 (free data)" \
    -C "Made from FOGRA39L.ti3 of icc-profiles-free, zlib licence" FOGRA39L)
python3 - "$work/FOGRA39L.icc" <<'PY'
import struct, sys
data = bytearray(open(sys.argv[1], "rb").read())
data[24:36] = struct.pack(">6H", 2006, 12, 1, 0, 0, 0)
data[84:100] = bytes(16)
open("FOGRA39L.icc", "wb").write(data)
PY
rm -r "$work"
