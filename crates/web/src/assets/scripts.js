// The list of scripts: sets the time zone of a new script to the browser's.

const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll("[data-time-zone]")) field.value = zone ?? "";
