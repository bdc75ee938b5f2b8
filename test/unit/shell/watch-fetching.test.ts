import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchFetching } from '../../../src/main/shell/watch-fetching.ts';

let folder: string;
beforeEach(() => {
  vi.useFakeTimers();
  folder = mkdtempSync(join(tmpdir(), 'sightglass-watch-'));
  mkdirSync(join(folder, 'fetched/pending'), { recursive: true });
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const grow = (bytes: number): void =>
  writeFileSync(join(folder, 'fetched/pending/temp-x.AppImage'), Buffer.alloc(bytes));

function watch(signal = new AbortController().signal) {
  const seen: number[] = [];
  const watching = watchFetching({
    folder,
    size: 1_000,
    most: 1_000,
    onProgress: (percent) => seen.push(percent),
    signal,
    lookEveryMs: 100,
    stalledAfterMs: 1_000,
  });
  return { ...watching, seen };
}

test('tells how far it is, and never that it is done', () => {
  const { seen, stop, signal } = watch();
  for (const bytes of [0, 250, 999, 1_000]) {
    grow(bytes);
    vi.advanceTimersByTime(100);
  }
  expect(seen).toEqual([0, 25, 99, 99]);
  expect(signal.aborted).toBe(false);
  stop();
});

test('gives up a server that sends nothing for a while, and no sooner', () => {
  const { signal, stop } = watch();
  for (let bytes = 1; bytes < 30; bytes += 1) {
    grow(bytes);
    vi.advanceTimersByTime(900);
  }
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1_100);
  expect(signal.reason).toMatchObject({ code: 'update_not_fetched', values: { reason: 'stalled' } });
  stop();
});

test('gives up a server that sends without end', () => {
  const { signal, stop } = watch();
  grow(1_001);
  vi.advanceTimersByTime(100);
  expect(signal.reason).toMatchObject({ code: 'update_untrusted', values: { reason: 'size' } });
  stop();
});

test('ends with what it was given, and looks no more once it is stopped', () => {
  const given = new AbortController();
  const { signal, stop, seen } = watch(given.signal);
  stop();
  vi.advanceTimersByTime(5_000);
  expect(seen).toEqual([]);
  given.abort('the end');
  expect(signal.reason).toBe('the end');
});
