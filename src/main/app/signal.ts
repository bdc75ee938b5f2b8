/** Something that happens, and whoever wants to know of it. */

export interface Signal<Value> {
  /** Tells every listener, in the order in which they came, before it returns. */
  emit(value: Value): void;
  on(listener: (value: Value) => void): void;
}

export function createSignal<Value = void>(): Signal<Value> {
  const listeners: ((value: Value) => void)[] = [];
  return {
    emit(value) {
      for (const listener of listeners) listener(value);
    },
    on: (listener) => void listeners.push(listener),
  };
}
