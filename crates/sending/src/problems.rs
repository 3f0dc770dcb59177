//! The problems of attempts that owlpost itself ended, and of stored mail and its disk.

mail::problems! {
    attempt_too_long(minutes);
    attempt_faulty();
    attempt_gave_way();
    attempt_stopped();
    disk_full();
    disk_low(free, floor);
    disk_read_only();
    stored_messages_unreadable(count, last);
    stored_schedules_unreadable(count, last);
    stored_runs_unreadable(count, last);
}
