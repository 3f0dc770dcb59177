//! The problems of a test that the end of the process interrupted, and of a stored message that cannot be read.

mail::problems! {
    interrupted();
    message_unreadable();
}
