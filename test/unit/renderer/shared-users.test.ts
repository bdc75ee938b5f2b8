/** What is said of profiles that change each other's users in Sigma. */
import { expect, test } from 'vitest';
import { addressDoubtText } from '../../../src/renderer/model/address-text.ts';
import { sharedUsers } from '../../../src/renderer/model/shared-users.ts';
import type { ProfileView } from '../../../src/shared/state.ts';
import { en } from '../../../src/shared/text/en.ts';
import { finance } from '../../support/ui/fixtures.ts';

const other = (name: string, user: object): ProfileView => ({
  ...finance,
  profile: {
    ...finance.profile,
    id: name,
    name,
    user: { ...finance.profile.user, ...user } as typeof finance.profile.user,
  },
});
const same = other('Same', {});
const build = other('Build', { accountType: 'Build' });
const all = other('All', { teams: [], accountType: 'Act' });

test('the other profiles are named, with all that they tell differently', () => {
  expect(sharedUsers(finance.profile, [finance, build, same, all], en)).toEqual({
    profiles: '“Build” and “All”',
    differences: 'the account type and teams',
  });
});

test('a profile is not compared with itself, and a new one with all', () => {
  const changed = { ...build.profile, id: finance.profile.id };
  expect(sharedUsers(changed, [finance, build], en)).toBeNull();
  expect(sharedUsers({ ...changed, id: null }, [finance], en)?.profiles).toBe('“Finance”');
});

test('of many, three are named', () => {
  const many = ['A', 'B', 'C', 'D', 'E'].map((name) => other(name, { teams: [] }));
  expect(sharedUsers(finance.profile, many, en)?.profiles).toBe('“A”, “B”, “C” and …');
  expect(sharedUsers(finance.profile, many.slice(0, 3), en)?.profiles).toBe('“A”, “B” and “C”');
});

test('what may be the matter with an address is one short text, and nothing where nothing is', () => {
  expect(addressDoubtText('ada@example.com', en)).toBeUndefined();
  expect(addressDoubtText('ada+', en)).toBeUndefined();
  expect(addressDoubtText('ada+x@localhost', en)).toBe(
    'Sigma may not take ada+x@localhost as it is. There is no dot after the @ sign. It has a plus sign.',
  );
});
