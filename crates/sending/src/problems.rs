//! The problems of attempts that owlpost itself ended.

mail::problems! {
    attempt_too_long(minutes);
    attempt_faulty();
    attempt_gave_way();
}
