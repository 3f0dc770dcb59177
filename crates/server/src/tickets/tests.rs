//! The room over a real database, with a clock turned by hand.
