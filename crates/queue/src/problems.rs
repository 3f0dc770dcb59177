//! The problems of attempts whose end is not known.

mail::problems! {
    interrupted();
    arrival_uncertain(times);
}
