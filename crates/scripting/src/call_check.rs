//! Checks a whole call of `sendEmail`: its files, its data and its recipients. All faults are reported at once.

use mail::{Draft, EmailAddress, Text, parse_each};
use queue::{Kind, Source};

use super::mail_limits::MailLimits;
use super::refusal::{Refusal, RefusalFault};
use super::runner::{MailPlan, Workspace};
use sending::intake::{CallerKey, Intake, Ready, Request};

/// Checks and renders the mail of a call; takes the draft out of `plan`.
///
/// # Errors
/// All faults of the call; or an error if a file or the settings cannot be read.
pub(super) async fn ready(
    plan: &mut MailPlan,
    key: Option<CallerKey>,
    (origin, source): (Text, Source),
    (intake, workspace, limits): (&Intake, &mut Workspace, &mut MailLimits),
) -> Result<Ready, Refusal> {
    let mut faults = plan.attach(workspace).await?;
    let draft = std::mem::take(&mut plan.draft);
    let recipients = recipients(&draft);
    if limits.has_reach() {
        // For each mail: the approval of the workspace may have been withdrawn since the run began.
        limits.set_reach(workspace.reach(recipients.iter().map(|(_, address)| address.clone()).collect()).await?);
    }
    faults.extend(sender_not_allowed(&draft, limits));
    faults.extend(not_allowed(&recipients, limits));
    let request = Request { draft, kind: Kind::Script, origin, source, key, expires_at: None, client: None };
    match intake.prepare_blocking(request).await {
        Ok(ready) if faults.is_empty() => Ok(ready),
        Ok(_) => Err(Refusal::of(faults, false)),
        Err(error) => {
            let mut refusal = Refusal::from(&error);
            refusal.add(Refusal::of(faults, false));
            Err(refusal)
        }
    }
}

/// The recipients with the keys of the call that name them. Invalid addresses are faults of their own.
fn recipients(draft: &Draft) -> Vec<(&'static str, EmailAddress)> {
    let lists = [("to", &draft.to), ("cc", &draft.cc), ("bcc", &draft.bcc)];
    let each = lists.into_iter().flat_map(|(key, list)| list.iter().map(move |entry| (key, entry)));
    each.flat_map(|(key, entry)| parse_each(entry).flatten().map(move |one| (key, one.address))).collect()
}

/// A fault if the API key that started the run may not send from this address.
fn sender_not_allowed(draft: &Draft, limits: &MailLimits) -> Option<RefusalFault> {
    let from = parse_each(draft.from.as_deref()?).flatten();
    let text = from.into_iter().find_map(|mailbox| limits.forbids_sender(&mailbox.address))?;
    Some(RefusalFault { key: "from".to_owned(), text })
}

/// A fault for each recipient that the script may not write to.
fn not_allowed(recipients: &[(&str, EmailAddress)], limits: &MailLimits) -> Vec<RefusalFault> {
    let mut faults: Vec<RefusalFault> = Vec::new();
    for (key, address) in recipients {
        let fault = limits.forbids(address).map(|text| RefusalFault { key: (*key).to_owned(), text });
        faults.extend(fault.filter(|fault| !faults.contains(fault)));
    }
    faults
}
