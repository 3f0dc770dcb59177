//! The words of replies, grouped by what they mean; see [`words`](super::words) for how they are found.
//!
//! A word that is missing belongs into the concept whose meaning it has; a phrase that only one server says belongs into
//! the tables of texts.

use super::words::Concept;

/// This machine as the server sees it.
pub(super) const MACHINE: Concept = Concept(
    "your access, ip, ips, ipv4, ipv6, @ip, host, hosts, client, clients, connecting, your server, your mail server, your network, your location, \
     network, your system, your mta, mta, sending server, sending system, connection from, connections from, \
     connection refused, connection rejected, connect, adresse, dynamic*, residential, dialup, your isp, your \
     provider, country, geographic*, region",
);
/// An IP address and nothing else.
pub(super) const IP: Concept =
    Concept("ip, ips, ipv4, ipv6, @ip, client host, connecting host, sending host, your host");

/// A list of addresses that are refused, by kind or name.
pub(super) const LIST: Concept = Concept(
    "openrelay*, *ipcheck*, blacklist*, black list*, blocklist*, block list*, blocked using, rbl*, *rbl, dnsbl*, *dnsbl, drbl*, listed, \
     listing, denylist*, reputation, *spamhaus*, *sorbs*, *spamcop*, *barracudacentral*, *uceprotect*, *abusix*, \
     *mailspike*, *spamrl*, *hostkarma*, *nixspam*, *manitu*, *senderscore*, *senderbase*, *talosintelligence*, \
     *invaluement*, *psbl*, *cloudmark*, sbl, xbl, pbl, zen, spammer*, spam source, source of spam, liste noire, \
     listes noires, schwarze* liste, sperrliste, lista negra, lista nera, greylist of spammers",
);

pub(super) const REFUSED: Concept = Concept(
    "no access, not currently accept*, not pre approved, badmailfrom*, no longer accept*, does not accept, doesnt accept, permanently, block*, isblocked, banned, ban, barred, refus*, reject*, deny, denied, denies, disallowed, not allowed, not be \
     allowed, not permitted, not accept*, not be accepted, wont accept, cannot accept, forbidden, prohibit*, \
     restrict*, not authorized, not authorised, unauthorized, unauthorised, not welcome, unwelcome, not trusted, \
     untrusted, dropped, filtered, not eligible, may not, bloqu*, gesperrt, blockiert, abgelehnt, verweigert, \
     rechazad*, denegad*, rifiutat*, negato, interdit*, non autorise, nicht erlaubt, nicht zugelassen, no permitid*, \
     no autorizad*, non consentit*, non autorizzat*, odmítnut*, отклонен*, запрещен*, заблокирован*, *拒绝*, *禁止*",
);

/// That something is not there, in words that are said of nothing that is merely refused.
pub(super) const ABSENT: Concept = Concept(
    "does not exist, doesnt exist, not exist, nonexist*, non exist*, no such, not found, unknown user, unknown address, user \
     unknown, undeliverable, not deliverable, cannot be verified, could not be verified, not be verified, couldnt be \
     verified, unable to verify, verif*, callout, call back, callback, existiert nicht, inexist*, no existe, non esiste",
);

pub(super) const UNKNOWN: Concept = Concept(
    "no users, not a recognised, not a recognized, unable to validate, cannot validate, dont exists, doesnt exists, not user, not a user, not an user, not present, no one, nobody, nessun*, missing home, no exist*, not exists, not a member, cannot be verified, not be verified, wrong, unknown, no such, not found, cannot find, cant find, could not find, unable to find, does not exist, doesnt \
     exist, dosnt exist, do not exist, dont exist, did not exist, not exist, nonexist*, non exist*, no longer exist*, \
     not known, not recognized, not recognised, unrecognized, invalid, not a valid, not valid, isnt valid, no valid, \
     not listed in, doesnt have, does not have, no account, no mailbox, no user, undeliverable, not our customer, not \
     a customer, unbekannt*, existiert nicht, nicht gefunden, ungültig*, inconnu*, invalide*, introuvable*, inexist*, \
     nexiste pas, desconocid*, no existe, no encontrad*, inválid*, sconosciut*, inesistent*, non esiste, non trovat*, \
     neexistuje, nieznany, bestaat niet, onbekend*, *не существует*, не найден*, *不存在*",
);

