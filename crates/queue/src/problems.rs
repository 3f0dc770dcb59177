//! Problems of the queue: a test interrupted by the end of the process, a message whose reply was lost too often, an
//! unreadable stored message.

mail::problems! {
    interrupted();
    arrival_uncertain(times);
    message_unreadable();
}
