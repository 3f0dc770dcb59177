#!/usr/bin/env bash
# Repeats the tests that kill the server, cut its power, fill its disk and have its disk fail, with another seed each time,
# and prints what the ledger and the sink counted. A short run of each is part of ./check; this is the long one.
#
#   e2e/reliability.sh [rounds]      default 10; takes root for the tests that mount file systems
#
# Each round: 60 kills under load in one life of the data folder, 40 kills at single writes, 20 power failures, 20 kills in runs of scripts, a full disk, a
# disk that fails. At the end: a disk that fails, once for each round and file system, and 120 large uploads.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-10}
results=$PWD/target/reliability.txt
log=$PWD/target/reliability.log
: >"$results"
export OWLPOST_TEST_KILLS=60 OWLPOST_TEST_WRITE_KILLS=40 OWLPOST_TEST_POWER_FAILURES=20

# Runs tests, prints and keeps what they counted, and fails where one fails.
run() {
  local status=0
  cargo nextest run --locked --no-fail-fast --success-output final "$@" >"$log" 2>&1 || status=$?
  grep -E 'asked, .* accepted|carried out|power failures, seed|first starts|rows, ended|memory: |SKIPPED|^ *(FAIL|Summary)' "$log" |
    sort -u | tee -a "$results"
  if [ "$status" -ne 0 ]; then
    echo "failed; see $log" >&2
    exit "$status"
  fi
}

for round in $(seq "$rounds"); do
  export OWLPOST_CRASH_SEED=$(((RANDOM << 30) ^ (RANDOM << 15) ^ RANDOM))
  echo "== round $round of $rounds, OWLPOST_CRASH_SEED=$OWLPOST_CRASH_SEED" | tee -a "$results"
  run --workspace --test process \
    -E 'test(crash) or test(single_writes) or test(power_loss) or test(marks) or test(full_disk) or test(disk_failure)'
done
OWLPOST_TEST_DISK_ROUNDS=$rounds run --workspace --test failing_disk --test full_disk --test copies --test faults \
  -E 'package(storage)'
OWLPOST_TEST_UPLOADS=120 run --workspace --test process -E 'test(memory)'
