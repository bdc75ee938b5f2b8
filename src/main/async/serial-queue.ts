/** A queue for each key: async actions of one key run one after another. */

export interface SerialQueue<Key> {
  /**
   * Runs the action when those that came before it under the same key have ended. Other keys do not wait. Resolves or
   * rejects as the action does; a failure is for this caller alone, and the next action runs all the same.
   */
  <Result>(key: Key, action: () => Promise<Result>): Promise<Result>;
  /** Resolves when every action that was asked for until now has ended, well or not. */
  settled(): Promise<void>;
}

export function createSerialQueue<Key>(): SerialQueue<Key> {
  const last = new Map<Key, Promise<void>>();

  async function inTurn<Result>(key: Key, action: () => Promise<Result>): Promise<Result> {
    const result = (last.get(key) ?? Promise.resolve()).then(action);
    const ended = result.then(
      () => {},
      () => {},
    );
    last.set(key, ended);
    try {
      return await result;
    } finally {
      // Nothing came after it, so the key needs no memory.
      if (last.get(key) === ended) last.delete(key);
    }
  }

  const settled = async (): Promise<void> => void (await Promise.all(last.values()));
  return Object.assign(inTurn, { settled });
}
