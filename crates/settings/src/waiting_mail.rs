//! What happens to waiting mail when the built-in mailbox becomes active. Stored with the version that makes it active;
//! carried out by `sending`.

/// What happens to mail that was accepted for a mail server and is still waiting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WaitingMail {
    /// It waits until a mail server is connected again.
    #[default]
    Hold,
    /// It goes to the mailbox and is not sent.
    Deliver,
    /// It is cancelled.
    Cancel,
}

impl WaitingMail {
    /// All choices, in the order of the pages.
    pub const ALL: [Self; 3] = [Self::Hold, Self::Deliver, Self::Cancel];

    /// The stored and API name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hold => "hold",
            Self::Deliver => "deliver",
            Self::Cancel => "cancel",
        }
    }

    /// The choice with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.name() == name)
    }
}
