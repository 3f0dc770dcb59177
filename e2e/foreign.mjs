// A third-party OAuth 2.0 server and mail server: the npm packages oidc-provider and smtp-server.
//
// The provider signs people in on its own pages, rotates refresh tokens and requires PKCE; the mail server accepts a
// login with XOAUTH2 if the provider confirms the token and its owner.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Provider from "oidc-provider";
import { SMTPServer } from "smtp-server";

const CLIENT = { id: "owlpost-at-foreign", secret: "f0reign-Secret-9xK2mQ7w" };
const DOMAIN = "example.com";

/** Starts both. `redirectUri` is owlpost's redirect URL. */
export async function startForeign(redirectUri) {
  const http = createServer().listen(0, "127.0.0.1");
  await once(http, "listening");
  const issuer = `http://127.0.0.1:${http.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_post",
    }],
    scopes: ["openid", "email", "offline_access", "smtp.send"],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    conformIdTokenClaims: false,
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id}@${DOMAIN}`, email_verified: true }) }),
    features: { devInteractions: { enabled: true }, revocation: { enabled: true } },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    ttl: { AccessToken: 3600, AuthorizationCode: 600, IdToken: 3600, RefreshToken: 86400, Interaction: 3600, Session: 86400, Grant: 86400 },
    cookies: { keys: ["only for tests"] },
  });
  provider.on("server_error", (_, error) => console.error(error));
  http.on("request", provider.callback());

  const { key, certificate } = makeCertificate();
  const arrived = [];
  const logins = [];
  const smtp = new SMTPServer({
    key,
    cert: certificate,
    authMethods: ["XOAUTH2"],
    onAuth: async (auth, session, callback) => {
      const token = await provider.AccessToken.find(auth.accessToken).catch(() => null);
      const good = token && !token.isExpired && `${token.accountId}@${DOMAIN}` === auth.username && token.scope.includes("smtp.send");
      logins.push({ username: auth.username, good: Boolean(good), secure: session.secure });
      if (good) callback(null, { user: auth.username });
      else callback(null, { data: { status: "401", schemes: "bearer", scope: "smtp.send" } });
    },
    onData(stream, session, callback) {
      const pieces = [];
      stream.on("data", (piece) => pieces.push(piece));
      stream.on("end", () => {
        arrived.push({
          from: session.envelope.mailFrom.address,
          to: session.envelope.rcptTo.map(({ address }) => address),
          user: session.user,
          text: Buffer.concat(pieces).toString(),
        });
        callback(null, "taken");
      });
    },
    logger: false,
  });
  smtp.on("error", () => {});
  smtp.listen(0, "127.0.0.1");
  await once(smtp.server, "listening");

  return {
    authorizeUrl: `${issuer}/auth?prompt=consent`,
    tokenUrl: `${issuer}/token`,
    revokeUrl: `${issuer}/token/revocation`,
    scopes: "openid email offline_access smtp.send",
    smtpPort: smtp.server.address().port,
    certificate,
    client: CLIENT,
    arrived,
    logins,
    /** Revokes every access token, as when an administrator there ends all sessions. */
    async forgetAccessTokens() {
      provider.AccessToken.find = async () => undefined;
    },
    async stop() {
      await new Promise((done) => smtp.close(done));
      http.closeAllConnections();
      http.close();
    },
  };
}

/** Signs in on the provider's own pages in `page`, and consents. */
export async function consentAtForeign(page, login) {
  await page.locator('input[name="login"]').fill(login);
  await page.locator('input[name="password"]').fill("any");
  await page.locator('button[type="submit"]').click();
  await page.locator('form button[type="submit"]', { hasText: /continue/i }).click();
}

/** A self-signed certificate for this machine, to be pasted as a trusted one. */
function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), "owlpost-foreign-"));
  try {
    const [key, certificate] = ["key.pem", "certificate.pem"].map((name) => join(folder, name));
    execFileSync("openssl", [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
      "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ], { stdio: "ignore" });
    return { key: readFileSync(key, "utf8"), certificate: readFileSync(certificate, "utf8") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
