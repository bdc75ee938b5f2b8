/** The rules between the parts of a profile. */
import { describe, expect, test } from 'vitest';
import { tokenUseOf } from '../../../../src/shared/profile/connection-rules.ts';
import { ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import { tokenRecipient, type UsesSigma } from '../../../../src/shared/profile/sigma.ts';
import { newDraft } from '../../../support/profiles.ts';

const [lake] = newDraft.connections;
if (!lake) throw new Error('The draft has no connection.');
const organisation = { ...lake, sigmaConnectionId: null, isForOrganisation: true };
const faults = (changes: object) =>
  ProfileDraft.safeParse({ ...newDraft, ...changes }).error?.issues.map(({ path, message }) => [
    path.join('.'),
    message,
  ]) ?? [];

describe('a token for the whole organisation', () => {
  test.each(['authorization_code', 'client_credentials'] as const)('needs no connection of Sigma: %s', (flow) => {
    expect(faults({ connections: [{ ...organisation, flow }] })).toEqual([]);
  });

  test('may stand beside those of single connections, and a sign-in that only says who the person is', () => {
    expect(faults({ connections: [lake, organisation, { ...lake, sigmaConnectionId: null }] })).toEqual([]);
  });

  test('is one: a second one would replace the first', () => {
    const expected = [['connections.1.isForOrganisation', 'takenTwice']];
    expect(faults({ connections: [organisation, organisation] })).toEqual(expected);
  });

  test('is not for a connection too', () => {
    expect(faults({ connections: [{ ...organisation, sigmaConnectionId: 'one' }] })).toEqual([
      ['connections.0.isForOrganisation', 'invalid'],
    ]);
  });

  test('is not confused with a connection of that name', () => {
    const named = { ...lake, sigmaConnectionId: 'true' };
    expect(faults({ connections: [named, organisation] })).toEqual([]);
    expect(faults({ connections: [named, named] })).toEqual([['connections.1.sigmaConnectionId', 'takenTwice']]);
  });
});

test.each([
  ['tenant', 'night shift', 'spaces'],
  ['tenant', '', 'missing'],
  ['tenant', 'x'.repeat(257), 'tooLong'],
  ['tenant', 'night\u200bshift', 'unusableCharacters'],
  ['evalConnectionId', 'a b', 'spaces'],
  ['evalConnectionId', 'x'.repeat(129), 'tooLong'],
])('%s is one word: %j', (field, value, message) => {
  expect(faults({ [field]: value })).toContainEqual([field, message]);
});

test('what an earlier version stored has none of it, and means what it meant', () => {
  const { tenant, evalConnectionId, ...earlier } = newDraft;
  const { isForOrganisation, ...stored } = lake;
  const read = ProfileDraft.parse({ ...earlier, connections: [stored, { ...stored, sigmaConnectionId: null }] });
  expect([read.tenant, read.evalConnectionId]).toEqual([null, null]);
  expect(read.connections.map(tokenUseOf)).toEqual([
    { kind: 'connection', sigmaConnectionId: 'sigma-connection' },
    { kind: 'none' },
  ]);
});

describe('who gets a token', () => {
  const profile: UsesSigma = { embedClientId: 'client', tenant: null, workbooks: [{ url: 'https://app.example/a' }] };
  const none = { sigmaConnectionId: null, isForOrganisation: false };

  test('is written as earlier versions wrote it, since it is part of stored fingerprints', () => {
    expect(tokenRecipient(profile, lake)).toBe('https://app.example client');
    expect(tokenRecipient(profile, none)).toBe('https://app.example client nothing handed on');
  });

  test('is another one for each organisation, for the whole of it, and for nobody', () => {
    const tenants = [null, 'night-shift', 'day-shift', 'whole'];
    const all = tenants.flatMap((tenant) =>
      [lake, organisation, none].map((connection) => tokenRecipient({ ...profile, tenant }, connection)),
    );
    expect(new Set(all).size).toBe(12);
  });

  test('is the same for another connection of the organisation', () => {
    expect(tokenRecipient(profile, { ...lake, sigmaConnectionId: 'other' })).toBe(tokenRecipient(profile, lake));
  });
});
