//! The problems of a test that the end of the process interrupted, of a message whose reply was lost too often, and of a
//! stored message that cannot be read.

mail::problems! {
    interrupted();
    arrival_uncertain(times);
    message_unreadable();
}
