// Life for the list of scripts: a new script is given the time zone of who makes it.

const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll("[data-time-zone]")) field.value = zone ?? "";
