// why: URLs are parsed, changed and built as in a browser
// log: https://shop.example.com/cart?id=4%202&id=5#end | shop.example.com 8443 | 4 2
// log: https://shop.example.com:8443/cart?q=a%26b&n=%C3%A4+%C3%B6 https://xn--bcher-kva.example/
// log: a=1&b=2&b=3 2,3 true null
// log: TypeError: Invalid URL: no address
// log: false true
const url = new URL("/cart?id=4%202&id=5#end", "https://shop.example.com:8443");
url.port = "443";
const href = url.href;
url.port = "8443";
console.log(href, "|", url.hostname, url.port, "|", url.searchParams.get("id"));
url.hash = "";
url.search = "?q=a%26b";
url.searchParams.append("n", "ä ö");
console.log(`${url}`, new URL("https://Bücher.example").href);
const query = new URLSearchParams({ b: 2, a: 1 });
query.append("b", "3");
query.sort();
console.log(`${query}`, query.getAll("b").join(), query.has("a"), query.get("c"));
try {
  new URL("no address");
} catch (error) {
  console.log(`${error}`);
}
console.log(URL.canParse("nothing"), URL.canParse("mailto:ann@example.com"));
