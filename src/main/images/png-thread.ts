/** The thread that writes PNGs, as the main thread knows it: it starts when it is needed and ends when it rests. */
import type { Timers } from '../async/timers.ts';
import type { Pixels } from './pixels.ts';
import type { PngOptions } from './png.ts';
import type { PngDone, PngJob } from './png-worker.ts';

/** Node's `Worker`, as far as it is used. */
export interface PngWorker {
  postMessage(job: PngJob): void;
  on(event: 'message', listener: (done: PngDone) => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  on(event: 'exit', listener: () => void): unknown;
  terminate(): unknown;
}

export interface PngThreadOptions {
  startWorker(): PngWorker;
  readonly timers: Pick<Timers, 'setTimer'>;
  readonly isRedFirst: () => boolean;
}

export interface PngThread {
  /** @param picture its pixels are read by the other thread: shared ones are not copied, and must not change */
  encode(picture: Pixels, options?: Pick<PngOptions, 'mostWidth'>): Promise<Uint8Array>;
}

/** A thread that rests costs memory; another one is there in a tenth of a second. */
const REST_MS = 10_000;
/** Beyond any picture: a thread that says nothing is given up, so that whoever saves a picture hears of it. */
const LIMIT_MS = 60_000;

interface Waiting {
  resolve(png: Uint8Array): void;
  reject(error: unknown): void;
}

export function createPngThread({ startWorker, timers, isRedFirst }: PngThreadOptions): PngThread {
  let worker: PngWorker | null = null;
  let jobs = 0;
  const waiting = new Map<number, Waiting>();
  let stopTimer = () => {};

  /** The worker ends, and with it what it was to do. */
  function end(ended: PngWorker, error: unknown): void {
    if (worker !== ended) return;
    worker = null;
    stopTimer();
    const lost = [...waiting.values()];
    waiting.clear();
    void ended.terminate();
    for (const { reject } of lost) reject(error);
  }

  function restart(current: PngWorker): void {
    stopTimer();
    const isIdle = waiting.size === 0;
    stopTimer = timers.setTimer(() => end(current, failure('thread_silent')), isIdle ? REST_MS : LIMIT_MS);
  }

  function started(): PngWorker {
    const fresh = startWorker();
    fresh.on('message', ({ number, png }) => {
      if (worker !== fresh) return;
      const job = waiting.get(number);
      waiting.delete(number);
      restart(fresh);
      job?.resolve(png);
    });
    fresh.on('error', (error) => end(fresh, error));
    fresh.on('exit', () => end(fresh, failure('thread_ended')));
    restart(fresh);
    return fresh;
  }

  return {
    encode: (picture, options = {}) =>
      new Promise((resolve, reject) => {
        worker ??= started();
        jobs += 1;
        worker.postMessage({ number: jobs, picture, options: { ...options, isRedFirst: isRedFirst() } });
        waiting.set(jobs, { resolve, reject });
        restart(worker);
      }),
  };
}

/** Its code is for the log. */
const failure = (code: string): Error => Object.assign(new Error(code), { code });
