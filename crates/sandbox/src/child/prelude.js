// Runs before every script: stops the clock, and defines what the host functions need in JavaScript. Returns [iso,
// millis, stack]; scripts cannot access this scope.
(now) => {
  const RealDate = Date;
  const construct = Reflect.construct;
  const { getTime, toISOString, toString } = RealDate.prototype;
  const { parse, UTC } = RealDate;
  const call = Function.prototype.call;
  const bind = Function.prototype.bind;
  const uncurry = (method) => bind.call(call, method);
  const timeOf = uncurry(getTime), isoOf = uncurry(toISOString), textOf = uncurry(toString);
  const RealError = Error;

  const Frozen = function Date(...args) {
    if (!new.target) return textOf(new RealDate(now));
    return construct(RealDate, args.length ? args : [now], new.target);
  };
  Object.defineProperty(Frozen, "length", { value: 7 });
  Frozen.prototype = RealDate.prototype;
  Object.defineProperty(RealDate.prototype, "constructor", { value: Frozen, writable: true, configurable: true });
  for (const [name, value] of [["now", () => now], ["parse", parse], ["UTC", UTC]]) {
    Object.defineProperty(Frozen, name, { value, writable: true, configurable: true });
  }
  Object.defineProperty(globalThis, "Date", { value: Frozen, writable: true, configurable: true });

  return [
    (value) => { try { return isoOf(value); } catch { return null; } },
    (value) => { try { return timeOf(value); } catch { return null; } },
    () => new RealError().stack,
  ];
}
