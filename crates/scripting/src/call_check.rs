//! Checks a whole call of `sendEmail`: its files, its data and its recipients. All faults are reported at once.

use mail::{Draft, Text, parse_each};
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
    (intake, workspace, limits): (&Intake, &mut Workspace, &MailLimits),
) -> Result<Ready, Refusal> {
    let mut faults = plan.attach(workspace).await?;
    let draft = std::mem::take(&mut plan.draft);
    faults.extend(not_allowed(&draft, limits));
    let request = Request { draft, kind: Kind::Script, origin, source, key, expires_at: None };
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

/// A fault for each recipient that the script may not write to. Invalid addresses are not included: they are faults of
/// their own.
fn not_allowed(draft: &Draft, limits: &MailLimits) -> Vec<RefusalFault> {
    let mut faults: Vec<RefusalFault> = Vec::new();
    for (key, list) in [("to", &draft.to), ("cc", &draft.cc), ("bcc", &draft.bcc)] {
        for mailbox in list.iter().flat_map(|entry| parse_each(entry)).flatten() {
            let fault = limits.forbids(&mailbox.address).map(|text| RefusalFault { key: key.to_owned(), text });
            faults.extend(fault.filter(|fault| !faults.contains(fault)));
        }
    }
    faults
}
