//! What goes by a single-use link in a letter: invitation, password reset, account validation, change of address.
