//! The problem of an attempt that the end of the process interrupted.

mail::problems! {
    interrupted();
}
