// The servers of the browser tests: the real owlpost, and third-party mail servers.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";

const here = import.meta.dirname;
const built = process.env.OWLPOST_BIN ?? join(here, "../target/debug/owlpost");
/** Relative to the working directory, or to this folder. */
const owlpostBinary = [resolve(built), resolve(here, built)].find(existsSync);
const testkitBinary = process.env.TESTKIT_BIN ?? join(dirname(owlpostBinary ?? ""), "testkit");

export async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Reads the lines of a process until `found` returns something for one of them. */
async function lineOf(child, found) {
  const seen = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8");
  return await new Promise((done, failed) => {
    const look = (line) => {
      seen.push(line);
      const answer = found(line, seen);
      if (answer !== undefined) done(answer);
    };
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", look);
    child.once("exit", (code) => failed(new Error(`it ended with ${code} and said:\n${seen.join("\n")}`)));
    child.once("error", failed);
  });
}

/**
 * Starts owlpost in a folder of its own; returns its URL, the setup link that it printed, and a function that stops it.
 * `config` is the text of its configuration file, `log` the level of its log, `publicUrl` the address that people open,
 * `smtp` where it takes submitted mail.
 */
export async function startOwlpost({ port: wanted, config = "", log = "info", publicUrl, smtp = "off" } = {}) {
  if (!owlpostBinary) throw new Error(`there is no owlpost at ${built}: build it, or name it in OWLPOST_BIN`);
  const folder = mkdtempSync(join(tmpdir(), "owlpost-e2e-"));
  const port = wanted ?? await freePort();
  const url = publicUrl ?? `http://localhost:${port}`;
  writeFileSync(join(folder, "owlpost.toml"), config);
  const flags = ["serve", "--data-dir", folder, "--http", `127.0.0.1:${port}`, "--smtp", smtp, "--public-url", url, "--log-level", log];
  const child = spawn(owlpostBinary, flags, { stdio: ["ignore", "pipe", "pipe"], cwd: folder });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => said.push(piece.toString()));
  const setupLink = await lineOf(child, (line) => line.match(/https?:\/\/\S*\/setup\?token=[\w-]+/)?.[0]);
  return {
    url,
    setupLink,
    folder,
    /** Its output so far. */
    log: () => said.join(""),
    forget: () => rmSync(folder, { recursive: true, force: true }),
    async stop({ keep = false } = {}) {
      child.removeAllListeners("exit");
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      const [code] = await ended;
      if (!keep) this.forget();
      return code;
    },
  };
}