pub(super) const DISABLED: Concept = Concept(
    "inactivity, hasnt entered, never logged, does not receive, doesnt receive, not receive, disabled, deactivated, inactive, suspended, expired, locked, closed, terminated, frozen, archived, cancelled, \
     canceled, not active, inactivated, isblocked, blocked, banned, barred, no longer active, no longer in use, no \
     longer used, no longer available, no longer accept*, no longer receiv*, no longer valid, discontinued, \
     abandoned, retired, on hold, paused, dormant, deleted, removed, deprovisioned, not accepting, doesnt accept, \
     does not accept, turned off, switched off, restricted, quarantined, deaktiviert, gesperrt, stillgelegt, \
     suspendu*, desactiv*, désactiv*, bloque*, archive*, suspendid*, deshabilitad*, bloquead*, sospes*, disabilitat*, \
     disattivat*, bloccat*, заблокирован*, отключен*, zablokowan*, *停用*, *禁用*, *冻结*",
);

/// The one who receives.
pub(super) const RECIPIENT: Concept = Concept(
    "persona, utenza, utilisateur*, recipient*, rcpt, rcptto, rcpthosts, addressee*, destinat*, mailbox*, mail box, mailfolder*, maildrop*, mail drop, inbox, user, users, userid, \
     address, @address, alias, account, person, customer, local part, empfänger*, postfach, benutzer, boite*, boîte*, \
     compte, usuario, buzon, buzón, casella, utente, cuenta, uživatel, schránka, получател*, пользовател*, ящик*, \
     *用户*, *收件人*, *邮箱*",
);
/// Words that mean the recipient and nobody else.
pub(super) const RECIPIENT_ONLY: Concept = Concept(
    "recipient*, rcpt, rcpts, rcptto, addressee*, destinat*, empfänger*, получател*, *收件人*, tried to reach, trying to \
     contact, trying to reach",
);

/// A mailbox and nothing else.
pub(super) const MAILBOX: Concept = Concept(
    "mailbox*, mail box, box, inbox, mail folder, mailfolder*, maildrop*, mail drop, postfach, boite*, boîte*, buzon, buzón, casella, schránka, ящик*, *邮箱*",
);
pub(super) const TRIES: Concept = Concept("attempt, attempts, tries");
pub(super) const MIME_PART: Concept = Concept("mime part*, mime type*, body part*, content type*");
/// An address, whoever has it.
pub(super) const ADDRESS: Concept = Concept("address, addresses, user name, username, local part, @address");
pub(super) const CHARACTERS: Concept =
    Concept("illegal character*, invalid character*, forbidden character*, bad character*");
/// Filters that protect the server from a kind of mail.
pub(super) const PROTECTION: Concept =
    Concept("backscatter*, bounce protection, batv*, prvs, dha protection, harvest*");
/// That nobody here has the address, without a word for who.
pub(super) const NOT_HERE: Concept =
    Concept("not known at this, not known here, unknown here, doesnt handle mail for, does not handle mail for");
pub(super) const BARRED: Concept = Concept("blocked, isblocked, banned, barred");
/// A user of the server.
pub(super) const USER: Concept = Concept("user, users, account, accounts, sender*");

/// The one who sends.
pub(super) const SENDER: Concept = Concept(
    "sender*, mail from, mailfrom, from address*, from field, from domain, header from, from header, envelope from, \
     return path, returnpath, originator, envelope sender, from, reverse path, reversepath, sending domain, sending \
     address, emetteur, émetteur, expediteur, expéditeur, absender*, remitente, mittente, odesílatel, отправител*, \
     *发件人*",
);
/// The sender as a noun, without the preposition.
pub(super) const SENDER_ONLY: Concept = Concept(
    "sender*, mailfrom, mail from, from address*, from field, from domain, header from, from header, envelope from, \
     return path, returnpath, originator, reverse path, sending domain, sending address, emetteur, émetteur, \
     expediteur, expéditeur, absender*, remitente, mittente, отправител*, *发件人*",
);

