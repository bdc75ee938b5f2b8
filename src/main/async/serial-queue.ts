/** One thing at a time. */

/** Runs the actions of one key in the order in which they came; those of other keys do not wait for them. */
export function createSerialQueue<Key>() {
  const last = new Map<Key, Promise<void>>();

  async function inTurn<Result>(key: Key, action: () => Promise<Result>): Promise<Result> {
    const result = (last.get(key) ?? Promise.resolve()).then(action);
    // An action that fails has failed for its caller alone.
    const done = result.then(
      () => {},
      () => {},
    );
    last.set(key, done);
    try {
      return await result;
    } finally {
      if (last.get(key) === done) last.delete(key);
    }
  }

  /** Resolves when everything that was asked for until now is done or has failed. */
  const settled = async (): Promise<void> => void (await Promise.all(last.values()));
  return Object.assign(inTurn, { settled });
}
