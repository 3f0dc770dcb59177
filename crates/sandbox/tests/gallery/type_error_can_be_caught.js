// why: the TypeError is an ordinary one
// log: true
try { sendEmail(); } catch (error) { console.log(error instanceof TypeError); }