/// Sender and recipient in one breath, so that the reply says of neither that it is the cause.
pub(super) const EITHER: Concept = Concept(
    "sender or recipient*, sender or the recipient*, sender recipient*, sender and recipient*, sender and or recipient*, \
     recipient or sender, recipients or sender, recipient or the sender, recipient sender, recipient and sender",
);
/// That two names must be one.
pub(super) const SAME: Concept = Concept(
    "be the same, same as, the same, identical, equal, must match, not match, doesnt match, does not match, differ*, \
     mismatch*, correspond*",
);
/// Of users of this server.
pub(super) const LOCAL: Concept = Concept("local, locals, internal");
pub(super) const ONLY: Concept = Concept("only, exclusively, nur, seulement, solo, только");
/// An address or account that is not one of this server.
pub(super) const NOT_LOCAL: Concept = Concept(
    "isnt a local, isnt local, not a local, not local, is not local, arent local, not hosted here, not handled here, not \
     served here, not one of our, no local",
);
/// A name that has to be looked up, as servers call it.
pub(super) const LOOKED_UP: Concept = Concept(
    "host, hosts, hostname*, host named, mail exchanger*, mail server for, mx, exchanger, nameserver*, dns, ip address",
);
pub(super) const NOT_FINDABLE: Concept = Concept(
    "does not have any, doesnt have any, couldnt find, could not find, cant find, cannot find, unable to find, unable to locate, couldnt locate, no such, not \
     be found, wasnt found",
);
/// A name that is reserved for examples or tests (RFC 2606, RFC 6761).
pub(super) const RESERVED: Concept = Concept("2606, rfc2606, 6761, rfc6761");

pub(super) const DOMAIN: Concept = Concept("domain*, domaine, dominio, hostname, doména, домен*, *域名*");
pub(super) const UNRESOLVABLE: Concept = Concept(
    "dead, not reachable, cannot be reached, resolve*, unresolv*, no mx, mx record*, mx, no a record, dns, nxdomain, not exist, does not exist, doesnt exist, \
     not found, no such, unknown, invalid, nonexist*, non exist*, unrouteable, unroutable, unreachable, lookup fail*, \
     inexist*, no existe, unbekannt",
);

pub(super) const FULL: Concept = Concept(
    "full, over quota, overquota, quota, quotas, storage, no space, out of space, not enough space, insufficient \
     space, disk space, capacity, voll, speicherplatz, plein*, llen*, pien*, over the limit, over limit, oversize*, \
     exceeded its, переполнен*, *已满*, přeplněn*, pełna",
);

pub(super) const CREDENTIALS: Concept = Concept(
    "password*, passwd, pass, credential*, username*, user name*, userid, user, login, logon, auth, authentication, \
     authenticated, authenticate, authorization, authorize, authenticator, authenticating, sasl, api key, apikey, \
     token, key, account, secret, identifiant*, mot de passe, authentification, passwort, kennwort, benutzername, \
     anmeldung, zugangsdaten, contraseña, usuario, autenticacion, autenticación, autenticazione, credenzial*, utente, \
     parol, пароль, heslo, hasło, senha, *密码*, *认证*, *帐号*, *用户名*",
);
pub(super) const WRONG: Concept = Concept(
    "not compliant, noncompliant, not rfc, fail*, unsuccessful, incorrect, invalid, bad, wrong, reject*, denied, refused, not accepted, mismatch, error, \
     not recognized, not recognised, unrecognized, not valid, unknown, not match, doesnt match, does not match, not \
     found, not correct, no such, illegal, unable, could not, couldnt, cannot, cant, not ok, nok, echec, échec, \
     echoue*, échoué*, invalide*, incorrect*, fehlgeschlagen, falsch*, ungültig*, nicht korrekt, errat*, fallit*, non \
     valid*, fallid*, incorrecta, inválid*, nesprávn*, neplatn*, неверн*, ошибк*, nieprawidł*, *失败*, *错误*",
);

pub(super) const AUTHENTICATION: Concept = Concept(
    "auth, authentication, authenticate*, authentification, authentifizierung, authenticating, authorization, login, \
     log in, logged in, logon, log on, sign in, sasl, anmeldung, anmelden, autenticacion, autenticación, \
     autenticazione, autentisering, аутентификаци*, авторизаци*, *认证*, username and password, user name and password",
);
pub(super) const REQUIRED: Concept = Concept(
    "requier*, require*, required, must, need*, mandatory, necessary, compulsory, first, please, before, only, without, not \
     been, have not, havent, should, not authenticated, unauthenticated, expected, enforced, obligat*, requise, \
     exigee, obligatoire, erforderlich, notwendig, zuerst, nötig, requerid*, necesari*, richiest*, necessari*, \
     vyžadov*, требуется, wymagan*, *需要*, *请先*",
);
pub(super) const TLS: Concept = Concept(
    "tls, ssl, starttls, smtps, encrypt*, unencrypted, secure connection, secure channel, secure session, secured \
     connection, cleartext, clear text, plaintext, plain text, chiffr*, verschlüssel*, cifrad*, crittograf*, insecure",
);

