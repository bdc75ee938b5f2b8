/** The way out, whose library is read when the first request is made: no picture of a start waits for it. */
import type { ClosableFetch, Fetch, FetchOptions } from './fetch.ts';

const read = () => import('./fetch.ts');

/** Reads the library before it is needed. It holds the thread for some dozens of milliseconds, once. @throws what Node throws */
export async function readAhead(): Promise<void> {
  await read();
}

/** As `createFetch`, which it is from the first request on. */
export function createLateFetch(options: FetchOptions): ClosableFetch {
  let opening: Promise<ClosableFetch> | undefined;
  const open = () => {
    opening ??= read().then(({ createFetch }) => createFetch(options));
    return opening;
  };
  const request: Fetch = async (url, init) => (await open())(url, init);
  return Object.assign(request, {
    async close() {
      await (await opening)?.close();
    },
  });
}
