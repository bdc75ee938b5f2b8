/** One thing at a time for each key. */

/** Runs the actions of one key in the order in which they came; those of other keys do not wait for them. */
export function createTurns<Key>() {
  const last = new Map<Key, Promise<void>>();

  return async function inTurn<Result>(key: Key, action: () => Promise<Result>): Promise<Result> {
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
  };
}