pub(super) const RELAY: Concept = Concept(
    "relay*, relais, relaying, open relay, rcpthosts, not a gateway, non local, nonlocal, not local, external domain*, \
     foreign, third party, weiterleit*",
);

pub(super) const REVERSE_DNS: Concept = Concept(
    "resolve your address, resolve your ip, resolve your hostname, resolve your host, resolve your name, mismatches client, unresolvable relay, relay host name, ptr, rdns, fcrdns, reverse dns, reverse lookup, reverse hostname, reverse host, reverse name, reverse record*, \
     reverse entry, reverse mapping, reverse resolution, inverse dns, dns inverse, dns inverso, reversedns, reverse \
     dns entry, rückwärts*, in addr.arpa, in addr, *in-addr.arpa, no host name, no hostname, hostname lookup, cannot \
     find your hostname, forward confirmed, forward and reverse",
);
pub(super) const GREETING_NAME: Concept = Concept("helohost, helo host, helo, ehlo, heloname, lhlo");
pub(super) const DOMAIN_AUTHENTICATION: Concept = Concept(
    "spf, dkim, dmarc, spfcheck, sender policy framework, domainkeys, domain keys, alignment, unaligned, spf1, p \
     reject, authentication checks, authentication results, sender id, senderid, softfail, hardfail",
);

/// A limit on how much is sent.
pub(super) const LIMIT: Concept = Concept(
    "limit*, quota*, too many, too much, exceed*, maximum, max, throttl*, more than, reached, allowance, threshold, \
     ratelimit*, over the, excessive, excess, überschritten, depass*, dépass*, superad*, superat*, zu viele, trop, \
     demasiad*, troppi, troppe, превышен*, przekroczon*, překročen*, *超过*, *过多*, *频繁*, *限制*",
);
pub(super) const RATE: Concept = Concept(
    "slower, rate, rates, ratelimit*, throttl*, too fast, too quickly, too often, too frequent*, frequency, slow down, slow, \
     velocity, flood*, burst, per minute, per second, minute, second, sending speed, high volume, volume, too many \
     messages, too many emails, too many mails, too much mail, *频率*, *频繁*",
);
pub(super) const DAY: Concept = Concept(
    "day, days, daily, 24 hours, 24 hour, 24h, 24 hrs, today, tomorrow, jour, tag, täglich*, día, giorno, \
     giornalier*, diario, quotidien, сутки, день",
);
pub(super) const HOUR: Concept =
    Concept("hour, hours, hourly, 60 minutes, 3600 seconds, 3600s, heure, stunde, hora, ora, час");
pub(super) const CONNECTIONS: Concept = Concept(
    "connects, connection*, session*, concurrent*, concurrency, simultaneous*, thread*, parallel, connexions, verbindungen, \
     conexiones, connessioni",
);
pub(super) const MAIL: Concept = Concept(
    "message*, mail, mails, email*, e mail*, envelope*, recipients, sends, sending, send, sent, outbound, outgoing, \
     submission*, nachrichten, messaggi, mensajes, письма, писем",
);
pub(super) const SENDING: Concept = Concept(
    "sending, send, sends, sent, outbound*, outgoing, relaying, smtp, submission, your account, your, you, youve",
);

pub(super) const SIZE: Concept = Concept(
    "size, sized, too large, too big, too long, oversized, larger than, bigger than, bytes, octets, kb, mb, \
     megabyte*, length, taille, grösse, größe, zu groß, tamaño, dimensione, dimensioni, размер, *太大*",
);
pub(super) const SPAM: Concept = Concept(
    "mass mail*, sensitive words, forbidden words, spam, spams, spammy, spamming, antispam, anti spam, spamassassin, unsolicited, junk*, ube, uce, phish*, scam, \
     suspicious, bulk, bulkmail, abus*, spamcontent, spam like, spamlike, indesirable, no deseado, спам*, *垃圾*",
);
/// Unwanted mail and nothing else.
pub(super) const SPAM_ONLY: Concept = Concept(
    "spam, spams, spammy, spamming, antispam, anti spam, spamassassin, unsolicited, junk*, ube, uce, phish*, spamcontent, spam \
     like, spamlike, indesirable, no deseado, спам*, *垃圾*",
);
/// What a filter does with mail that it takes for spam.
pub(super) const JUDGED: Concept = Concept(
    "flagged, detected, identified, considered, considers, classified, marked, looks like, look like, appears, \
     suspected, suspicion, likely, reject*, refus*, block*, denied, not accept*, filter*, score*, is, content, checks, message*, \
     отклонен*, *拒绝*",
);
pub(super) const FOUND: Concept = Concept(
    "found, contain*, detected, infected, infection, with, rejected, refused, blocked, message*, mail, email, \
     attachment*, file, trouvé*, gefunden, enthält, обнаружен*",
);
pub(super) const INVALID: Concept =
    Concept("invalid, not valid, not a valid, bad, illegal, malformed, ungültig*, invalide*, inválid*");
