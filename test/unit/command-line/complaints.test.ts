/** What a command says besides: one that nobody reads ends nothing, and the last words are waited for. */
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createComplaints } from '../../../src/main/command-line/complaints.ts';

test('the last words are written before the command ends, however slow the pipe is', async () => {
  const written: string[] = [];
  const held: (() => void)[] = [];
  const slow = new Writable({
    write(chunk, _encoding, done) {
      held.push(() => {
        written.push(String(chunk));
        done();
      });
    },
  });
  const { complain, told } = createComplaints(slow);
  complain('one');
  complain('two');
  let isOver = false;
  const over = told().then(() => {
    isOver = true;
  });
  held.shift()?.();
  await new Promise((go) => setImmediate(go));
  expect([isOver, written]).toEqual([false, ['one\n']]);
  held.shift()?.();
  await over;
  expect(written).toEqual(['one\n', 'two\n']);
});

test('a reader that is gone ends nothing, and is not waited for', async () => {
  const closed = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' })),
  });
  const { complain, told } = createComplaints(closed);
  complain('one');
  await told();
  complain('two');
  await told();
  expect(closed.destroyed).toBe(true);
});
