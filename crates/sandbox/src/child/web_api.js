// APIs that scripts know from browsers and Node: URL, TextEncoder and the like. Functions whose result would be
// silently wrong, because the engine has no locale data, throw with a hint instead. Scripts cannot access this scope.
(host) => {
  const { defineProperty, keys } = Object;
  const { isArray } = Array;
  const define = (target, name, value) => defineProperty(target, name, { value, writable: true, configurable: true });
  const named = (name, message, Class = Error) => defineProperty(new Class(message), "name", { value: name, configurable: true, writable: true });
  const wellFormed = (text) => `${text}`.toWellFormed();

  // Locale-dependent formatting.
  const refuse = (target, name, instead) => define(target, name, { [name]() { host.unavailable(name, instead); } }[name]);
  refuse(Date.prototype, "toLocaleString", 'formatDate(date, "de", "datetime")');
  refuse(Date.prototype, "toLocaleDateString", 'formatDate(date, "de", "short")');
  refuse(Date.prototype, "toLocaleTimeString", 'formatDate(date, "de", "time")');
  refuse(Number.prototype, "toLocaleString", 'formatNumber(number, "de", 2)');
  refuse(BigInt.prototype, "toLocaleString", 'formatNumber(Number(value), "de")');
  const INTL = { DateTimeFormat: 'formatDate(date, "de")', Collator: "a.localeCompare(b)" };
  const refuseIntl = (_, name) => {
    if (typeof name === "symbol") return undefined;
    host.unavailable(`Intl.${name}`, INTL[name] ?? 'formatNumber(number, "de", 2)');
  };
  define(globalThis, "Intl", new Proxy({}, { get: refuseIntl, has: () => false }));

  // English and German have the same rules for upper and lower case.
  const isKnown = (locale) => (isArray(locale) ? locale : [locale]).every((one) => one === undefined || /^(en|de)([-_]|$)/i.test(one));
  for (const [name, plain] of [["toLocaleUpperCase", String.prototype.toUpperCase], ["toLocaleLowerCase", String.prototype.toLowerCase]]) {
    define(String.prototype, name, { [name](locale) {
      if (!isKnown(locale)) host.unavailable(`${name}("${locale}")`, `${plain.name}()`);
      return plain.call(this);
    } }[name]);
  }
  // CLDR order for English and German: spaces, punctuation, digits, letters; then accents; then lower case before upper
  // case.
  const SIGNS = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
  const LETTERS = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l" };
  const rank = (c) => {
    const sign = SIGNS.indexOf(c);
    const group = /\s/.test(c) ? 0 : sign >= 0 || !/[\p{L}\p{N}]/u.test(c) ? 1 : /\p{N}/u.test(c) ? 2 : 3;
    return group * 0x200000 + (sign >= 0 ? sign : SIGNS.length + c.codePointAt(0));
  };
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const compareLists = (a, b) => {
    for (let at = 0; at < a.length && at < b.length; at++) if (a[at] !== b[at]) return compare(a[at], b[at]);
    return compare(a.length, b.length);
  };
  const lower = (text) => text.normalize("NFD").toLowerCase();
  const ranks = (text) => [...lower(text).replace(/\p{M}/gu, "").replace(/[ßæœøđł]/g, (c) => LETTERS[c])].map(rank);
  const swapped = (text) => [...text.normalize("NFD")].map((c) => (c === c.toLowerCase() ? 0 : 1));
  define(String.prototype, "localeCompare", function localeCompare(other, locale, options) {
    if (!isKnown(locale)) host.unavailable(`localeCompare with "${locale}"`, "a.localeCompare(b)");
    if (options !== undefined) host.unavailable("localeCompare with options", "a.localeCompare(b)");
    const [a, b] = [`${this}`, `${other}`];
    return compareLists(ranks(a), ranks(b)) || compare(lower(a), lower(b)) || compareLists(swapped(a), swapped(b));
  });

  // Text and bytes.
  const bytesOf = (value) => {
    if (value instanceof ArrayBuffer) return new Uint8Array(value);
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    throw new TypeError("expected an ArrayBuffer or a typed array");
  };
  const CHUNK = 8192;
  const asCharacters = (bytes) => {
    const parts = [];
    for (let at = 0; at < bytes.length; at += CHUNK) parts.push(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
    return parts.join("");
  };
  define(globalThis, "TextEncoder", class TextEncoder {
    get encoding() { return "utf-8"; }
    encode(text = "") { return host.encode(wellFormed(text)); }
  });
  define(globalThis, "TextDecoder", class TextDecoder {
    #encoding; #fatal; #ignoreBOM;
    constructor(label = "utf-8", { fatal = false, ignoreBOM = false } = {}) {
      this.#encoding = host.encoding(wellFormed(label));
      if (this.#encoding === undefined) throw new RangeError(`TextDecoder: unknown encoding ${label}`);
      [this.#fatal, this.#ignoreBOM] = [!!fatal, !!ignoreBOM];
    }
    get encoding() { return this.#encoding.toLowerCase(); }
    get fatal() { return this.#fatal; }
    get ignoreBOM() { return this.#ignoreBOM; }
    decode(bytes = new Uint8Array(), { stream = false } = {}) {
      if (stream) host.unavailable("TextDecoder with stream", "decode(bytes)");
      const text = host.decode(asCharacters(bytesOf(bytes)), this.#encoding, this.#ignoreBOM, this.#fatal);
      if (text === undefined) throw new TypeError(`TextDecoder: the bytes are not ${this.encoding}`);
      return text;
    }
  });
  define(globalThis, "btoa", function btoa(text) {
    const encoded = host.btoa(wellFormed(text));
    if (encoded === undefined) throw named("InvalidCharacterError", "btoa: the string has characters outside Latin-1");
    return encoded;
  });
  define(globalThis, "atob", function atob(text) {
    const decoded = host.atob(wellFormed(text));
    if (decoded === undefined) throw named("InvalidCharacterError", "atob: the string is not Base64");
    return decoded;
  });

  // Copies.
  const ERRORS = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
  const cannot = (value) => { throw named("DataCloneError", `structuredClone: ${typeof value === "object" ? "this object" : `a ${typeof value}`} cannot be copied`); };
  const NEVER = [Promise, WeakMap, WeakSet];
  const copyOf = (value, seen) => {
    if (typeof value === "function" || typeof value === "symbol") cannot(value);
    if (value === null || typeof value !== "object") return value;
    if (seen.has(value)) return seen.get(value);
    if (NEVER.some((Class) => value instanceof Class)) cannot(value);
    const keep = (copy) => { seen.set(value, copy); return copy; };
    const inner = (one) => copyOf(one, seen);
    if (value instanceof Date) return keep(new Date(value.getTime()));
    if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
    if (value instanceof Number || value instanceof String || value instanceof Boolean || value instanceof BigInt) return keep(Object(value.valueOf()));
    if (value instanceof ArrayBuffer) return keep(value.slice(0));
    if (value instanceof DataView) return keep(new DataView(inner(value.buffer), value.byteOffset, value.byteLength));
    if (ArrayBuffer.isView(value)) return keep(new value.constructor(inner(value.buffer), value.byteOffset, value.length));
    if (value instanceof Map) {
      const copy = keep(new Map());
      for (const [key, one] of [...value]) copy.set(inner(key), inner(one));
      return copy;
    }
    if (value instanceof Set) {
      const copy = keep(new Set());
      for (const one of [...value]) copy.add(inner(one));
      return copy;
    }
    if (value instanceof Error) {
      const copy = keep(new (ERRORS[value.name] ?? Error)(value.message));
      if ("cause" in value) define(copy, "cause", inner(value.cause));
      return copy;
    }
    const copy = keep(isArray(value) ? new Array(value.length) : {});
    for (const key of keys(value)) defineProperty(copy, key, { value: inner(value[key]), writable: true, enumerable: true, configurable: true });
    return copy;
  };
  define(globalThis, "structuredClone", function structuredClone(value) { return copyOf(value, new Map()); });

  // Random numbers, from the seed of the run.
  const RANDOM_BYTES = 65536;
  const INTEGERS = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, BigInt64Array, BigUint64Array];
  define(Math, "random", function random() { return host.random(); });
  define(globalThis, "crypto", Object.freeze({
    randomUUID() { return host.uuid(); },
    getRandomValues(array) {
      if (!INTEGERS.some((Class) => array instanceof Class)) throw new TypeError("getRandomValues: expected an array of integers, such as Uint8Array");
      if (array.byteLength > RANDOM_BYTES) throw named("QuotaExceededError", `getRandomValues: at most ${RANDOM_BYTES} bytes at a time`);
      bytesOf(array).set(host.randomBytes(array.byteLength));
      return array;
    },
  }));

  // URLs.
  class URLSearchParams {
    #pairs; #changed;
    constructor(from = "") {
      if (typeof from === "object" && from !== null) {
        const pairs = typeof from[Symbol.iterator] === "function" ? [...from] : keys(from).map((key) => [key, from[key]]);
        this.#pairs = pairs.map((pair) => {
          const [name, value, ...rest] = pair;
          if (value === undefined || rest.length) throw new TypeError("URLSearchParams: expected pairs of name and value");
          return [wellFormed(name), wellFormed(value)];
        });
      } else {
        this.#pairs = host.query(wellFormed(from).replace(/^\?/, ""));
      }
    }
    static of(search, changed) {
      const params = new URLSearchParams(search);
      params.#changed = changed;
      return params;
    }
    static reread(params, search) { params.#pairs = host.query(search.replace(/^\?/, "")); }
    #set(pairs) { this.#pairs = pairs; this.#changed?.(`${this}`); }
    get size() { return this.#pairs.length; }
    append(name, value) { this.#set([...this.#pairs, [wellFormed(name), wellFormed(value)]]); }
    delete(name, value) { this.#set(this.#pairs.filter(([key, one]) => key !== `${name}` || (value !== undefined && one !== `${value}`))); }
    get(name) { return this.#pairs.find(([key]) => key === `${name}`)?.[1] ?? null; }
    getAll(name) { return this.#pairs.filter(([key]) => key === `${name}`).map(([, value]) => value); }
    has(name, value) { return this.#pairs.some(([key, one]) => key === `${name}` && (value === undefined || one === `${value}`)); }
    set(name, value) {
      const first = this.#pairs.findIndex(([key]) => key === `${name}`);
      if (first < 0) return this.append(name, value);
      this.#set(this.#pairs.filter(([key], at) => key !== `${name}` || at === first).map((pair, at) => (at === first ? [pair[0], wellFormed(value)] : pair)));
    }
    sort() { this.#set([...this.#pairs].sort(([a], [b]) => compare(a, b))); }
    forEach(work, self) { for (const [name, value] of this) work.call(self, value, name, this); }
    *entries() { for (const [name, value] of this.#pairs) yield [name, value]; }
    *keys() { for (const [name] of this.#pairs) yield name; }
    *values() { for (const [, value] of this.#pairs) yield value; }
    [Symbol.iterator]() { return this.entries(); }
    toString() { return host.queryText(this.#pairs.flat()); }
  }
  const { of, reread } = URLSearchParams;
  delete URLSearchParams.of;
  delete URLSearchParams.reread;
  define(globalThis, "URLSearchParams", URLSearchParams);

  class URL {
    #href; #params;
    constructor(url, base) {
      this.#href = host.url(wellFormed(url), base === undefined ? null : wellFormed(base));
      if (this.#href === undefined) throw new TypeError(`Invalid URL: ${url}`);
    }
    static canParse(url, base) { return URL.parse(url, base) !== null; }
    static parse(url, base) { try { return new URL(url, base); } catch { return null; } }
    get origin() { return host.urlPart(this.#href, "origin"); }
    get searchParams() {
      this.#params ??= of(this.search, (query) => { this.#href = host.urlWith(this.#href, "search", query); });
      return this.#params;
    }
    toString() { return this.#href; }
    toJSON() { return this.#href; }
    static {
      for (const name of ["href", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"]) {
        defineProperty(this.prototype, name, {
          get() { return host.urlPart(this.#href, name); },
          set(value) {
            const href = host.urlWith(this.#href, name, wellFormed(value));
            if (href === undefined) throw new TypeError(`Invalid URL: ${value}`);
            this.#href = href;
            if (this.#params) reread(this.#params, this.search);
          },
          enumerable: true, configurable: true,
        });
      }
    }
  }
  define(globalThis, "URL", URL);
}