pub(super) const NO_MX: Concept =
    Concept("no mx, without mx, no valid mx, no mail server*, no mail exchanger*, no mail host*, null mx, nullmx");
/// A line of the message, which may have 998 octets.
pub(super) const LINE: Concept = Concept("line, lines");
pub(super) const DATA_ITSELF: Concept = Concept("mail data, message data, too much data, more data");
pub(super) const HOLDS: Concept =
    Concept("on the server, on server, in mailbox, in the mailbox, in inbox, stored, auf dem server");
pub(super) const SPACE: Concept = Concept(
    "storage, storage space, disk space, space, quota, speichervolumen, speicherplatz, espace, espacio, spazio",
);
pub(super) const EXHAUSTED: Concept = Concept(
    "exhausted, used up, exceed*, overschr*, ueberschritten, überschritten, depass*, dépass*, superad*, superat*, esaurit*",
);
pub(super) const VIRUS: Concept = Concept(
    "virus*, malware, infected, infection, trojan*, worm, malicious, eicar*, ransomware, clamav, вирус*, *病毒*",
);
pub(super) const ATTACHMENT: Concept = Concept(
    "attachment*, attached, executable*, file type*, filetype*, file extension*, extension, filename*, file name*, \
     zip, exe, archive*, anhang, anhänge, piece jointe, pièce jointe, adjunto*, allegat*",
);
pub(super) const LOOP: Concept = Concept(
    "received data headers, number of received, received lines, loop*, mailloop, hops, hop count, hopcount, too many received, received headers, bounced back and forth, boucle, \
     schleife",
);
pub(super) const LINKS: Concept = Concept("url, urls, uri, uris, link, links, website*, shortener*, *surbl*, *uribl*");
pub(super) const HEADER: Concept = Concept("header*, rfc, rfc5322, rfc2822, rfc822, 5322, 2822, 822");
pub(super) const FORMAT: Concept = Concept(
    "decod*, invalid data, mime, malformed, line too long, line length, lines too long, bare lf, bare cr, bare newline*, bare line feed*, \
     8bit, 8 bit, non ascii, charset, encoding, format, parse, parsing, nul, null byte, null character*, illegal \
     character*",
);
pub(super) const POLICY: Concept = Concept(
    "organizational, organisational, policy, policies, administrative*, administrator, local rule*, rule, rules, prohibit*, security reasons, content \
     filter*, richtlinie*, politique, politica, política, compliance",
);
pub(super) const SYNTAX: Concept = Concept(
    "must contain a domain, rfc 2821, rfc 821, rfc 822, rfc 2822, rfc 5322, rfc compliant, rfc822, rfc2822, rfc5322, rfc821, rfc2821, 5321, rfc5321, character*, syntax, malformed, format, parse, parsing, invalid character*, illegal character*, bad address, fully qualified, \
     fqdn, angle brackets, not rfc, ill formed",
);
pub(super) const TEMPORARY: Concept = Concept(
    "temporar*, try again, try later, try it later, retry, later, unavailable, not available, at this time, at the \
     moment, busy, timeout, timed out, internal, backend, overload*, maintenance, ldap, database, lookup failure, \
     server error, unable to connect, connection refused, connection lost, service error, cannot connect, could not \
     connect, down, vorübergehend, später, plus tard, más tarde, mas tarde, più tardi, temporane*, позже, *稍后*",
);
pub(super) const GREYLIST: Concept = Concept(
    "*greylist*, *graylist*, grey list*, gray list*, greyd, postgrey*, first time, please retry in, *серый список*, \
     grey listed",
);
pub(super) const UNVERIFIED: Concept = Concept(
    "not verified, not been verified, isnt verified, unverified, verify your, must verify, must be verified, needs to \
     be verified, verification required, not validated, not confirmed, unconfirmed, not registered, unregistered, not \
     configured, unconfigured, not set up, not added, not approved, unapproved, not activated, not associated, not \
     whitelisted, not in your account, not yet verified, not authenticated",
);
pub(super) const NOT_OURS: Concept = Concept(
    "not a registered, does not use, not in my, not in our, not owned, not own, doesnt own, does not own, not belong, not match, doesnt match, mismatch*, must match, must \
     be the same, must be same, same as, differ*, not yours, not one of your, not allowed, not permitted, not \
     authorized, not authorised, unauthorized, unauthorised, no permission, not have permission, not have the right, \
     no right, permission denied, cannot use, may not use, not allow*, spoof*, forged, forge, impersonat*, \
     disallowed, not local, nicht erlaubt, nicht berechtigt, non autorise, no autorizad*, non autorizzat*, not \
     identical",
);
pub(super) const CREDIT: Concept = Concept(
    "credit, credits, balance, payment*, unpaid, overdue, billing, invoice*, subscription, prepaid, funds, arrears, \
     monthly, month, billed, plan",
);
pub(super) const ENDED: Concept = Concept(
    "exceed*, exhausted, used up, insufficient, not enough, no more, no remaining, out of, ran out, expired, \
     required, limit*, reached, ended, zero, low, overdue, unpaid, due, upgrade, remaining",
);
pub(super) const INACTIVE: Concept = Concept(
    "not subscribed, not activated, not yet activated, not been activated, not active, inactive, pending, under review, awaiting, not \
     yet approved, not approved, not been approved, not yet enabled, not been enabled, being reviewed, needs \
     activation, activate, activation",
);
pub(super) const ACCOUNT: Concept = Concept(
    "account*, compte, konto, cuenta, customer, organisation, organization, tenant, company, workspace, project, \
     user, mailbox*, service, api key, credential*, аккаунт*, *帐户*, *账号*",
);
pub(super) const OURS: Concept = Concept(
    "your, you, youre, youve, outbound*, outgoing, sending, sender*, send, submission, smtp, votre, ihr, ihre, su \
     cuenta, tu cuenta",
);
pub(super) const ACCESS: Concept = Concept(
    "mail app*, smtp, imap, pop, pop3, protocol, service, access, submission, third party, external client*, mail client*, \
     client access, feature, доступ",
);
pub(super) const OFF: Concept = Concept(
    "only, cant send, disabled, not enabled, isnt enabled, off, deactivated, not activated, not allowed, not permitted, not available, \
     no permission, not have permission, not have access, not authorized, not authorised, denied, enable, activate, \
     turn on, switch on, closed, restricted, not granted, отключен*, gesperrt, desactiv*, désactiv*",
);
pub(super) const MECHANISM: Concept = Concept(
    "mechanism*, auth mode*, authentication mode*, auth type, authentication type, authentication method, auth method, authentication scheme, sasl \
     method",
);
pub(super) const UNSUPPORTED: Concept = Concept(
    "not supported, unsupported, not implemented, unimplemented, unrecognized, unrecognised, not recognized, not \
     recognised, not available, not allowed, not enabled, disabled, invalid, unknown, too weak, not permitted, not \
     advertised, not offered, not acceptable",
);
pub(super) const APP_PASSWORD: Concept = Concept(
    "app password*, application password*, app specific, application specific, 2fa, two factor, two step, 2 step, \
     mfa, multi factor, multifactor, otp, authorization code, auth code, *授权码*, пароль приложения, *parol \
     prilozheniya*, one time password",
);
pub(super) const BROWSER: Concept = Concept("web browser, browser, web login, captcha, log in via web");
pub(super) const EXPIRED: Concept = Concept(
    "expired, expire, must be changed, must change, change your, has to be changed, needs to be changed, reset your, \
     needs to be reset, must be reset, abgelaufen, expire*, caducad*, scadut*, устарел*",
);
pub(super) const ATTEMPTS: Concept = Concept(
    "attempt*, auth*, login*, logins, log ins, password*, fail*, invalid, incorrect, bad, wrong, errors, tries",
);
pub(super) const TOO_MANY: Concept = Concept(
    "too many, too much, out of allow*, excessive, multiple, repeated, maximum, exceeded, zu viele, trop de, demasiad*, troppi",
);
pub(super) const SUPPRESSED: Concept = Concept(
    "suppress*, unsubscribed, opted out, bounce list, previously bounced, hard bounce*, bounced before, complained, \
     do not send, blocklisted recipient, recipient is blacklisted, global blocklist",
);
pub(super) const PLACE: Concept = Concept(
    "ip, ips, @ip, country, location, region, geo*, network, network address, host, client address, source address",
);
pub(super) const STORAGE: Concept = Concept(
    "spazio, espacio, espace disque, mail system, system storage, disk space, disk, space, filesystem, system resources, resources, storage",
);
pub(super) const INSUFFICIENT: Concept = Concept(
    "esaurit*, agotado, insuffisant*, write error, insufficient, not enough, no, low, full, out of, exhausted, lack*",
);
/// A mailbox or account that is no longer used, in words that are said of nothing else.
pub(super) const GONE: Concept = Concept(
    "not an active, not active, no longer accept*, disabled, deactivated, inactive, inactivated, suspend, suspended, expired, locked, closed, terminated, frozen, \
     archived, discontinued, never logged, inactivity, hasnt entered",
);
pub(super) const NOT_LISTED: Concept = Concept(
    "list of allowed recipients, not in my, not in our list, not listed in, not in the directory, not in directory, not in our directory",
);
pub(super) const UNAVAILABLE: Concept = Concept("unavailable, not available, not accessible");
pub(super) const TOO_LARGE: Concept = Concept("too large, too big, too long, oversized");
pub(super) const TOO_MANY_OF: Concept = Concept("too many");
/// Messages that are counted.
pub(super) const MAILS: Concept = Concept("mails, emails, messages, letters");
/// An address from which nothing is accepted.
pub(super) const BLACK_IP: Concept = Concept(
    "black ip, invalid ip, bad ip, illegal ip, forbidden ip, ip is hangup, ip hangup, ip is invalid, ip is bad, ip is \
     forbidden, ip is black, ip is illegal",
);
/// A list of addresses that DNS answers from, by kind or name.
pub(super) const DNS_LIST: Concept =
    Concept("dnsbl*, *dnsbl, rbl, rbls, drbl*, *spamhaus*, *spamcop*, *sorbs*, *uceprotect*");
