/** From each error to the checks that may find its cause. */
import { describe, expect, test } from 'vitest';
import { checkIds, computerCheckIds, networkCheckIds, signedInCheckIds } from '../../../src/shared/checks.ts';
import { checksThatMatter } from '../../../src/shared/doctor.ts';
import { mayHaveCause, soughtChecks } from '../../../src/shared/error-checks.ts';
import { errorCodes, isChosen, isMendedBySignIn } from '../../../src/shared/errors.ts';

describe('the checks that matter for an error', () => {
  test.each(errorCodes)('are checks that there are, once each and in their order: %s', (code) => {
    const matters = checksThatMatter(code);
    expect(matters).toEqual(checkIds.filter((id) => matters.includes(id)));
    // Whoever is led to the doctor finds something there that matters.
    expect(matters.length > 0).toBe(mayHaveCause(code));
  });

  test('hold all of a kind where any of it may be the cause', () => {
    expect(soughtChecks('offline')).toContain('any-of-network');
    expect(checksThatMatter('offline')).toEqual(expect.arrayContaining([...networkCheckIds, 'metadata', 'sigma']));
    expect(checksThatMatter('internal')).toEqual([...computerCheckIds]);
    expect(checksThatMatter('grant_dead')).toEqual(expect.arrayContaining([...signedInCheckIds, 'grant', 'client']));
  });

  test('lead to what refuses', () => {
    expect(checksThatMatter('client_rejected')).toEqual(['metadata', 'level', 'client']);
    expect(checksThatMatter('redirect_ports_busy')).toEqual(['ports']);
    expect(checksThatMatter('vault_locked')).toEqual(['disk', 'folder', 'files', 'keychain']);
  });

  test('are none for what a person chose, and some for whatever only a sign-in mends', () => {
    expect(errorCodes.filter((code) => isChosen(code) && mayHaveCause(code))).toEqual([]);
    expect(errorCodes.filter((code) => isMendedBySignIn(code) && !mayHaveCause(code))).toEqual([]);
  });
});
