// why: a call with single quotes and without a semicolon
// mail: a@b.example | x
sendEmail({to:'a@b.example', subject:'x', text:'y'})
