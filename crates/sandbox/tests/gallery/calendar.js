// why: a calendar object is a text or an object
// mail: a@example.com | one
// mail: a@example.com | two
// mail: a@example.com | three
// refused: calendar: expected Calendar, got the number 7
// refused: calendar.methode: unknown key with the string “REQUEST”; did you mean method
// refused: calendar: expected Calendar
const ics = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";
const send = (subject, calendar) => sendEmail({ to: "a@example.com", subject, text: "x", calendar });
send("one", ics);
send("two", { content: ics, method: "REQUEST" });
send("three", null);
send("four", 7);
send("five", { content: ics, methode: "REQUEST" });
send("six", { method: "REQUEST" });
