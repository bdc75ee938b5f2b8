/** Writes to a store, in order. */

export interface OrderedWrites {
  /** Runs the job after all earlier ones under this key, and answers with its outcome. */
  write(key: string, job: () => Promise<void>): Promise<void>;
  /** Resolves when nothing is left to write. */
  settled(): Promise<void>;
}

/** Jobs under one key run one after the other, so that a removal can never be undone by an older save. */
export function createOrderedWrites(): OrderedWrites {
  const last = new Map<string, Promise<void>>();
  return {
    write: (key, job) => {
      const result = (last.get(key) ?? Promise.resolve()).then(job);
      // The chain goes on after a failure; whoever asked for this write sees it through `result`.
      const ended = result.then(
        () => undefined,
        () => undefined,
      );
      last.set(key, ended);
      return result;
    },
    settled: async () => void (await Promise.all(last.values())),
  };
}
