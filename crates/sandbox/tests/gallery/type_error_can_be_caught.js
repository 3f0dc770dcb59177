// why: the TypeError can be caught like any other
// log: true
try { sendEmail(); } catch (error) { console.log(error instanceof TypeError); }
