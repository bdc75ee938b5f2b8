// Loaded before the app (`electron -r`): counts functions that are made from text, with who made them.
/** @type {(string | undefined)[]} */
const made = [];
const note = () => void made.push(new Error('made').stack);
globalThis.Function = new Proxy(Function, {
  construct(target, args, newTarget) {
    note();
    return Reflect.construct(target, args, newTarget);
  },
  apply(target, self, args) {
    note();
    return Reflect.apply(target, self, args);
  },
});
Object.assign(globalThis, { madeCode: made });
