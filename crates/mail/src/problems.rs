//! The problem of a code that this version does not know.

crate::problems! {
    unknown(description);
}
