//! Which provider or product a server is, and what its login requires.
//!
//! Recognized by the host, then by the greeting, then by marks in the reply. The rules of login are sentences of
//! `texts.rs`; a refused login is explained with them, because a provider's ordinary password often cannot work over SMTP.

use mail::Text;

use super::login::{REFUSED_BY_EXCHANGE, REFUSED_BY_MICROSOFT, REFUSED_BY_PROVIDER};
use super::reply_text::{contains, one_line};
use super::rule::Explanation;
use crate::texts;

/// A provider, or a mail server that people run themselves.
#[derive(Debug)]
pub(super) struct Provider {
    pub(super) id: &'static str,
    /// The product's name, the same in all languages.
    pub(super) name: &'static str,
    /// Its servers, `*` for anything between. The first one is proposed for a misspelled host.
    hosts: &'static [&'static str],
    /// Hosts that people enter instead and that do not exist.
    mistaken: &'static [&'static str],
    /// Words of its greeting and replies, in lower case.
    marks: &'static [&'static str],
    /// What its login requires.
    pub(super) login_rule: Option<fn() -> Text>,
    /// What a refused login means there.
    pub(super) refused: Option<Explanation>,
}

const fn provider(id: &'static str, name: &'static str, hosts: &'static [&'static str]) -> Provider {
    Provider { id, name, hosts, mistaken: &[], marks: &[], login_rule: None, refused: None }
}

impl Provider {
    const fn rule(mut self, rule: fn() -> Text) -> Self {
        self.login_rule = Some(rule);
        self.refused(REFUSED_BY_PROVIDER)
    }

    const fn refused(mut self, explanation: Explanation) -> Self {
        self.refused = Some(explanation);
        self
    }

    const fn marks(mut self, marks: &'static [&'static str]) -> Self {
        self.marks = marks;
        self
    }

    const fn mistaken(mut self, hosts: &'static [&'static str]) -> Self {
        self.mistaken = hosts;
        self
    }
}

