// The configurations of proxies in docs/production.md, as they are written there, with the real programs: large bodies, event
// streams and the address of the client. Browsers behind them are in lan.mjs and live.mjs.

import assert from "node:assert/strict";
import { request } from "node:https";
import { after, before, describe, it } from "node:test";
import { freePort, startApache, startCaddy, startNginx, startOwlpost } from "./servers.mjs";

const NAME = "owl.lab";
const ANN = "ann@example.com";
const PASSWORD = "four unrelated plain words";
/** The proxy sees the client at this address; it connects to owlpost from 127.0.0.1. */
const CLIENT = "127.0.0.2";
/** The largest file of a message of 25 MB, nearly. */
const FILE_BYTES = 18_000_000;

const PROXIES = [
  { title: "nginx", start: (upstream, options) => startNginx(upstream, { ...options, asDocumented: true }) },
  { title: "Caddy", start: (upstream, options) => startCaddy(upstream, { ...options, tls: true }) },
  { title: "Apache", start: startApache },
];

for (const { title, start } of PROXIES) {
  describe(`behind ${title} as in docs/production.md`, { timeout: 120_000 }, () => {
    let owlpost, proxy, front, cookie, key;

    before(async () => {
      const port = await freePort();
      front = await freePort();
      owlpost = await startOwlpost({ port, publicUrl: `https://${NAME}:${front}`, config: 'trusted_proxies = ["127.0.0.1/32"]\n' });
      proxy = await start(`http://127.0.0.1:${port}`, { port: front, name: NAME });
      const made = await post(new URL(owlpost.setupLink).pathname, { token: new URL(owlpost.setupLink).searchParams.get("token"), email: ANN, password: PASSWORD, workspace: "Example" });
      cookie = made.headers["set-cookie"][0].split(";")[0];
      const page = await post("/configuration/api-keys", { name: "shop", "messages:send": "on" });
      key = page.body.match(/owl_[\w-]+/)[0];
    });

    after(async () => {
      await proxy?.stop();
      await owlpost?.stop();
    });

    /** A request through the proxy; `onHead` gets the answer when its head has arrived. */
    const call = (method, path, headers = {}, body = "") => new Promise((done, failed) => {
      const asked = request({
        host: "127.0.0.1", port: front, localAddress: CLIENT, servername: NAME, rejectUnauthorized: false, method, path,
        headers: { Host: `${NAME}:${front}`, "Content-Length": Buffer.byteLength(body), ...(cookie && { Cookie: cookie }), ...headers },
      }, done);
      asked.once("error", failed);
      asked.end(body);
    });
    const read = async (answer) => {
      let body = "";
      for await (const piece of answer.setEncoding("utf8")) body += piece;
      return { status: answer.statusCode, headers: answer.headers, body };
    };
    const post = async (path, form) => read(await call("POST", path, {
      "Content-Type": "application/x-www-form-urlencoded", Origin: `https://${NAME}:${front}`,
    }, new URLSearchParams(form).toString()));
    const send = async (message) => read(await call("POST", "/api/v1/messages", {
      "Content-Type": "application/json", Authorization: `Bearer ${key}`,
    }, JSON.stringify({ to: ANN, subject: "Hello", text: "x", ...message })));

    it("accepts a message of the largest size", async () => {
      const answer = await send({ attachments: [{ name: "large.bin", base64: Buffer.alloc(FILE_BYTES).toString("base64") }] });
      assert.equal(answer.status, 202, answer.body);
    });

    it("passes events on while the stream is open", async () => {
      const stream = await call("GET", "/events");
      assert.equal(stream.statusCode, 200);
      assert.match(stream.headers["content-type"], /^text\/event-stream/);
      assert.equal((await send({})).status, 202);
      let seen = "";
      for await (const piece of stream.setEncoding("utf8")) {
        seen += piece;
        if (/^data: .*messages/m.test(seen)) break;
      }
      stream.destroy();
      assert.match(seen, /^data: /m);
    });

    it("reports the address of the client, and not one that the client invents", async () => {
      const answer = await call("POST", "/sign-in", {
        "Content-Type": "application/x-www-form-urlencoded", Origin: `https://${NAME}:${front}`, "X-Forwarded-For": "203.0.113.9", Cookie: "",
      }, new URLSearchParams({ email: ANN, password: "wrong wrong wrong" }).toString());
      assert.equal((await read(answer)).status, 422);
      const log = await read(await call("GET", "/configuration/audit-log?action=sign_in_failed"));
      assert.ok(log.body.includes(CLIENT), "the audit log has the client's address");
      assert.ok(!log.body.includes("203.0.113.9"), "and not the invented one");
    });
  });
}
