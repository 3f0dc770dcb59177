#!/usr/bin/env bash
# Repeats the tests that kill the server, fill its disk and make its disk fail, with another seed each time, and prints
# the counts of the client and the sink. One round is part of ./check; this is the long run.
#
#   e2e/reliability.sh [rounds]      default 10; needs root for the tests that mount file systems
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-10}
results=target/reliability.txt
: >"$results"
for round in $(seq "$rounds"); do
  export OWLPOST_CRASH_SEED=$(((RANDOM << 30) ^ (RANDOM << 15) ^ RANDOM))
  echo "== round $round of $rounds, OWLPOST_CRASH_SEED=$OWLPOST_CRASH_SEED"
  cargo nextest run --locked -p owlpost --test process --success-output final \
    -E 'test(crash) or test(full_disk) or test(disk_failure)' 2>&1 | tee target/reliability.log |
    grep -E 'asked, .* accepted|carried out|FAIL' | tee -a "$results" || true
  grep -q ' 0 failed\|Summary.* passed' target/reliability.log && ! grep -q '^ *FAIL' target/reliability.log
done
OWLPOST_TEST_DISK_ROUNDS=$rounds cargo nextest run --locked -p storage --success-output final \
  -E 'binary(failing_disk) or binary(full_disk) or binary(copies) or binary(faults)' 2>&1 | tee target/reliability.log |
  grep -E 'rows, ended|FAIL|Summary' | tee -a "$results"
