/**
 * Files of unit tests share a process and what was loaded in it, one after the other. What a file changes of the process and
 * leaves so fails that file, and not another one later that nobody would connect with it.
 */
import { afterAll, expect, vi } from 'vitest';

/** What a test may put its own in the place of. */
const replaceable = [
  'Date',
  'Notification',
  'WebSocket',
  'clearInterval',
  'clearTimeout',
  'document',
  'fetch',
  'location',
  'navigator',
  'performance',
  'queueMicrotask',
  'requestAnimationFrame',
  'setImmediate',
  'setInterval',
  'setTimeout',
  'window',
];

/** What a test may watch or silence. */
const functions = () => ({
  'Math.random': Math.random,
  'performance.now': performance.now,
  'process.exit': process.exit,
  'process.stderr.write': process.stderr.write,
  'process.stdout.write': process.stdout.write,
});

const whatStands = () => ({
  values: new Map<string, unknown>([
    ...replaceable.map((name) => [name, Reflect.get(globalThis, name)] as const),
    ...Object.entries(functions()),
  ]),
  rest: {
    environment: { ...process.env },
    folder: process.cwd(),
    // A library listens to signals for good once it is loaded, to put its files away.
    listeners: process
      .eventNames()
      .filter((event) => !String(event).startsWith('SIG'))
      .map((event) => `${process.listenerCount(event)} of ${String(event)}`)
      .sort(),
    hasFakeTimers: vi.isFakeTimers(),
  },
});

const before = whatStands();
afterAll(() => {
  const after = whatStands();
  const others = [...after.values.keys()].filter((name) => after.values.get(name) !== before.values.get(name));
  expect({ others, ...after.rest }, 'what this file has left').toEqual({ others: [], ...before.rest });
});
