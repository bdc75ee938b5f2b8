/** What is prepared for the signer, and when nothing is. */
import { expect, test } from 'vitest';
import { createSignerWarmUp } from '../../../../src/main/app/workbooks/signer-warm-up.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { Profile } from '../../../../src/shared/profile/profile.ts';
import { target } from '../../../support/panes.ts';

const profile = {
  connections: [
    { sigmaConnectionId: 'one' },
    { sigmaConnectionId: 'two' },
    { sigmaConnectionId: null },
    { sigmaConnectionId: null, isForOrganisation: true },
  ],
} as unknown as Profile;

function setUp(changes: { open?: number; hasEmbedSecret?: boolean; failure?: Error } = {}) {
  const prepared: [string, number][] = [];
  const logged: unknown[][] = [];
  const warmUp = createSignerWarmUp({
    profiles: { find: (id) => (id === 'profile' ? profile : null) },
    panes: { targetsOf: (id) => (id === 'profile' ? Array(changes.open ?? 0).fill(target) : []) },
    signer: {
      prepare: async (...asked) => {
        prepared.push(asked);
        if (changes.failure) throw changes.failure;
      },
    },
    hasEmbedSecret: () => changes.hasEmbedSecret ?? true,
    log: { warn: (...line) => void logged.push(line) },
  });
  return { warmUp, prepared, logged };
}

test.each([
  [0, 3],
  [1, 6],
  [3, 12],
])('with %i workbooks open, %i tokens can be encrypted at once: for those, and for one more', (open, tokens) => {
  const { warmUp, prepared } = setUp({ open });
  warmUp.prepare('profile');
  expect(prepared).toEqual([['profile', tokens]]);
});

test('nothing is prepared for a profile that is gone or has no embed secret', () => {
  const gone = setUp();
  gone.warmUp.prepare('another');
  const without = setUp({ hasEmbedSecret: false });
  without.warmUp.prepare('profile');
  expect([gone.prepared, without.prepared]).toEqual([[], []]);
});

test('a failure is left to the signing itself', async () => {
  const { warmUp, logged } = setUp({ failure: new AppError('vault_locked', { reason: 'said', said: 'test' }) });
  warmUp.prepare('profile');
  await new Promise((resolve) => setImmediate(resolve));
  expect(logged).toEqual([['signer.not-prepared', { code: 'vault_locked' }]]);
});
