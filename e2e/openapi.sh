#!/usr/bin/env bash
# Asks a running server what its OpenAPI document promises: schemathesis makes requests from the document, good and bad
# ones, and checks status, content type, schema and that nothing answers 500.
#
#   e2e/openapi.sh            builds owlpost, starts it on a free port with data of its own, and checks it
#   SCHEMATHESIS=… names another schemathesis; without, one is installed into target/schemathesis
set -euo pipefail
cd "$(dirname "$0")/.."

tool=${SCHEMATHESIS:-target/schemathesis/bin/schemathesis}
if ! command -v "$tool" >/dev/null 2>&1; then
  tool=target/schemathesis/bin/schemathesis
  python3 -m venv target/schemathesis
  target/schemathesis/bin/pip install -q 'schemathesis==4.32.5'
fi
tool=$(realpath "$(command -v "$tool")")
cargo build -q --locked -p owlpost
owlpost=$PWD/target/debug/owlpost

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
"$owlpost" serve --data-dir "$work/data" --http "127.0.0.1:$port" --public-url "http://localhost:$port" \
  > "$work/log" 2>&1 &
server=$!
curl -sf --retry 50 --retry-connrefused --retry-delay 1 --retry-max-time 30 -o /dev/null "http://127.0.0.1:$port/readyz"

# What it remembers of a run goes with the rest.
cd "$work"
# What the schema allows may still be refused (an address is a string to it), so acceptance of valid data is not checked.
# Deleting keys is left out: it would end the key that asks. The test calls are tried in the server's own tests: with
# made-up hosts they wait for the network.
"$tool" run "http://127.0.0.1:$port/api/v1/openapi.json" --url "http://127.0.0.1:$port/api/v1" \
  --header "Authorization: Bearer $key" --checks all --exclude-checks positive_data_acceptance --max-examples "${EXAMPLES:-30}" --generation-deterministic \
  --exclude-operation-id deleteApiKey --exclude-operation-id testConnection --exclude-operation-id sendTestEmail \
  --exclude-operation-id saveEmailSettings "$@"
