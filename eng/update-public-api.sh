#!/usr/bin/env bash
# Adds the public members that a build reports as new to each library's PublicAPI.Unshipped.txt; review the diff.
set -eu
cd "$(dirname "$0")/.."
for library in src/*/; do
  file=$library/PublicAPI.Unshipped.txt
  dotnet build "$library" -v q --no-incremental -p:WarningsNotAsErrors=RS0016%3BNU1603 2>&1 |
    grep "$(basename "$library").csproj\]$" |
    sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared public API.*/\1/p" | sort -u >> "$file"
  { head -n 1 "$file"; tail -n +2 "$file" | LC_ALL=C sort -u; } > "$file.new" && mv "$file.new" "$file"
done
