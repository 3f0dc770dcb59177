// why: formatting that the engine does not support throws with a hint
// log: TypeError: toLocaleDateString is not available in scripts: use formatDate(date, "de", "short")
// log: TypeError: toLocaleString is not available in scripts: use formatDate(date, "de", "datetime")
// log: TypeError: toLocaleTimeString is not available in scripts: use formatDate(date, "de", "time")
// log: TypeError: toLocaleString is not available in scripts: use formatNumber(number, "de", 2)
// log: TypeError: toLocaleString is not available in scripts: use formatNumber(number, "de", 2)
// log: TypeError: Intl.NumberFormat is not available in scripts: use formatNumber(number, "de", 2)
// log: TypeError: Intl.DateTimeFormat is not available in scripts: use formatDate(date, "de")
// log: TypeError: toLocaleUpperCase("tr") is not available in scripts: use toUpperCase()
// log: TypeError: localeCompare with options is not available in scripts: use a.localeCompare(b)
for (const use of [
  () => new Date().toLocaleDateString("de-DE"),
  () => new Date().toLocaleString(),
  () => new Date().toLocaleTimeString("en"),
  () => (1234.5).toLocaleString("de-DE"),
  () => [1, 2].toLocaleString(),
  () => new Intl.NumberFormat("de-DE", { style: "currency", currency: "EUR" }).format(1),
  () => Intl.DateTimeFormat("en").format(),
  () => "i".toLocaleUpperCase("tr"),
  () => "a".localeCompare("b", "de", { numeric: true }),
]) {
  try {
    console.log(use());
  } catch (error) {
    console.log(`${error}`);
  }
}
