#!/usr/bin/env bash
# Checks a running server against its OpenAPI document: schemathesis generates valid and invalid requests from the
# document, and checks status, content type and schema of each response, and that none is 500.
#
#   e2e/openapi.sh            builds owlpost, starts it on a free port with its own data folder, and checks it
#   OWLPOST_BIN=…             uses this binary and builds nothing
#   SCHEMATHESIS=…            uses this schemathesis; by default one is installed into target/schemathesis
#   EXAMPLES=…                requests generated for each call and phase (default 30)
set -euo pipefail
cd "$(dirname "$0")/.."

tool=${SCHEMATHESIS:-target/schemathesis/bin/schemathesis}
if ! command -v "$tool" >/dev/null 2>&1; then
  tool=target/schemathesis/bin/schemathesis
  python3 -m venv target/schemathesis
  target/schemathesis/bin/pip install -q 'schemathesis==4.32.5'
fi
tool=$(realpath "$(command -v "$tool")")
if [ -z "${OWLPOST_BIN:-}" ]; then
  cargo build -q --locked -p owlpost
  OWLPOST_BIN=target/debug/owlpost
fi
owlpost=$(realpath "$OWLPOST_BIN")

work=$(mktemp -d)
server=
end() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -z "$server" ] || wait "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
printf 'correct horse battery' > "$work/password"
key=$("$owlpost" setup --data-dir "$work/data" --admin-email ann@example.com --admin-password-file "$work/password" \
  --workspace Example | python3 -c 'import json, sys; print(json.load(sys.stdin)["api_key"])')
"$owlpost" serve --smtp off --data-dir "$work/data" --http "127.0.0.1:$port" --public-url "http://localhost:$port" \
  > "$work/log" 2>&1 &
server=$!
python3 - "http://127.0.0.1:$port/readyz" <<'PYTHON'
import sys, time, urllib.request
for attempt in range(300):
    try:
        urllib.request.urlopen(sys.argv[1], timeout=5).close()
        break
    except OSError:
        time.sleep(0.1)
else:
    sys.exit("owlpost is not ready after 30 seconds")
PYTHON

export SCHEMATHESIS_HOOKS=openapi_hooks PYTHONPATH=$PWD/e2e
# schemathesis writes its cache into the current folder, which is deleted at the end.
cd "$work"
# The server may refuse data that the schema allows (an address is a string in the schema), so acceptance of valid data is
# not checked. Excluded calls: deleting keys would delete the key in use; the connection tests wait for the network when the
# host is made up, and are covered by the server's own tests.
"$tool" run "http://127.0.0.1:$port/api/v1/openapi.json" --url "http://127.0.0.1:$port/api/v1" \
  --header "Authorization: Bearer $key" --checks all --exclude-checks positive_data_acceptance --max-examples "${EXAMPLES:-30}" --generation-deterministic \
  --exclude-operation-id deleteApiKey --exclude-operation-id testConnection --exclude-operation-id sendTestEmail \
  --exclude-operation-id saveEmailSettings "$@"
