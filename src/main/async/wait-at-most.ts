/** Waits for a promise, but at most so many milliseconds. */

/** Resolves when the work has ended, well or not, and in any case after so many milliseconds. */
export function waitAtMost(milliseconds: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    work.then(done, done);
  });
}
