/** A renewed sign-in that is not stored is told of at once, once, and until it is stored. */
import { expect, test } from 'vitest';
import { createUnstoredNotice } from '../../../../src/main/app/alarms/unstored-notice.ts';
import type { AppErrorView } from '../../../../src/shared/errors.ts';
import { noGrant } from '../../../../src/shared/grants.ts';
import type { GrantView } from '../../../../src/shared/state.ts';

function world() {
  const shown: string[] = [];
  const w = { shown, problem: null as AppErrorView | null, status: 'signed-in' as GrantView['status'], look: () => {} };
  w.look = createUnstoredNotice({
    notices: {
      addRevocable({ code }) {
        shown.push(code);
        // A notice is a change, after which is looked again.
        w.look();
        return () => void shown.splice(shown.indexOf(code), 1);
      },
    },
    grants: () => [{ ...noGrant('one'), renewable: true, status: w.status, problem: w.problem }],
  });
  return w;
}
const locked = (reason: string): AppErrorView => ({ code: 'vault_locked', values: { reason } });

test('a keychain that did not take it, until it is back', () => {
  const w = world();
  w.look();
  expect(w.shown).toEqual([]);
  w.problem = locked('notEncrypted');
  w.look();
  w.look();
  expect(w.shown).toEqual(['keychain_away']);
  w.problem = null;
  w.look();
  expect(w.shown).toEqual([]);
});

test('a disk that did not take it, and then the keychain', () => {
  const w = world();
  w.problem = { code: 'vault_write_failed', values: { reason: 'grant' } };
  w.look();
  expect(w.shown).toEqual(['vault_write_failed']);
  w.problem = locked('notEncrypted');
  w.look();
  expect(w.shown).toEqual(['keychain_away']);
});

test('what is no such thing is not told', () => {
  const w = world();
  for (const problem of [locked('notRead'), { code: 'offline', values: {} } as const]) {
    w.problem = problem;
    w.look();
  }
  w.problem = locked('notEncrypted');
  // Nobody holds it any more.
  w.status = 'ended';
  w.look();
  expect(w.shown).toEqual([]);
});
