#!/usr/bin/env bash
# Adds up the results that 'dotnet test --logger trx' left in a folder: why tests were skipped, and the counts.
set -uo pipefail
shopt -s nullglob
files=("$1"/*.trx)
[ ${#files[@]} -gt 0 ] || { echo "No test results in $1" >&2; echo "0 passed, 0 failed, 0 skipped"; exit 1; }

# One result element a line; a skipped one holds its reason in <Message>.
cat "${files[@]}" | tr '\n' ' ' | sed 's/<UnitTestResult /\n&/g; s/<TestDefinitions>/\n/g' | awk '
  function text(s) { gsub(/&quot;/, "\"", s); gsub(/&apos;|&#39;/, "\x27", s); gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&amp;/, "\\&", s); return s }
  /^<UnitTestResult / {
    if (match($0, /outcome="[A-Za-z]+"/)) outcome = substr($0, RSTART + 9, RLENGTH - 10)
    if (outcome == "Passed") passed++
    else if (outcome == "NotExecuted") {
      skipped++
      reason = match($0, /<(StdOut|Message)>[^<]*/) ? substr($0, RSTART, RLENGTH) : "no reason given"
      sub(/^<[A-Za-z]+>/, "", reason)
      reasons[text(reason)]++
    }
    else failed++
  }
  END {
    for (reason in reasons) printf "Skipped %d: %s\n", reasons[reason], reason
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
    exit failed > 0 || passed == 0
  }'