const PROVIDERS: &[Provider] = &[
    provider("gmail_relay", "Google Workspace SMTP relay", &["smtp-relay.gmail.com"])
        .rule(texts::login_rule_gmail_relay),
    provider("gmail", "Gmail", &["smtp.gmail.com", "smtp.googlemail.com"])
        .mistaken(&["mail.gmail.com", "smtp.google.com", "smtp.gmail.de", "gmail.smtp.com"])
        .marks(&["- gsmtp", "google.com/mail/?p="])
        .rule(texts::login_rule_gmail),
    provider("outlook_com", "Outlook.com", &["smtp-mail.outlook.com", "smtp.live.com", "smtp.hotmail.com"])
        .rule(texts::login_rule_outlook_com),
    provider("microsoft365", "Microsoft 365", &["smtp.office365.com", "*.mail.protection.outlook.com"])
        .mistaken(&["smtp.office.com", "smtp.microsoft365.com", "smtp.outlook.office365.com"])
        .marks(&[".prod.outlook.com", ".prod.exchangelabs.com"])
        .refused(REFUSED_BY_MICROSOFT),
    provider("exchange", "Microsoft Exchange", &[])
        .marks(&["microsoft esmtp mail service"])
        .refused(REFUSED_BY_EXCHANGE),
    provider(
        "yahoo",
        "Yahoo Mail",
        &["smtp.mail.yahoo.com", "smtp.mail.yahoo.*", "smtp.att.yahoo.com", "smtp.mail.att.net"],
    )
    .mistaken(&["smtp.yahoo.com"])
    .marks(&["(#auth0", "smtp.mail.yahoo.com"])
    .rule(texts::login_rule_yahoo),
    provider("aol", "AOL Mail", &["smtp.aol.com", "smtp.verizon.net"]).rule(texts::login_rule_yahoo),
    provider("icloud", "iCloud Mail", &["smtp.mail.me.com", "smtp.mail.icloud.com"])
        .mistaken(&["smtp.icloud.com", "smtp.me.com", "mail.icloud.com"])
        .rule(texts::login_rule_icloud),
    provider("ses", "Amazon SES", &["email-smtp.*.amazonaws.com", "email-smtp-fips.*.amazonaws.com"])
        .rule(texts::login_rule_ses),
    provider("workmail", "Amazon WorkMail", &["smtp.mail.*.awsapps.com"]),
    provider("mailgun", "Mailgun", &["smtp.mailgun.org", "smtp.eu.mailgun.org"]).rule(texts::login_rule_mailgun),
    provider("sendgrid", "SendGrid", &["smtp.sendgrid.net", "smtp.eu.sendgrid.net"])
        .mistaken(&["smtp.sendgrid.com"])
        .rule(texts::login_rule_sendgrid),
    provider("postmark", "Postmark", &["smtp.postmarkapp.com", "smtp-broadcasts.postmarkapp.com"])
        .rule(texts::login_rule_postmark),
    provider("brevo", "Brevo", &["smtp-relay.brevo.com", "smtp-relay.sendinblue.com"]).rule(texts::login_rule_brevo),
    provider("mailjet", "Mailjet", &["in-v3.mailjet.com", "in.mailjet.com"]).rule(texts::login_rule_mailjet),
    provider("sparkpost", "SparkPost", &["smtp.sparkpostmail.com", "smtp.eu.sparkpostmail.com"])
        .rule(texts::login_rule_sparkpost),
    provider("mandrill", "Mailchimp Transactional", &["smtp.mandrillapp.com"]).rule(texts::login_rule_mandrill),
    provider("resend", "Resend", &["smtp.resend.com"]).rule(texts::login_rule_resend),
    provider("mailersend", "MailerSend", &["smtp.mailersend.net"]).rule(texts::login_rule_smtp_user),
    provider("mailtrap", "Mailtrap", &["live.smtp.mailtrap.io", "bulk.smtp.mailtrap.io", "sandbox.smtp.mailtrap.io"])
        .rule(texts::login_rule_mailtrap),
    provider("smtp2go", "SMTP2GO", &["mail.smtp2go.com", "mail-eu.smtp2go.com"]).rule(texts::login_rule_smtp_user),
    provider("elasticemail", "Elastic Email", &["smtp.elasticemail.com", "smtp25.elasticemail.com"])
        .rule(texts::login_rule_smtp_user),
    provider("socketlabs", "SocketLabs", &["smtp.socketlabs.com"]).rule(texts::login_rule_socketlabs),
    provider("scaleway", "Scaleway TEM", &["smtp.tem.scaleway.com", "smtp.tem.scw.cloud"])
        .rule(texts::login_rule_scaleway),
    provider("plunk", "Plunk", &["smtp.useplunk.com", "next-smtp.useplunk.com"]).rule(texts::login_rule_plunk),
    provider("forwardemail", "Forward Email", &["smtp.forwardemail.net"]).rule(texts::login_rule_forwardemail),
    provider("azure", "Azure Communication Services", &["smtp.azurecomm.net"]).rule(texts::login_rule_azure),
    provider("oci", "Oracle Cloud Email Delivery", &["smtp.email.*.oci.oraclecloud.com", "smtp.*.oraclecloud.com"])
        .rule(texts::login_rule_smtp_credentials),
    provider("zeptomail", "ZeptoMail", &["smtp.zeptomail.com", "smtp.zeptomail.*"]).rule(texts::login_rule_zeptomail),
    provider("zoho", "Zoho Mail", &["smtp.zoho.com", "smtppro.zoho.com", "smtp.zoho.*", "smtppro.zoho.*"])
        .marks(&["mx.zohomail.com", "zoho.com/mail"])
        .rule(texts::login_rule_zoho),
    provider("fastmail", "Fastmail", &["smtp.fastmail.com", "smtp.messagingengine.com"])
        .rule(texts::login_rule_fastmail),
    provider("proton", "Proton Mail", &["smtp.protonmail.ch"]).rule(texts::login_rule_proton),
    provider("proton_bridge", "Proton Mail Bridge", &[])
        .marks(&["protonmail bridge", "proton mail bridge"])
        .rule(texts::login_rule_proton_bridge),
    provider("gmx", "GMX", &["mail.gmx.net", "mail.gmx.com"])
        .mistaken(&["smtp.gmx.net", "smtp.gmx.de", "smtp.gmx.com", "mail.gmx.de"])
        .rule(texts::login_rule_gmx),
    provider("webde", "WEB.DE", &["smtp.web.de"]).rule(texts::login_rule_gmx),
    provider("ionos", "IONOS", &["smtp.ionos.de", "smtp.ionos.com", "smtp.ionos.*", "smtp.1und1.de", "smtp.1and1.*"])
        .rule(texts::login_rule_complete_address),
    provider("strato", "STRATO", &["smtp.strato.de", "smtp.strato.com"]).rule(texts::login_rule_complete_address),
    provider("ovh", "OVHcloud", &["ssl0.ovh.net", "smtp.mail.ovh.net", "pro*.mail.ovh.net", "ex*.mail.ovh.net"])
        .rule(texts::login_rule_complete_address),
    provider("tonline", "T-Online", &["securesmtp.t-online.de", "smtpmail.t-online.de"])
        .rule(texts::login_rule_tonline),
    provider("godaddy", "GoDaddy", &["smtpout.secureserver.net"]).rule(texts::login_rule_complete_address),
    provider("hostinger", "Hostinger", &["smtp.hostinger.com", "smtp.titan.email"])
        .rule(texts::login_rule_complete_address),
    provider("namecheap", "Namecheap Private Email", &["mail.privateemail.com"])
        .rule(texts::login_rule_complete_address),
    provider("rackspace", "Rackspace Email", &["secure.emailsrvr.com"]).rule(texts::login_rule_complete_address),
    provider("infomaniak", "Infomaniak", &["mail.infomaniak.com"]).rule(texts::login_rule_infomaniak),
    provider("mailbox_org", "mailbox.org", &["smtp.mailbox.org"]).rule(texts::login_rule_mailbox_org),
    provider("posteo", "Posteo", &["posteo.de"]).rule(texts::login_rule_complete_address),
    provider("qq", "QQ Mail", &["smtp.qq.com", "smtp.exmail.qq.com", "smtp.exmail.qq.*"]).rule(texts::login_rule_china),
    provider("netease", "NetEase Mail", &["smtp.163.com", "smtp.126.com", "smtp.yeah.net"])
        .rule(texts::login_rule_china),
    provider(
        "alibaba",
        "Alibaba Cloud Mail",
        &[
            "smtpdm.aliyun.com",
            "smtpdm*.aliyun.com",
            "smtp.aliyun.com",
            "smtp.*.aliyun.com",
            "smtp.mxhichina.com",
            "smtp.qiye.aliyun.com",
        ],
    )
    .rule(texts::login_rule_alibaba),
    provider("yandex", "Yandex Mail", &["smtp.yandex.com", "smtp.yandex.ru", "smtp.yandex.*"])
        .rule(texts::login_rule_yandex),
    provider("mailru", "Mail.ru", &["smtp.mail.ru"]).rule(texts::login_rule_mailru),
    provider("naver", "Naver Mail", &["smtp.naver.com"]).marks(&["- nsmtp"]).rule(texts::login_rule_naver),
    provider("comcast", "Xfinity", &["smtp.comcast.net"]).rule(texts::login_rule_comcast),
    provider("orange", "Orange", &["smtp.orange.fr", "smtp.wanadoo.fr"]).rule(texts::login_rule_complete_address),
    provider("seznam", "Seznam", &["smtp.seznam.cz"]).rule(texts::login_rule_seznam),
    provider("libero", "Libero Mail", &["smtp.libero.it"]).rule(texts::login_rule_complete_address),
];

