import { expect, test } from 'vitest';
import { untilAborted } from '../../../src/main/async/until-aborted.ts';

const never = new Promise<never>(() => undefined);

test('a promise that is first decides', async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(Promise.resolve('value'), signal)).toBe('value');
  await expect(untilAborted(Promise.reject(new Error('own')), signal)).rejects.toThrow('own');
});

test('a signal that is aborted first decides, with its reason', async () => {
  const aborter = new AbortController();
  const waited = untilAborted(never, aborter.signal);
  aborter.abort(new Error('enough'));
  await expect(waited).rejects.toThrow('enough');
});

test('a signal that was aborted before is not waited for', async () => {
  await expect(untilAborted(never, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
});

test('a promise that fails after the signal was aborted is no unhandled rejection, and listeners are let go', async () => {
  const aborter = new AbortController();
  const removed: string[] = [];
  const { signal } = aborter;
  const removeEventListener = signal.removeEventListener.bind(signal);
  signal.removeEventListener = (type: string, listener: never) => {
    removed.push(type);
    removeEventListener(type, listener);
  };
  let fail: (error: unknown) => void = () => undefined;
  const waited = untilAborted(
    new Promise<never>((_, reject) => {
      fail = reject;
    }),
    signal,
  );
  aborter.abort(new Error('enough'));
  await expect(waited).rejects.toThrow('enough');
  fail(new Error('too late'));
  await expect.poll(() => removed).toEqual(['abort']);
});
