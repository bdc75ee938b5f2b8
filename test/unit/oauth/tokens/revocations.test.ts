import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../../../src/main/log/log.ts';
import { createRevocations, REVOCATION_LIMIT_MS } from '../../../../src/main/oauth/tokens/revocations.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import { grantAt } from '../../../support/grants.ts';

beforeEach(() => {
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const aborter = new AbortController();
    setTimeout(() => aborter.abort(new DOMException('late', 'TimeoutError')), ms === REVOCATION_LIMIT_MS ? 30 : 10_000);
    return aborter.signal;
  });
});
afterEach(() => vi.restoreAllMocks());

function revoking() {
  const lines: string[] = [];
  const revocations = createRevocations({ log: createLog({ write: (line) => lines.push(line), now: () => 0 }) });
  return { revocations, lines };
}

test('the end of the program waits for a revocation under way', async () => {
  const { revocations, lines } = revoking();
  revocations.start(grantAt(0), () => new Promise((resolve) => setTimeout(resolve, 5)));
  await revocations.settled();
  expect(lines.join()).toContain('grant.revoked');
  await revocations.settled();
});

test('but no longer than three seconds, whatever it hangs on', async () => {
  expect(REVOCATION_LIMIT_MS).toBe(3_000);
  const { revocations, lines } = revoking();
  let signalled = false;
  revocations.start(grantAt(0), (signal) => {
    signal.addEventListener('abort', () => {
      signalled = true;
    });
    return new Promise(() => undefined);
  });
  await revocations.settled();
  expect(signalled).toBe(true);
  expect(lines.join()).toContain('"code":"offline"');
});

test('a failure is logged by its code alone', async () => {
  const { revocations, lines } = revoking();
  revocations.start(grantAt(0), () => Promise.reject(new AppError('server_busy', 'secret-ish words')));
  revocations.start(grantAt(0), () => Promise.reject(new Error('token abc')));
  await revocations.settled();
  expect(lines.map((line) => JSON.parse(line).code)).toEqual(['server_busy', 'internal']);
  expect(lines.join()).not.toMatch(/secret-ish|abc/);
});
