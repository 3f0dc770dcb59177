// why: text and bytes are converted as in a browser
// log: w6Q= ä 3,195,164 ä ä! M�ller Müller
// log: TypeError: TextDecoder: the bytes are not utf-8
// log: InvalidCharacterError: btoa: the string has characters outside Latin-1
// log: InvalidCharacterError: atob: the string is not Base64
// log: RangeError: TextDecoder: unknown encoding klingon
const bytes = new TextEncoder().encode("\u0003ä");
const latin = new Uint8Array([77, 252, 108, 108, 101, 114]);
console.log(btoa("Ã¤"), atob(" 5 A "), bytes.join(), new TextDecoder().decode(bytes.subarray(1)),
  new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0xc3, 0xa4, 33])),
  new TextDecoder().decode(latin), new TextDecoder("iso-8859-1").decode(latin.buffer));
for (const use of [
  () => new TextDecoder("utf-8", { fatal: true }).decode(latin),
  () => btoa("€"),
  () => atob("abcde"),
  () => new TextDecoder("klingon"),
]) {
  try {
    console.log(use());
  } catch (error) {
    console.log(`${error}`);
  }
}
