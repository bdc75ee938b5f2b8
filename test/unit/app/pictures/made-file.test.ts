/** A file that is made here: how it ends, as the list of downloads is told of it. */
import { expect, test, vi } from 'vitest';
import { createMadeFile } from '../../../../src/main/app/pictures/made-file.ts';
import { AppError } from '../../../../src/shared/errors.ts';

function made(make: (signal: AbortSignal) => Promise<Uint8Array>, write = async () => {}) {
  const written = vi.fn(write);
  const item = createMadeFile({ mimeType: 'application/pdf', make, write: written });
  const ends: string[] = [];
  const ended = new Promise<void>((resolve) => {
    item.once('done', (_event, state) => {
      ends.push(state);
      resolve();
    });
  });
  item.setSavePath('/downloads/file.part');
  return { item, written, ends, ended };
}

test('it is written where it is to be, and is whole then', async () => {
  const { item, written, ends, ended } = made(async () => new Uint8Array(12));
  expect(item.getReceivedBytes()).toBe(0);
  await ended;
  expect(ends).toEqual(['completed']);
  expect(written).toHaveBeenCalledWith('/downloads/file.part', new Uint8Array(12));
  expect(item.getReceivedBytes()).toBe(12);
  expect(item.failure?.()).toBeNull();
  expect([item.isMade, item.getMimeType(), item.getFilename()]).toEqual([true, 'application/pdf', '']);
});

test('one that is given up is told so once, and nothing is written of it', async () => {
  let signal: AbortSignal | undefined;
  const { item, written, ends, ended } = made(
    (given) =>
      new Promise((resolve) => {
        signal = given;
        given.addEventListener('abort', () => resolve(new Uint8Array(1)));
      }),
  );
  await vi.waitFor(() => expect(signal).toBeDefined());
  item.cancel();
  await ended;
  await Promise.resolve();
  expect(signal?.aborted).toBe(true);
  expect(ends).toEqual(['cancelled']);
  expect(written).not.toHaveBeenCalled();
});

test('one that could not be made says why; of one that could not be written that is found out elsewhere', async () => {
  const failed = made(() => Promise.reject(new AppError('picture_not_taken')));
  await failed.ended;
  expect(failed.ends).toEqual(['interrupted']);
  expect(failed.item.failure?.()?.code).toBe('picture_not_taken');
  const unwritten = made(
    async () => new Uint8Array(1),
    () => Promise.reject(new Error('ENOSPC')),
  );
  await unwritten.ended;
  expect(unwritten.ends).toEqual(['interrupted']);
  expect(unwritten.item.failure?.()).toBeNull();
});
