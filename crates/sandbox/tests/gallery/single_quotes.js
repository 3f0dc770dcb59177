// why: how people of the original write it
// mail: a@b.example | x
sendEmail({to:'a@b.example', subject:'x', text:'y'})
