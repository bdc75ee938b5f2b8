/** The thread that writes PNGs: it is there when it is needed, and nobody waits for one that is not. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createPngThread, type PngWorker } from '../../../src/main/images/png-thread.ts';
import type { PngDone, PngJob } from '../../../src/main/images/png-worker.ts';
import { createVirtualClock, settled } from '../../support/virtual-clock.ts';

const picture = { width: 1, height: 1, pixels: new Uint8Array(4) };

function fakeWorker() {
  const listeners: Record<string, (value: never) => void> = {};
  const world = { jobs: [] as PngJob[], isEnded: false };
  const worker: PngWorker = {
    postMessage: (job) => void world.jobs.push(job),
    on: (event: string, listener: (value: never) => void) => {
      listeners[event] = listener;
    },
    terminate: () => {
      world.isEnded = true;
    },
  };
  return {
    worker,
    world,
    answer: (at: number) =>
      listeners.message?.({
        number: world.jobs[at]?.number ?? 0,
        png: new Uint8Array([at]),
      } satisfies PngDone as never),
    fail: (error: Error) => listeners.error?.(error as never),
    exit: () => listeners.exit?.(0 as never),
  };
}

describe('the thread that writes PNGs', () => {
  let clock: ReturnType<typeof createVirtualClock>;
  let started: ReturnType<typeof fakeWorker>[];
  let thread: ReturnType<typeof createPngThread>;
  beforeEach(() => {
    clock = createVirtualClock();
    started = [];
    thread = createPngThread({
      startWorker() {
        const fake = fakeWorker();
        started.push(fake);
        return fake.worker;
      },
      timers: clock,
      isRedFirst: () => true,
    });
  });

  test('starts with the first picture, and writes each for whoever asked', async () => {
    expect(started).toHaveLength(0);
    const one = thread.encode(picture);
    const two = thread.encode(picture, { mostWidth: 7 });
    expect(started).toHaveLength(1);
    expect(started[0]?.world.jobs.map(({ options }) => options)).toEqual([
      { isRedFirst: true },
      { isRedFirst: true, mostWidth: 7 },
    ]);
    started[0]?.answer(1);
    started[0]?.answer(0);
    expect(await Promise.all([one, two])).toEqual([new Uint8Array([0]), new Uint8Array([1])]);
  });

  test('ends when it has rested, and not while it writes', async () => {
    const one = thread.encode(picture);
    await clock.advance(30_000);
    expect(started[0]?.world.isEnded).toBe(false);
    started[0]?.answer(0);
    await one;
    await clock.advance(9_999);
    expect(started[0]?.world.isEnded).toBe(false);
    await clock.advance(1);
    expect(started[0]?.world.isEnded).toBe(true);
    void thread.encode(picture);
    expect(started).toHaveLength(2);
  });

  test.each([
    ['fails', (fake: ReturnType<typeof fakeWorker>) => fake.fail(new Error('no memory'))],
    ['ends by itself', (fake: ReturnType<typeof fakeWorker>) => fake.exit()],
  ])('that %s leaves nobody waiting, and another one takes what comes next', async (_how, stop) => {
    const both = Promise.allSettled([thread.encode(picture), thread.encode(picture)]);
    const [first] = started;
    if (first) stop(first);
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const next = thread.encode(picture);
    expect(started).toHaveLength(2);
    // What is late from the one before counts for nothing.
    first?.answer(0);
    first?.exit();
    started[1]?.answer(0);
    expect(await next).toEqual(new Uint8Array([0]));
    expect(clock.pending()).toHaveLength(1);
  });

  test('that says nothing for a minute is given up', async () => {
    const lost = thread.encode(picture).catch((error: Error & { code?: string }) => error.code);
    await clock.advance(59_999);
    expect(started[0]?.world.isEnded).toBe(false);
    await clock.advance(1);
    await settled();
    expect(started[0]?.world.isEnded).toBe(true);
    expect(await lost).toBe('thread_silent');
  });

  test('that cannot be started is told at once', async () => {
    const none = createPngThread({
      startWorker: () => {
        throw new Error('no file');
      },
      timers: clock,
      isRedFirst: () => true,
    });
    await expect(none.encode(picture)).rejects.toThrow('no file');
  });
});
