// Signing up, links in letters, workspaces and accounts: each flow and each refusal, with the mail that really arrived,
// in both languages; in English on a wide screen and in German on a narrow one.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import nodemailer from "nodemailer";
import { VARIANTS, launch, lookAt, openPage, screenshot } from "./browser.mjs";
import { freePort, startOwlpost } from "./servers.mjs";
import { speaker } from "./words.mjs";

const PASSWORD = "four unrelated plain words";
const ANN = "ann@example.com";
// Each person has a network address of their own, as in real life, because the limits on letters depend on it.
const CONFIG = `trusted_proxies = ["127.0.0.1"]\n`;
let networks = 0;

for (const variant of VARIANTS) {
  const { tag, say, options } = variant;

  describe(`people, in ${tag}`, { timeout: 600_000 }, () => {
    let owlpost, browser, ann, smtp;
    const everyone = [];

    before(async () => {
      smtp = await freePort();
      [owlpost, browser] = await Promise.all([startOwlpost({ config: CONFIG, smtp: `127.0.0.1:${smtp}` }), launch()]);
    });

    after(async () => {
      await browser?.close();
      await owlpost?.stop();
    });

    /** A person with a browser of their own. */
    async function somebody() {
      networks += 1;
      const opened = await openPage(browser, { ...options, extraHTTPHeaders: { "X-Forwarded-For": `198.51.100.${networks}` } });
      const { page } = opened;
      const person = {
        ...opened,
        goto: (path) => page.goto(path.startsWith("http") ? path : owlpost.url + path),
        heading: () => page.locator("h1").textContent(),
        body: () => page.locator("body").textContent(),
        press: (key, variables) => page.getByRole("button", { name: say(key, variables), exact: true }).first().click(),
        fill: (key, value) => page.getByLabel(say(key), { exact: true }).first().fill(value),
        async signIn(email, password = PASSWORD) {
          await person.goto("/sign-in");
          await person.fill("sign-in-email", email);
          await person.fill("sign-in-password", password);
          await person.press("sign-in-title");
          await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
        },
        async signUp(email, password = PASSWORD, name = "") {
          await person.goto("/sign-up");
          await person.fill("sign-up-email", email);
          await person.fill("sign-up-name", name);
          await person.fill("sign-up-password", password);
          await page.evaluate(() => { document.querySelector("form").noValidate = true; });
          await person.press("sign-up-button");
        },
      };
      everyone.push(person);
      return person;
    }

    /** The newest letters to an address, read by the administrator in the mailbox, newest first; waits until there are `count`. */
    async function lettersTo(address, count) {
      for (let round = 0; ; round += 1) {
        await ann.goto(`/mailbox?q=${encodeURIComponent(address)}`);
        const hrefs = await ann.page.locator("ul.list a.row").evaluateAll((rows) => rows.map((row) => row.getAttribute("href")));
        if (hrefs.length >= count) return hrefs;
        assert.ok(round < 50, `${hrefs.length} of ${count} letters to ${address} arrived`);
        await ann.page.waitForTimeout(100);
      }
    }

    /** Opens the newest letter to an address and returns its subject, text and link. */
    async function letterTo(address, count = 1) {
      const [newest] = await lettersTo(address, count);
      await ann.goto(`${newest}?show=text`);
      const subject = await ann.heading();
      const text = await ann.page.locator(".mail-text").textContent();
      return { subject, text, link: text.match(/https?:\/\/\S+\?ticket=[\w-]+/)?.[0] };
    }

    /** Makes the links to this page expire, by changing the database. */
    function letExpire(purpose) {
      const sql = `UPDATE ticket SET expires_at = 1 WHERE purpose = '${purpose}' AND ended IS NULL`;
      const script = "import sqlite3, sys\ndb = sqlite3.connect(sys.argv[1], timeout=10)\ndb.execute(sys.argv[2])\ndb.commit()";
      execFileSync("python3", ["-c", script, join(owlpost.folder, "owlpost.db"), sql]);
    }

    async function sees(person, key, variables) {
      assert.equal((await person.heading()).trim(), say(key, variables));
    }

    it("an administrator sets the server up", async () => {
      ann = await somebody();
      await ann.goto(owlpost.setupLink);
      await ann.page.locator("#email").fill(ANN);
      await ann.page.locator("#password").fill(PASSWORD);
      await ann.page.locator("#workspace").fill("Example & Söhne");
      await ann.page.locator("button[type=submit]").click();
      await ann.page.waitForURL("**/configuration/email-settings*");
      assert.equal(await ann.page.locator("html").getAttribute("lang"), tag);
    });

    /** The administrator decides who may sign up. */
    async function decideSignUp(choice, domains = "") {
      await ann.goto("/configuration/accounts");
      await ann.page.locator(`input[name="policy"][value="${choice}"]`).check();
      await ann.fill("accounts-domains", domains);
      await ann.press("account-save");
    }

    describe("who may sign up", () => {
      it("is nobody without an invitation, until an administrator decides otherwise", async () => {
        const stranger = await somebody();
        await stranger.goto("/sign-up");
        await sees(stranger, "sign-up-closed-title");
      });

      it("can be people with an address in a domain", async () => {
        await decideSignUp("domains", "localhost");
        await ann.page.locator("#domains-fault").waitFor();
        await decideSignUp("domains", "example.com");
        await ann.page.getByText(say("account-saved")).waitFor();
        await screenshot(ann.page, `people-${tag}-who-may-sign-up`);
        const stranger = await somebody();
        await stranger.signUp("zoe@example.org");
        await stranger.page.locator("#email-fault").waitFor();
      });

      it("can be everybody", async () => {
        await decideSignUp("open");
        await ann.page.getByText(say("account-saved")).waitFor();
      });
    });

    describe("signing up", () => {
      let zoe, first;

      it("reports all faults at once and creates nothing", async () => {
        zoe = await somebody();
        await zoe.signUp("zoe at example", "short");
        await zoe.page.locator("#error-summary").waitFor();
        assert.equal(await zoe.page.locator("#error-summary li").count(), 2);
        assert.equal(await zoe.page.evaluate(() => document.activeElement.id), "error-summary");
        await screenshot(zoe.page, `people-${tag}-sign-up-faults`);
      });

      it("sends a link, and the account can do nothing until it is used", async () => {
        await zoe.signUp("zoe@example.com", PASSWORD, "Zoë <b>Z</b>");
        await sees(zoe, "sign-up-sent-title");
        first = await letterTo("zoe@example.com");
        assert.ok(first.link, first.text);
        await zoe.signIn("zoe@example.com");
        await sees(zoe, "unvalidated-title");
        await zoe.page.locator(".badge").getByText(say("mail-state-kept")).waitFor();
        for (const path of ["/", "/workspaces", "/account", "/outbox", "/configuration/email-settings"]) {
          await zoe.goto(path);
          await sees(zoe, "unvalidated-title");
        }
      });

      it("gives the same response for an address with an account, and notifies its owner by mail", async () => {
        const stranger = await somebody();
        await stranger.signUp(ANN, "some other plain words");
        await sees(stranger, "sign-up-sent-title");
        const { text, link } = await letterTo(ANN);
        assert.equal(link, undefined, "a letter that opens nothing");
        assert.match(text, /\/reset-password/);
      });

      it("sends another link, and the older one says so", async () => {
        await zoe.press("unvalidated-resend");
        await zoe.page.getByText(say("unvalidated-sent")).waitFor();
        await zoe.goto(first.link);
        await sees(zoe, "link-error-replaced");
        await screenshot(zoe.page, `people-${tag}-link-error`);
      });

      it("refuses a person who is signed in with another account, and changes nothing", async () => {
        const { link } = await letterTo("zoe@example.com", 2);
        await ann.goto(link);
        await sees(ann, "other-account-title");
        assert.match(await ann.body(), /zoe@example\.com/);
      });

      it("validates with the link's button, not by opening it", async () => {
        const { link } = await letterTo("zoe@example.com", 2);
        await zoe.goto(link);
        await zoe.goto("/workspaces");
        await sees(zoe, "unvalidated-title");
        await zoe.goto(link);
        await sees(zoe, "validation-title");
        await zoe.press("validation-button");
        await zoe.page.getByText(say("workspaces-validated")).waitFor();
        await zoe.goto(link);
        await sees(zoe, "link-error-used");
      });

      it("asks for the password of a person who is not signed in, and refuses a wrong one", async () => {
        const max = await somebody();
        await max.signUp("max@example.com");
        const { link } = await letterTo("max@example.com");
        await max.goto(link);
        await max.fill("link-password", "wrong wrong wrong");
        await max.press("validation-button");
        await max.page.locator("#password-fault").waitFor();
        await max.fill("link-password", PASSWORD);
        await max.press("validation-button");
        await max.page.getByText(say("workspaces-validated")).waitFor();
      });

      it("says when the link has expired", async () => {
        const lou = await somebody();
        await lou.signUp("lou@example.com");
        const { link } = await letterTo("lou@example.com");
        letExpire("validation");
        await lou.goto(link);
        await sees(lou, "link-error-expired");
        await lou.goto("/validation?ticket=cut-off");
        await sees(lou, "link-error-unknown");
      });

      it("can be closed", async () => {
        await decideSignUp("invitation");
        await ann.page.getByText(say("account-saved")).waitFor();
        const stranger = await somebody();
        await stranger.goto("/sign-in");
        assert.equal(await stranger.page.getByRole("link", { name: say("sign-in-sign-up") }).count(), 0);
        await stranger.goto("/sign-up");
        await sees(stranger, "sign-up-closed-title");
        await decideSignUp("open");
        await ann.page.getByText(say("account-saved")).waitFor();
      });
    });

    describe("inviting", () => {
      let zoe, workspace, carol;

      /** Invites from the workspace's page, and returns the link that arrived. */
      async function invite(email, role = "editor", count = 1) {
        await zoe.goto(workspace);
        await zoe.fill("workspace-invite-email", email);
        await zoe.page.locator("#role").selectOption(role);
        await zoe.page.locator("#language").selectOption(tag);
        await zoe.press("workspace-invite-button");
        await zoe.page.getByText(say("workspace-invited")).waitFor();
        return await letterTo(email, count);
      }

      const row = (email) => zoe.page.locator("#invitations > li").filter({ hasText: email }).first();

      it("begins with a new workspace", async () => {
        zoe = await somebody();
        await zoe.signIn("zoe@example.com");
        await zoe.goto("/workspaces");
        await zoe.fill("workspaces-name", "a\u202eb");
        await zoe.press("workspaces-make");
        await zoe.page.locator("#name-fault").waitFor();
        await zoe.fill("workspaces-name", "Zoë’s <i>team</i>");
        await zoe.press("workspaces-make");
        await zoe.page.getByText(say("workspace-made")).waitFor();
        workspace = new URL(zoe.page.url()).pathname;
        assert.equal(await zoe.heading(), "Zoë’s <i>team</i>", "escaped");
      });

      it("is approved for sending by an administrator", async () => {
        await zoe.page.getByText(say("workspace-unapproved"), { exact: true }).waitFor();
        await screenshot(zoe.page, `people-${tag}-workspace-unapproved`);
        await ann.goto("/");
        await screenshot(ann.page, `people-${tag}-overview-approval`);
        await ann.page.getByRole("link", { name: say("overview-unapproved-link"), exact: true }).click();
        await screenshot(ann.page, `people-${tag}-approval`);
        await ann.page.locator("#approval").getByRole("button").first().click();
        await ann.page.getByText(say("accounts-approved")).waitFor();
        assert.equal(await ann.page.locator("#approval").count(), 0);
        await zoe.goto(workspace);
        assert.equal(await zoe.page.getByText(say("workspace-unapproved"), { exact: true }).count(), 0);
      });

      it("shows faults beside the field", async () => {
        await zoe.goto(workspace);
        await zoe.fill("workspace-invite-email", "carol example");
        await zoe.press("workspace-invite-button");
        await zoe.page.locator("#email-fault").waitFor();
        await zoe.fill("workspace-invite-email", "zoe@example.com");
        await zoe.press("workspace-invite-button");
        await zoe.page.locator("#email-fault").waitFor();
      });

      it("a person without an account creates one with the link and joins", async () => {
        const { link, subject } = await invite("carol@example.com");
        assert.match(subject, /Zoë/);
        await zoe.goto(workspace);
        await row("carol@example.com").getByText(say("mail-state-kept")).waitFor();
        await screenshot(zoe.page, `people-${tag}-workspace`);
        carol = await somebody();
        await carol.goto(link);
        await sees(carol, "invitation-title");
        assert.equal(await carol.page.locator("#email").inputValue(), "carol@example.com");
        await screenshot(carol.page, `people-${tag}-join`);
        await carol.fill("sign-up-password", "short");
        await carol.page.evaluate(() => { document.querySelector("form").noValidate = true; });
        await carol.press("invitation-new-button");
        await carol.page.locator("#password-fault").waitFor();
        await carol.fill("sign-up-name", "Carol");
        await carol.fill("sign-up-password", PASSWORD);
        await carol.press("invitation-new-button");
        await carol.page.getByText(say("workspace-joined")).waitFor();
        await carol.goto(link);
        await sees(carol, "link-error-used");
        await zoe.goto(workspace);
        await row("carol@example.com").getByText(say("invitation-accepted")).waitFor();
      });

      it("a member who is not an administrator sees no forms and cannot change anything", async () => {
        await carol.goto(workspace);
        assert.equal(await carol.page.locator("form[action$='/invitations']").count(), 0);
        const answer = await carol.page.request.post(`${owlpost.url}${workspace}/invitations`, {
          form: { email: "eve@example.com", role: "admin", language: "en" },
          headers: { "Sec-Fetch-Site": "same-origin" },
        });
        assert.equal(answer.status(), 403);
      });

      it("a person with an account signs in with the link, or joins with one button", async () => {
        const { link } = await invite("max@example.com", "viewer", 2);
        const max = await somebody();
        await max.goto(link);
        await max.fill("link-password", PASSWORD);
        await max.press("invitation-sign-in-button");
        await max.page.getByText(say("workspace-joined")).waitFor();
        await max.goto(workspace + "/members/" + (await memberId("max@example.com")) + "/remove");
        await sees(max, "workspace-leave-title");
        await max.press("workspace-leave-button");
        await max.page.getByText(say("workspaces-left")).waitFor();
        await max.goto(workspace);
        await sees(max, "error-page-not-found");
        const again = await invite("max@example.com", "viewer", 3);
        await max.goto(again.link);
        await max.press("invitation-button");
        await max.page.getByText(say("workspace-joined")).waitFor();
      });

      async function memberId(email) {
        await zoe.goto(workspace);
        const href = await zoe.page.locator("#members > li").filter({ hasText: email }).locator("a[href$='/remove']").getAttribute("href");
        return href.split("/").at(-2);
      }

      it("a wrong account gets a notice, signs out, and continues with the right one", async () => {
        const { link } = await invite("dan@example.com");
        await carol.goto(link);
        await sees(carol, "other-account-title");
        await carol.press("other-account-button");
        await sees(carol, "invitation-title");
        await carol.fill("sign-up-password", PASSWORD);
        await carol.press("invitation-new-button");
        await carol.page.getByText(say("workspace-joined")).waitFor();
      });

      it("resending invalidates the older link, and revoking all", async () => {
        const first = await invite("eve@example.com");
        await row("eve@example.com").getByRole("button", { name: say("invitation-resend") }).click();
        await zoe.page.getByText(say("workspace-resent")).waitFor();
        const second = await letterTo("eve@example.com", 2);
        assert.notEqual(first.link, second.link);
        const eve = await somebody();
        await eve.goto(first.link);
        await sees(eve, "link-error-replaced");
        await zoe.goto(workspace);
        await row("eve@example.com").getByRole("link", { name: say("invitation-revoke") }).click();
        await sees(zoe, "invitation-revoke-title");
        await zoe.press("invitation-revoke");
        await zoe.page.getByText(say("workspace-revoked")).waitFor();
        await eve.goto(second.link);
        await sees(eve, "link-error-revoked");
        await row("eve@example.com").getByText(say("invitation-revoked")).waitFor();
      });

      it("an expired link says so", async () => {
        const { link } = await invite("flo@example.com");
        letExpire("invitation");
        const flo = await somebody();
        await flo.goto(link);
        await sees(flo, "link-error-expired");
      });

      it("an instance administrator copies a link once, and the audit log records it", async () => {
        const { link: mailed } = await invite("gil@example.com");
        await ann.goto(workspace);
        const hers = ann.page.locator("#invitations > li").filter({ hasText: "gil@example.com" }).first();
        await hers.getByRole("link", { name: say("invitation-copy") }).click();
        await sees(ann, "invitation-copy-title");
        await ann.press("invitation-copy");
        const link = await ann.page.locator("#invitation-link").textContent();
        await screenshot(ann.page, `people-${tag}-copied-link`);
        const gil = await somebody();
        await gil.goto(mailed);
        await sees(gil, "link-error-replaced");
        await gil.goto(link);
        await sees(gil, "invitation-title");
        await ann.goto(workspace);
        assert.equal(await ann.page.locator("#invitation-link").count(), 0, "shown once");
        await ann.goto("/configuration/audit-log?q=gil");
        await ann.page.locator("ul.list strong", { hasText: say("audit-action-invitation-link-copied") }).first().waitFor();
      });

      it("roles change, members leave, and the last administrator cannot", async () => {
        await zoe.goto(workspace);
        const own = zoe.page.locator("#members > li").filter({ hasText: "zoe@example.com" });
        await own.locator("select").selectOption("viewer");
        await own.getByRole("button").click();
        await zoe.page.getByText(say("workspace_last_administrator")).first().waitFor();
        const hers = zoe.page.locator("#members > li").filter({ hasText: "carol@example.com" });
        await hers.locator("select").selectOption("admin");
        await hers.getByRole("button").click();
        await zoe.page.getByText(say("workspace-role-changed")).waitFor();
        await zoe.goto(`${workspace}/members/${await memberId("dan@example.com")}/remove`);
        await zoe.press("workspace-remove-button");
        await zoe.page.getByText(say("workspace-removed")).waitFor();
        assert.equal(await zoe.page.locator("#members > li").filter({ hasText: "dan@example.com" }).count(), 0);
      });
    });

    describe("a forgotten password", () => {
      it("gets the same response for known and unknown addresses", async () => {
        for (const email of ["nobody@example.com", "carol@example.com"]) {
          const person = await somebody();
          await person.goto("/reset-password");
          await person.fill("sign-in-email", email);
          await person.press("reset-button");
          await sees(person, "reset-sent-title");
        }
      });

      it("is reset with the link: every session ends, the owner is notified, and the link no longer works", async () => {
        const elsewhere = await somebody();
        await elsewhere.signIn("carol@example.com");
        const { link } = await letterTo("carol@example.com", 2);
        const carol = await somebody();
        await carol.goto(link);
        await sees(carol, "new-password-title");
        await carol.fill("new-password-label", "123456789012");
        await carol.press("new-password-button");
        await carol.page.locator("#password-fault").waitFor();
        await carol.fill("new-password-label", "another four plain words");
        await carol.press("new-password-button");
        await carol.page.getByText(say("sign-in-reset")).waitFor();
        await elsewhere.goto("/workspaces");
        await sees(elsewhere, "sign-in-title");
        await carol.signIn("carol@example.com", "another four plain words");
        const notice = await letterTo("carol@example.com", 3);
        assert.equal(notice.link, undefined);
        await carol.goto(link);
        await sees(carol, "link-error-used");
      });

      it("is refused when requested too often", async () => {
        const person = await somebody();
        for (let round = 0; round < 3; round += 1) {
          await person.goto("/reset-password");
          await person.fill("sign-in-email", "often@example.com");
          await person.press("reset-button");
          await sees(person, "reset-sent-title");
        }
        await person.goto("/reset-password");
        await person.fill("sign-in-email", "often@example.com");
        await person.press("reset-button");
        await person.page.locator("#email-fault").waitFor();
      });

      it("says when the link has expired, was replaced, or is cut off", async () => {
        const person = await somebody();
        for (const count of [4, 5]) {
          await person.goto("/reset-password");
          await person.fill("sign-in-email", "max@example.com");
          await person.press("reset-button");
          await sees(person, "reset-sent-title");
          await lettersTo("max@example.com", count);
        }
        const [newest, older] = await lettersTo("max@example.com", 5);
        const linkOf = async (href) => {
          await ann.goto(`${href}?show=text`);
          return (await ann.page.locator(".mail-text").textContent()).match(/https?:\/\/\S+\?ticket=[\w-]+/)[0];
        };
        await person.goto(await linkOf(older));
        await sees(person, "link-error-replaced");
        const link = await linkOf(newest);
        letExpire("password_reset");
        await person.goto(link);
        await sees(person, "link-error-expired");
        await person.goto(link.slice(0, -5));
        await sees(person, "link-error-unknown");
      });
    });

    describe("one's account", () => {
      let max;

      it("changes name and language, and the pages follow", async () => {
        max = await somebody();
        await max.signIn("max@example.com");
        await max.goto("/account");
        await max.fill("account-name", "Max");
        const other = tag === "en" ? "de" : "en";
        await max.page.locator("#language").selectOption(other);
        await max.press("account-save");
        await max.page.getByText(speaker(other)("account-saved")).waitFor();
        assert.equal(await max.page.locator("html").getAttribute("lang"), other);
        await max.page.locator("#language").selectOption(tag);
        await max.page.locator("form[action='/account'] button").click();
        await max.page.getByText(say("account-saved")).waitFor();
      });

      it("changes the password only with the old one, signs other devices out and notifies the owner", async () => {
        const elsewhere = await somebody();
        await elsewhere.signIn("max@example.com");
        await max.goto("/account");
        const form = max.page.locator("form[action='/account/password']");
        await form.locator("[name=current]").fill("wrong wrong wrong");
        await form.locator("[name=password]").fill("yet another four words");
        await form.locator("button[type=submit]").click();
        await max.page.locator("#current-fault").waitFor();
        await form.locator("[name=current]").fill(PASSWORD);
        await form.locator("[name=password]").fill("yet another four words");
        await form.locator("button[type=submit]").click();
        await max.page.getByText(say("account-password-changed")).waitFor();
        await elsewhere.goto("/account");
        await sees(elsewhere, "sign-in-title");
        await lettersTo("max@example.com", 6);
      });

      it("changes the address when the link is used, and notifies the old one", async () => {
        const ask = async (email) => {
          await max.goto("/account");
          const form = max.page.locator("form[action='/account/change-address']");
          await form.locator("[name=email]").fill(email);
          await form.locator("[name=address_password]").fill("yet another four words");
          await form.locator("button[type=submit]").click();
        };
        await ask("no address");
        await max.page.locator("#email-fault").waitFor();
        await ask("maximilian@example.org");
        await max.page.getByText(say("account-address-asked")).waitFor();
        const { link } = await letterTo("maximilian@example.org");
        await max.goto(link);
        await sees(max, "address-title");
        await max.press("address-button");
        await max.page.getByText(say("account-address-changed")).waitFor();
        const notice = await letterTo("max@example.com", 7);
        assert.equal(notice.link, undefined);
        assert.ok(!notice.text.includes("maximilian@example.org"), "the new address is masked");
        await max.goto(link);
        await sees(max, "link-error-used");
      });

      it("signs out everywhere", async () => {
        const elsewhere = await somebody();
        await elsewhere.signIn("maximilian@example.org", "yet another four words");
        await max.goto("/account");
        await max.press("account-everywhere-button");
        await max.page.getByText(say("sign-in-out")).waitFor();
        await elsewhere.goto("/account");
        await sees(elsewhere, "sign-in-title");
      });

      it("is deleted with the password, unless it is the only administrator", async () => {
        await ann.goto("/account/delete");
        await ann.fill("account-current", PASSWORD);
        await ann.press("account-delete-button");
        await ann.page.getByText(say("account_last_administrator")).first().waitFor();
        await max.signIn("maximilian@example.org", "yet another four words");
        await max.goto("/account/delete");
        await max.fill("account-current", "wrong wrong wrong");
        await max.press("account-delete-button");
        await max.page.locator("#delete-password-fault").waitFor();
        await max.fill("account-current", "yet another four words");
        await max.press("account-delete-button");
        await max.page.getByText(say("sign-in-deleted")).waitFor();
      });
    });

    it("accounts are administered: rights are granted and revoked, except the last administrator's", async () => {
      await ann.goto("/configuration/accounts");
      const row = (email) => ann.page.locator("#accounts > li").filter({ hasText: email });
      const link = (email, key) => row(email).getByRole("link", { name: say(key) });
      await link(ANN, "accounts-end-administrator").click();
      await ann.page.getByText(say("account_last_administrator")).first().waitFor();
      await ann.goto("/configuration/accounts");
      assert.equal(await link("lou@example.com", "accounts-make-administrator").count(), 0, "not confirmed");
      await link("carol@example.com", "accounts-make-administrator").click();
      await ann.press("accounts-make-administrator");
      await ann.page.getByText(say("account-saved")).waitFor();
      await row("carol@example.com").getByText(say("accounts-administrator"), { exact: true }).waitFor();
      await link("carol@example.com", "accounts-end-administrator").click();
      await ann.press("accounts-end-administrator");
      await ann.page.getByText(say("account-saved")).waitFor();
      await row("lou@example.com").getByRole("link").last().click();
      await ann.press("account-delete-button");
      await ann.page.getByText(say("accounts-deleted")).waitFor();
    });

    it("no letter with a link can be read in the outbox", async () => {
      await ann.goto("/outbox?kind=password_reset");
      await ann.page.locator("#listed a.row").first().click();
      await ann.page.waitForURL("**/outbox/*");
      assert.doesNotMatch(await ann.body(), /ticket=/);
      const answer = await ann.page.request.get(`${ann.page.url()}/mail`);
      assert.ok(answer.status() >= 400, String(answer.status()));
      assert.doesNotMatch(owlpost.log(), /ticket=[\w-]{20}/);
    });

    it("files are uploaded several at once, and deleted after a question", async () => {
      await ann.goto("/workspaces");
      await ann.page.locator("ul.list a.row").first().click();
      await ann.page.getByRole("link", { name: say("workspace-part-files"), exact: true }).click();
      await ann.page.getByText(say("files-none-yet"), { exact: true }).waitFor();
      await ann.page.locator("#file").setInputFiles([
        { name: "terms.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") },
        { name: "Preise & Größen.csv", mimeType: "application/vnd.ms-excel", buffer: Buffer.from("größe;preis\n") },
        { name: "old.txt", mimeType: "text/plain", buffer: Buffer.from("old") },
      ]);
      await ann.press("files-upload-button");
      assert.match(await ann.page.locator(".notice.good").textContent(), /3/);
      const [download] = await Promise.all([
        ann.page.waitForEvent("download"),
        ann.page.getByRole("link", { name: "Preise & Größen.csv", exact: true }).click(),
      ]);
      assert.equal(download.suggestedFilename(), "Preise & Größen.csv");
      await ann.page.getByRole("link", { name: `${say("files-delete")} old.txt`, exact: true }).click();
      assert.equal(await ann.heading(), say("files-delete-title"));
      await ann.press("files-delete-button");
      await ann.page.getByText(say("files-deleted")).waitFor();
      assert.equal(await ann.page.locator("ul.list > li").count(), 2);
      await ann.page.locator("#file").setInputFiles({ name: "a\u202eb.txt", mimeType: "text/plain", buffer: Buffer.from("x") });
      await ann.press("files-upload-button");
      await ann.page.getByText(say("files-refused")).waitFor();
      await screenshot(ann.page, `people-${tag}-files-refused`);
    });

    it("a mail password is shown once, sends by SMTP, and is refused when it was deleted", async () => {
      const { page } = ann;
      await ann.goto("/account");
      await page.getByRole("link", { name: say("account-mail-passwords-link"), exact: true }).click();
      await page.getByText(say("mail-passwords-none-yet"), { exact: true }).waitFor();
      assert.match(await ann.body(), new RegExp(`${smtp}`), "the port is shown");
      await ann.press("mail-passwords-make");
      assert.match(await page.locator("#error-summary").textContent(), /scanner/i);
      await ann.fill("mail-passwords-name", "scanner");
      await page.locator("details summary").click();
      await page.getByLabel(say("quota-day"), { exact: true }).fill("1");
      await ann.press("mail-passwords-make");
      const pass = await page.locator("#new-password").textContent();
      assert.match(pass, /^owlmail_[A-Za-z0-9]{43}$/);
      await screenshot(page, `people-${tag}-mail-password`);
      await ann.goto("/account/mail-passwords");
      assert.ok(!(await page.content()).includes(pass), "it is shown once");
      const sender = await page.locator("dd").filter({ hasText: "@" }).first().textContent();
      const transport = nodemailer.createTransport({ host: "localhost", port: smtp, ignoreTLS: true, auth: { user: ANN, pass } });
      const message = { from: sender.trim(), to: "carl@example.org", subject: "a scan", text: "Hello" };
      const sent = await transport.sendMail(message);
      assert.match(sent.response, /^250 2\.0\.0 accepted as /);
      await assert.rejects(transport.sendMail(message), { responseCode: 452 });
      await ann.goto("/outbox");
      await page.getByText("scanner").first().waitFor();

      await ann.goto("/configuration/accounts");
      await page.getByRole("link", { name: ANN, exact: true }).click();
      await ann.fill("accounts-senders", "nobody");
      await ann.press("account-save");
      await page.locator("#error-summary").waitFor();
      await ann.fill("accounts-senders", "scanner@example.com");
      await ann.press("account-save");
      await page.getByText(say("account-saved"), { exact: true }).waitFor();
      await ann.goto("/account/mail-passwords");
      assert.match(await ann.body(), /scanner@example\.com/);

      await page.getByRole("link", { name: `${say("mail-passwords-delete")} scanner`, exact: true }).click();
      await sees(ann, "mail-passwords-delete-title");
      await ann.press("mail-passwords-delete-it");
      await page.getByText(say("mail-passwords-deleted"), { exact: true }).waitFor();
      await assert.rejects(transport.sendMail(message), { responseCode: 535 });
      transport.close();
    });

    it("every page of people and workspaces is plain to axe and as wide as the screen, light and dark", { timeout: 300_000 }, async (t) => {
      const cookies = await ann.context.cookies();
      const accountPage = async () => {
        await ann.goto("/configuration/accounts");
        return await ann.page.getByRole("link", { name: ANN, exact: true }).getAttribute("href");
      };
      const { link } = await (async () => {
        await ann.goto("/workspaces");
        await ann.page.locator("ul.list a.row").first().click();
        await ann.page.locator("#email").fill("look@example.com");
        await ann.press("workspace-invite-button");
        await ann.page.getByText(say("workspace-invited")).waitFor();
        return await letterTo("look@example.com");
      })();
      await ann.goto("/workspaces");
      const workspace = await ann.page.locator("ul.list a.row").first().getAttribute("href");
      for (const [name, path, who] of [
        ["sign-up", "/sign-up", []], ["sign-up-sent", "/sign-up/sent", []], ["reset", "/reset-password", []],
        ["reset-sent", "/reset-password/sent", []], ["link-error", "/invitation?ticket=x", []], ["sign-in", "/sign-in", []],
        ["join", link.replace(owlpost.url, ""), []], ["other", link.replace(owlpost.url, ""), cookies],
        ["workspaces", "/workspaces", cookies], ["workspace", workspace, cookies], ["account", "/account", cookies],
        ["mail-passwords", "/account/mail-passwords", cookies], ["account-sending", await accountPage(), cookies],
        ["account-delete", "/account/delete", cookies], ["accounts", "/configuration/accounts", cookies],
        ["workspace-delete", `${workspace}/delete`, cookies], ["files", `${workspace}/files`, cookies],
        ["files-delete", `${workspace}/files/terms.pdf/delete`, cookies],
      ]) {
        await t.test(name, async () => {
          assert.deepEqual(await lookAt(browser, variant, owlpost.url + path, `people-${name}`, who), []);
        });
      }
    });

    it("no browser reported an error", () => {
      assert.deepEqual(everyone.flatMap((person) => person.complaints), []);
    });
  });
}
