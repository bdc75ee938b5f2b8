import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { waitAtMost } from '../../../src/main/async/wait-at-most.ts';
import { describeStartFailure } from '../../../src/main/shell/start-failure.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { en } from '../../../src/shared/text/en.ts';

describe('a start that fails', () => {
  test('says what happened, what to do, and its code', () => {
    const { title, text } = describeStartFailure(
      new AppError('vault_write_failed', { reason: 'said', said: 'The disk is full.' }),
      en,
    );
    expect(title).toBe('The sign-in could not be saved');
    expect(text).toMatch(/^The disk is full\.\n\nCheck that the disk is not full.*\n\nCode: vault_write_failed$/);
  });

  test('for a reason that is not ours gives it without secrets', () => {
    const { title, text } = describeStartFailure(
      new Error('EACCES: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln'),
      en,
    );
    expect(title).toBe('Sightglass could not start');
    expect(text).toContain('EACCES');
    expect(text).not.toContain('eyJzdWIiOiIxIn0');
  });
});

describe('waiting', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('ends with the work, whatever became of it', async () => {
    await waitAtMost(10_000, Promise.resolve());
    await waitAtMost(10_000, Promise.reject(new Error('no')));
    expect(vi.getTimerCount()).toBe(0);
  });

  test('ends without it when its time is over', async () => {
    let ended = false;
    const waited = waitAtMost(10_000, new Promise(() => {})).then(() => {
      ended = true;
    });
    await vi.advanceTimersByTimeAsync(9_999);
    expect(ended).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await waited;
    expect(ended).toBe(true);
  });
});
