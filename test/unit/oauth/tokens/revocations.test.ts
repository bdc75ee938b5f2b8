import { expect, test } from 'vitest';
import { createLog } from '../../../../src/main/log/log.ts';
import { createRevocations, REVOCATION_LIMIT_MS } from '../../../../src/main/oauth/tokens/revocations.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt } from '../../../support/grants.ts';
import { gate } from '../../../support/keeping-grants.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

function revoking() {
  const lines: string[] = [];
  const clock = createVirtualClock();
  const log = createLog({ write: (line) => lines.push(line), now: () => 0 });
  const told: AppError[] = [];
  const revocations = createRevocations({ ...clock, log, onRefused: (error) => told.push(error) });
  /** Waits as the end of the program does. */
  const closing = () => {
    const state = { isClosed: false };
    void revocations.settled().then(() => {
      state.isClosed = true;
    });
    return state;
  };
  return { revocations, lines, told, clock, closing };
}

test('the end of the program waits for a revocation under way, and for no other', async () => {
  const { revocations, lines, clock, closing } = revoking();
  const answer = gate<void>();
  revocations.start(grantAt(0), () => answer.passed);
  const state = closing();
  await settled();
  expect(state.isClosed).toBe(false);
  answer.open();
  await settled();
  expect(state.isClosed).toBe(true);
  expect(lines.join()).toContain('grant.revoked');
  expect(clock.pending()).toEqual([]);
  await revocations.settled();
});

test('a revocation that never answers is given up after three seconds, and told so', async () => {
  const { revocations, lines, clock, closing } = revoking();
  const signals: AbortSignal[] = [];
  revocations.start(grantAt(0), (signal) => {
    signals.push(signal);
    return new Promise(() => undefined);
  });
  const state = closing();
  await clock.advance(2_999);
  expect(state.isClosed).toBe(false);
  expect(signals[0]?.aborted).toBe(false);
  await clock.advance(1);
  await settled();
  expect(state.isClosed).toBe(true);
  expect(signals[0]?.aborted).toBe(true);
  expect(lines.join()).toContain('"code":"offline"');
  expect(REVOCATION_LIMIT_MS).toBe(3_000);
});

test('a revocation that fails after it was given up is told once', async () => {
  const { revocations, lines, clock } = revoking();
  const answer = gate<void>();
  revocations.start(grantAt(0), () => answer.passed);
  await clock.advance(3_000);
  answer.fail(new Error('too late'));
  await settled();
  expect(lines).toHaveLength(1);
});

test('tokens that were left alone are not called revoked', async () => {
  const { revocations, lines } = revoking();
  revocations.start(grantAt(0), async () => false);
  revocations.start(grantAt(0), async () => undefined);
  await revocations.settled();
  expect(lines.map((line) => JSON.parse(line).event)).toEqual(['grant.left-to-expire', 'grant.revoked']);
});

test('a failure is logged with its code and what the server said, and what nobody foresaw by its code alone', async () => {
  const { revocations, lines } = revoking();
  revocations.start(grantAt(0), () =>
    Promise.reject(new AppError('server_busy', { reason: 'answered', status: 503, said: 'Down.' })),
  );
  revocations.start(grantAt(0), () => Promise.reject(new Error('token abc')));
  await revocations.settled();
  expect(lines.map((line) => JSON.parse(line).code)).toEqual(['server_busy', 'internal']);
  expect(lines.map((line) => JSON.parse(line).said)).toEqual(['The server answered HTTP 503. Down.', undefined]);
  expect(lines.join()).not.toContain('abc');
});

test('a revocation that the server refuses reaches the person in its words, and one that could not be asked for does not', async () => {
  const { revocations, told } = revoking();
  const answered = { reason: 'answered', status: 401, said: 'Send your password.' } as const;
  revocations.start(grantAt(0), async () => {
    throw new AppError('client_rejected', answered);
  });
  revocations.start(grantAt(0), async () => {
    throw new AppError('server_busy', { ...answered, status: 503 });
  });
  await revocations.settled();
  expect(told.map(({ code, message }) => [code, message])).toEqual([
    ['revocation_refused', 'The server answered HTTP 401. Send your password.'],
  ]);
});
