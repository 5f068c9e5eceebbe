/** Loaded before a program (`--import`): its clock is ahead by CAIRN_TEST_AHEAD milliseconds. */
const ahead = Number(process.env.CAIRN_TEST_AHEAD ?? 0);
const Real = Date;

globalThis.Date = new Proxy(Real, {
  construct: (target, values: unknown[], made) => Reflect.construct(target, values.length === 0 ? [Real.now() + ahead] : values, made) as object,
  get: (target, name) => (name === 'now' ? () => Real.now() + ahead : Reflect.get(target, name) as unknown),
});