/** A server that is set up, without a browser; with the key that `owlpost setup` printed. */
export async function startServed(port, flags = ["--smtp", "off"]) {
  const folder = mkdtempSync(join(tmpdir(), "owlpost-e2e-"));
  const where = ["--data-dir", folder, "--http", `127.0.0.1:${port}`];
  const who = ["--admin-email", "ann@example.com", "--admin-password-file", "-", "--workspace", "Example"];
  const printed = execFileSync(owlpostBinary, ["setup", ...where, ...who], { input: "four unrelated plain words", encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] });
  const child = spawn(owlpostBinary, ["serve", ...where, ...flags], { stdio: ["ignore", "pipe", "pipe"], cwd: folder });
  await lineOf(child, (line) => (line.includes("serves") ? line : undefined));
  return {
    url: `http://127.0.0.1:${port}`,
    key: JSON.parse(printed).api_key,
    folder,
    async stop() {
      child.removeAllListeners("exit");
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts Python's aiosmtpd; returns its ports, its login, its CA certificate, and a function that stops it. */
export async function startMailServer() {
  const child = spawn(testkitBinary, ["foreign", "aiosmtpd"], { stdio: ["pipe", "pipe", "inherit"] });
  const text = await announced(child);
  const value = (name) => text.match(new RegExp(`^${name}: (.*)$`, "m"))[1];
  const port = (name) => Number(value(name).split(":").pop());
  return {
    host: "127.0.0.1",
    implicitTlsPort: port("implicit TLS"),
    starttlsPort: port("STARTTLS"),
    clearPort: port("clear"),
    username: value("username"),
    password: value("password"),
    certificate: text.slice(text.indexOf("-----BEGIN CERTIFICATE-----")),
    /** Stops it; returns the accepted messages, one per line. */
    async stop() {
      let kept = "";
      child.stdout.on("data", (piece) => { kept += piece; });
      const ended = once(child, "close");
      child.stdin.end();
      await ended;
      return kept.trim().split("\n").filter(Boolean);
    },
  };
}

/** Starts a look-alike of Google or Microsoft; returns its client, the section for owlpost.toml, and a stop function. */
export async function startLookalike(name, redirect) {
  const folder = mkdtempSync(join(tmpdir(), "owlpost-lookalike-"));
  const flags = [name, "--redirect", redirect, "--ca-file", join(folder, "ca.pem"), "--tell-secrets"];
  const child = spawn(testkitBinary, flags, { stdio: ["pipe", "pipe", "inherit"] });
  const said = await announced(child, /^ready/m);
  const value = (key) => said.match(new RegExp(`^${key}: (.*)$`, "m"))[1];
  return {
    clientId: value("client ID"),
    clientSecret: value("client secret"),
    config: said.slice(said.indexOf("[providers."), said.indexOf("ready;")),
    /** Stops it; returns what arrived, all secrets, and the faults of the client. */
    async stop() {
      let rest = "";
      child.stdout.on("data", (piece) => { rest += piece; });
      const ended = once(child, "close");
      child.stdin.end();
      await ended;
      rmSync(folder, { recursive: true, force: true });
      const lines = (start) => rest.split("\n").filter((line) => line.startsWith(start)).map((line) => line.slice(start.length));
      return { arrived: lines("arrived: "), secrets: lines("secret: "), faults: lines("fault: ") };
    },
  };
}

async function announced(child, ready = /-----END CERTIFICATE-----/) {
  child.stdout.setEncoding("utf8");
  let text = "";
  return await new Promise((done, failed) => {
    child.once("error", failed);
    child.once("exit", (code) => failed(new Error(`the mail server ended with ${code}: ${text}`)));
    child.stdout.on("data", function read(piece) {
      text += piece;
      if (!ready.test(text)) return;
      child.stdout.off("data", read);
      child.removeAllListeners("exit");
      done(text);
    });
  });
}

/** The configuration of a proxy as docs/production.md has it, with the values of a test in place of the example's. */
function documented(fence, values) {
  const page = readFileSync(join(here, "../docs/production.md"), "utf8");
  let text = page.match(new RegExp(`\`\`\`${fence}\\n([\\s\\S]*?)\`\`\``))[1];
  for (const [example, value] of values) {
    if (!text.includes(example)) throw new Error(`the example of ${fence} has no ${example}`);
    text = text.replaceAll(example, value);
  }
  return text;
}

/** A self-signed certificate for `name` in `folder`; returns the paths of certificate and key. */
function makeCertificate(folder, name) {
  const [certificate, key] = ["cert.pem", "key.pem"].map((file) => join(folder, file));
  execFileSync("openssl", [
    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
    "-subj", `/CN=${name}`, "-keyout", key, "-out", certificate,
  ], { stdio: "ignore" });
  return { certificate, key };
}

const EXAMPLE = { name: "mail.example.com", upstream: "127.0.0.1:8020", certificate: "/etc/ssl/mail.example.com.pem", key: "/etc/ssl/mail.example.com.key" };

/**
 * Starts Debian's nginx in front of a server: with its default settings, or `asDocumented` with TLS. `tls` gives it a
 * self-signed certificate. Returns a function that stops it.
 */
export async function startNginx(upstream, { port, name = "owl.lab", tls = false, asDocumented = false } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "owlpost-nginx-"));
  const { certificate, key } = makeCertificate(folder, name);
  const listen = tls ? `listen 127.0.0.1:${port} ssl; ssl_certificate ${certificate}; ssl_certificate_key ${key};` : `listen 127.0.0.1:${port};`;
  const server = asDocumented
    ? documented("nginx", [["listen 443", `listen 127.0.0.1:${port}`], [EXAMPLE.certificate, certificate], [EXAMPLE.key, key], [EXAMPLE.name, name], [EXAMPLE.upstream, new URL(upstream).host]])
    : `server { ${listen} location / { proxy_pass ${upstream}; } }`;
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((path) => `${path}_temp_path ${folder}/${path};`).join(" ");
  writeFileSync(join(folder, "nginx.conf"), `
    daemon off; pid ${folder}/pid; error_log stderr warn;
    events {}
    http { access_log off; ${paths} ${server} }
  `);
  return await proxy("nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], { folder, port });
}

/**
 * Starts Debian's Caddy in front of a server, with nothing but the upstream set, as docs/production.md has it; `tls` lets it
 * issue a certificate of its own authority for `name`. Returns a function that stops it.
 */
export async function startCaddy(upstream, { port, name, tls = false }) {
  const folder = mkdtempSync(join(tmpdir(), "owlpost-caddy-"));
  const site = documented("caddy", [
    [`${EXAMPLE.name} {`, `${tls ? "https" : "http"}://${name}:${port} {\n    bind 127.0.0.1\n    ${tls ? "tls internal" : ""}`],
    [EXAMPLE.upstream, new URL(upstream).host],
  ]);
  writeFileSync(join(folder, "Caddyfile"), `
    {
      admin off
      auto_https disable_redirects
      skip_install_trust
      log {
        level FATAL
      }
    }
    ${site}
  `);
  const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  return await proxy("caddy", ["run", "--config", join(folder, "Caddyfile"), "--adapter", "caddyfile"], { folder, port, env });
}

/** Starts Debian's Apache in front of a server, as docs/production.md has it, with TLS. Returns a function that stops it. */
export async function startApache(upstream, { port, name }) {
  const folder = mkdtempSync(join(tmpdir(), "owlpost-apache-"));
  const { certificate, key } = makeCertificate(folder, name);
  const modules = ["mpm_event", "authz_core", "ssl", "proxy", "proxy_http"];
  const site = documented("apache", [["*:443", `127.0.0.1:${port}`], [EXAMPLE.certificate, certificate], [EXAMPLE.key, key], [EXAMPLE.name, name], [EXAMPLE.upstream, new URL(upstream).host]]);
  writeFileSync(join(folder, "apache.conf"), `
    ServerRoot ${folder}
    PidFile ${folder}/pid
    Listen 127.0.0.1:${port}
    ErrorLog ${folder}/error.log
    ServerName ${name}
    User www-data
    Group www-data
    ${modules.map((module) => `LoadModule ${module}_module /usr/lib/apache2/modules/mod_${module}.so`).join("\n    ")}
    ${site}
  `);
  return await proxy("apache2", ["-X", "-f", join(folder, "apache.conf")], { folder, port });
}

/** Starts the program of a proxy and waits until it listens. */
async function proxy(program, flags, { folder, port, env = process.env }) {
  const child = spawn(program, flags, { stdio: ["ignore", "ignore", "inherit"], env });
  const ended = once(child, "exit");
  for (let attempt = 0; ; attempt += 1) {
    const socket = connect(port, "127.0.0.1");
    const isUp = await new Promise((done) => socket.once("connect", () => done(true)).once("error", () => done(false)));
    socket.destroy();
    if (isUp) break;
    if (attempt === 300 || child.exitCode !== null) throw new Error(`${program} does not listen`);
    await new Promise((done) => setTimeout(done, 100));
  }
  return {
    async stop() {
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