/// A rating of content by a filter.
pub(super) const SCORE: Concept = Concept("score, scored, scoring, spam level");
pub(super) const CONTENT: Concept = Concept("word, words, content, contents, body, keyword*, phrase*");
/// Mail that leaves this account and looks like misuse.
pub(super) const MISUSE: Concept =
    Concept("excessively, high number, unusual, suspicious, abus*, compromised, spam*, fraud*, hacked, complaint*");
pub(super) const OUR_ACCOUNT: Concept = Concept("your account, your mailbox, your service, your subscription");
pub(super) const SANDBOX: Concept = Concept(
    "sandbox, testing email*, testing address*, test mode, testing mode, trial, demo, authorized recipients, own email \
     address, development mode",
);
pub(super) const ENVELOPE: Concept = Concept("envelope");
/// A name of a host or domain itself.
pub(super) const HOST_NAME: Concept = Concept("*.*");
pub(super) const NONEXISTENT: Concept = Concept(
    "recursive cname, non existent, nonexistent, does not exist, doesnt exist, not found, not resolve, unresolvable, no such host",
);
pub(super) const DNS: Concept = Concept("dns, mx, resolve*");
/// The recipient decided it.
pub(super) const BY_RECIPIENT: Concept = Concept(
    "mailing list, members only, non member, subscribers only, not subscribed to this, not subscribed to that, is not subscribed, not a subscriber, blocked by the recipient, blocked by recipient, by the recipient, by recipient, by the addressee, by the user, you \
     have been blocked, not accepting mail from, not accept mail from, only accept*, accepts mail only",
);
/// An address that its owner's provider gives to private connections.
pub(super) const DYNAMIC: Concept = Concept(
    "dynamic ip*, dynamic address*, dynamic host*, dynamic range*, dynamically assigned, dialup, dial up, residential, smtp \
     server of your isp",
);
pub(super) const UNROUTABLE: Concept = Concept("unroutable, unrouteable, unresolvable, not routable");
pub(super) const ERRORS: Concept = Concept("error, errors, mistakes");
pub(super) const ADDRESS_ITSELF: Concept = Concept("@address");