impl Provider {
    fn has_host(&self, host: &str) -> bool {
        self.hosts.iter().any(|pattern| is_host(pattern, host))
    }

    fn is_marked(&self, text: &str) -> bool {
        self.marks.iter().any(|mark| contains(text, mark))
    }
}

fn is_host(pattern: &str, host: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => host.len() > start.len() + end.len() && host.starts_with(start) && host.ends_with(end),
        None => pattern == host,
    }
}

/// The provider of a host.
pub(super) fn of_host(host: &str) -> Option<&'static Provider> {
    let host = host.to_lowercase();
    PROVIDERS.iter().find(|provider| provider.has_host(&host))
}

/// The provider of a server: by its host, its greeting, and what it replies.
pub(super) fn of_server(host: &str, greeting: Option<&str>, reply: &str) -> Option<&'static Provider> {
    let marked = |text: String| PROVIDERS.iter().find(|provider| provider.is_marked(&text));
    of_host(host).or_else(|| greeting.map(one_line).and_then(marked)).or_else(|| marked(one_line(reply)))
}

/// The host of a provider that a host resembles, which was not found.
pub(super) fn suggested_host(host: &str) -> Option<&'static str> {
    /// More edits would find a host for any short name.
    const EDITS: usize = 2;
    let host = host.to_lowercase();
    let mistaken = PROVIDERS.iter().find(|provider| provider.mistaken.contains(&host.as_str()));
    mistaken.map(|provider| provider.hosts[0]).or_else(|| {
        let known = PROVIDERS.iter().flat_map(|provider| provider.hosts).filter(|known| !known.contains('*'));
        known
            .map(|known| (strsim::damerau_levenshtein(&host, known), *known))
            .filter(|(edits, known)| (1..=EDITS).contains(edits) && known.len() > 8)
            .min()
            .map(|(_, known)| known)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_known_by_host_greeting_and_reply() {
        let id = |host, greeting, reply| of_server(host, greeting, reply).map(|provider| provider.id);
        assert_eq!(id("email-smtp.eu-west-1.amazonaws.com", None, ""), Some("ses"));
        assert_eq!(id("SMTP.Zoho.eu", None, ""), Some("zoho"));
        assert_eq!(id("relay.example.com", Some("mail Microsoft ESMTP MAIL Service"), ""), Some("exchange"));
        assert_eq!(id("relay.example.com", None, "Try again later. a1 - gsmtp"), Some("gmail"));
        assert_eq!(id("mail.example.com", Some("ESMTP Postfix"), "no"), None);
        assert_eq!(id("smtp.zoho.", None, ""), None);
    }

    #[test]
    fn a_misspelled_host_of_a_provider_is_recognized() {
        for (host, expected) in [
            ("smpt.gmail.com", Some("smtp.gmail.com")),
            ("smtp.gmial.com", Some("smtp.gmail.com")),
            ("smtp.gmail.con", Some("smtp.gmail.com")),
            ("smtp.icloud.com", Some("smtp.mail.me.com")),
            ("smtp.ofice365.com", Some("smtp.office365.com")),
            ("mail.example.com", None),
            ("smtp.qq.co", Some("smtp.qq.com")),
        ] {
            assert_eq!(suggested_host(host), expected, "{host}");
        }
    }

    #[test]
    fn the_ids_of_providers_are_unique() {
        let mut ids: Vec<_> = PROVIDERS.iter().map(|provider| provider.id).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
