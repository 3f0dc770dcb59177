// why: modern JavaScript works
// log: 3 [1, [2]] y
const { a, ...rest } = { a: 1, b: 2 };
class P { #x = 2; get x() { return this.#x; } }
console.log(a + new P().x, [a, [rest.b]], null ?? "y");
