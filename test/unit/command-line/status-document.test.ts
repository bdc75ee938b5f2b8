/** `status --json` is what the program says of itself, with the state in which it is. */
import { expect, test } from 'vitest';
import { statusDocument } from '../../../src/main/command-line/status-document.ts';

test('a program that runs is told of as it tells', () => {
  const heartbeat = { schema: 1, program: 'sightglass', version: '2', state: 'running', isWell: true };
  expect(statusDocument({ isRunning: true, heartbeat }, '1')).toEqual(heartbeat);
});

test('one that says nothing has its name, its version and its state', () => {
  expect(statusDocument({ isRunning: true, heartbeat: null }, '1')).toEqual({
    schema: 1,
    program: 'sightglass',
    version: '1',
    state: 'running',
  });
});

test('one that is gone without a word runs no longer, whatever it said last', () => {
  const heartbeat = { schema: 1, program: 'sightglass', state: 'running', pid: 7 };
  expect(statusDocument({ isRunning: false, heartbeat }, '1')).toEqual({ ...heartbeat, state: 'ended' });
  for (const broken of [undefined, 'x', [1]]) {
    expect(statusDocument({ isRunning: false, heartbeat: broken }, '1')).toMatchObject({
      state: 'ended',
      version: '1',
    });
  }
});
