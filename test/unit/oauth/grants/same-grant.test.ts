import { expect, test } from 'vitest';
import type { Grant } from '../../../../src/main/oauth/grants/grant.ts';
import { mayBeOneGrant } from '../../../../src/main/oauth/grants/same-grant.ts';
import { grantAt } from '../../../support/grants.ts';

const ada = { id: '1', userName: 'ada@example.com', displayName: 'Ada' };
const ben = { id: '2', userName: 'ben@example.com', displayName: 'Ben' };
const { server } = grantAt(0);
const exchange = {
  issuer: 'https://platform.example',
  tokenEndpoint: 'https://platform.example/token',
  revocationEndpoint: null,
  clientId: 'exchanging',
  scopes: ['sql'],
};

test.each<[string, Partial<Grant>, Partial<Grant>, boolean]>([
  ['two sign-ins of one person', { person: ada }, { person: ada }, true],
  [
    'whose name is written in other letters',
    { person: ada },
    { person: { ...ada, userName: 'Ada@Example.com' } },
    true,
  ],
  ['at two connections', { connectionId: 'one' }, { connectionId: 'two' }, true],
  ['with other scopes', { scopes: ['a'] }, { scopes: ['b'] }, true],
  ['of two people', { person: ada }, { person: ben }, false],
  ['of somebody and of Ada', { person: null }, { person: ada }, true],
  ['of two who are not known', { person: null }, { person: null }, true],
  ['of two subjects', { person: null, subject: 'a' }, { person: null, subject: 'b' }, false],
  ['of one subject under two names', { person: ada, subject: 'a' }, { person: ben, subject: 'a' }, true],
  ['of one known subject', { person: ada, subject: 'a' }, { person: ada, subject: null }, true],
  ['of two clients', { clientId: 'one' }, { clientId: 'two' }, false],
  ['at two servers', {}, { server: { ...server, issuer: 'https://other.example' } }, false],
  ['of a person and a machine', {}, { flow: 'client_credentials' }, false],
  ['of a machine and a person', { flow: 'client_credentials' }, {}, false],
  ['whose tokens are exchanged at one place', { clientId: 'one', exchange }, { clientId: 'two', exchange }, true],
  [
    'whose tokens are exchanged at two',
    { exchange },
    { clientId: 'two', exchange: { ...exchange, clientId: 'b' } },
    false,
  ],
  [
    'of two subjects, each of its own server, who are one person',
    { subject: 'a', person: ada, exchange },
    { subject: 'b', person: ada, exchange, server: { ...server, issuer: 'https://other.example' } },
    true,
  ],
])('%s', (_, one, other, may) => {
  expect(mayBeOneGrant(grantAt(0, one), grantAt(0, other))).toBe(may);
  expect(mayBeOneGrant(grantAt(0, other), grantAt(0, one))).toBe(may);
});
