/** What the page of the doctor shows first, and what it keeps while somebody looks again. */
import { expect, test } from 'vitest';
import { asLastSeen, doctorSections } from '../../../src/renderer/model/doctor-sections.ts';
import type { CheckId, CheckOutcome, CheckView } from '../../../src/shared/checks.ts';

const done = (check: CheckId, outcome: CheckOutcome, connection: number | null = null): CheckView => ({
  check,
  connection,
  state: 'done',
  result: { outcome, owner: null, findings: [], error: null },
});
const begun = (check: CheckId, state: 'waiting' | 'running', connection: number | null = null): CheckView => ({
  check,
  connection,
  state,
  result: null,
});
const shape = (checks: readonly CheckView[], matters: readonly CheckId[] = []) =>
  doctorSections(checks, matters).map(({ kind, checks: of }) => [kind, of.map(({ check }) => check)]);

test('what matters comes first, whatever became of it; what is right comes last', () => {
  const checks = [
    done('disk', 'ok'),
    done('keychain', 'warning'),
    done('sigma', 'failed'),
    done('metadata', 'ok'),
    done('client', 'failed'),
    done('grant', 'skipped'),
  ];
  expect(shape(checks, ['metadata', 'client'])).toEqual([
    ['matters', ['metadata', 'client']],
    ['failed', ['sigma']],
    ['warning', ['keychain']],
    ['skipped', ['grant']],
    ['ok', ['disk']],
  ]);
  expect(shape(checks).map(([kind]) => kind)).toEqual(['failed', 'warning', 'skipped', 'ok']);
});

test('of what is not known yet, that is shown which is looked at now, and all that matters', () => {
  const checks = [begun('disk', 'running'), begun('sigma', 'waiting'), begun('client', 'waiting')];
  expect(shape(checks, ['client'])).toEqual([
    ['matters', ['client']],
    ['running', ['disk']],
  ]);
});

test('while somebody looks again, each check stands as it stood, of its own connection', () => {
  const before = [done('sigma', 'failed'), done('client', 'failed', 0), done('client', 'ok', 1)];
  const now = [
    begun('sigma', 'running'),
    done('client', 'ok', 0),
    begun('client', 'waiting', 1),
    begun('disk', 'running'),
  ];
  const seen = asLastSeen(now, before);
  expect(seen.map(({ state, result }) => [state, result?.outcome ?? null])).toEqual([
    ['running', 'failed'],
    ['done', 'ok'],
    ['waiting', 'ok'],
    ['running', null],
  ]);
  // In its place: still among what is wrong.
  expect(shape(seen)[0]).toEqual(['failed', ['sigma']]);
});
