/** The set-up form as it is kept when its page is lost, and as it comes back. */
import { expect, test } from 'vitest';
import { emptyConnection } from '../../../src/renderer/set-up/connection-values.ts';
import {
  draftOf,
  emptyAttribute,
  emptyFixedAttribute,
  emptyForm,
  type FormValues,
  formOf,
} from '../../../src/renderer/set-up/form-values.ts';
import { keptForm, returnedForm } from '../../../src/renderer/set-up/kept-values.ts';
import { emptyControl, emptyWorkbook } from '../../../src/renderer/set-up/workbook-values.ts';
import { KeptForm } from '../../../src/shared/kept.ts';
import { research, withActions } from '../../support/ui/fixtures.ts';

/** Half of everything, as somebody leaves it who is in the middle of it. */
const entered = (start: FormValues): FormValues => ({
  ...start,
  name: ' Trips ',
  sessionLength: 'so',
  embedSecret: 'the-embed-secret',
  attributes: [...start.attributes, { ...emptyAttribute(), claim: 'region' }],
  fixedAttributes: [...start.fixedAttributes, { ...emptyFixedAttribute(), value: 'West' }],
  workbooks: [...start.workbooks, { ...emptyWorkbook(), url: 'app.sig', controls: [{ ...emptyControl(), id: 'C' }] }],
  connections: [
    ...start.connections,
    { ...emptyConnection(), clientId: 'ab', clientSecret: 'the-client-secret', privateKey: 'the-key' },
  ],
});
const withoutSecrets = (values: FormValues): FormValues => ({
  ...values,
  embedSecret: '',
  connections: values.connections.map((row) => ({ ...row, clientSecret: '', privateKey: '' })),
});

test.each([
  ['a new profile', emptyForm()],
  ['a saved one with a secret', formOf(research)],
  ['one with rules for actions', formOf(withActions)],
])('everything that was typed comes back, and no secret: %s', (_what, start) => {
  const typed = entered(start);
  const kept = keptForm(start, typed, null);
  expect(JSON.stringify(kept)).not.toMatch(/the-embed-secret|the-client-secret|the-key/);
  expect(KeptForm.parse(kept)).toEqual(kept);
  const back = returnedForm(start, kept);
  expect(back.values).toEqual(withoutSecrets(typed));
  expect([back.hadSecrets, back.isOutdated]).toEqual([true, false]);
});

test.each([
  ['a connection string', 'jdbc:databricks://adb-1.example:443;UID=token;PWD=letmein'],
  ['a token in it', `jdbc:databricks://adb-1.example:443;pass=dapi${'0123456789abcdef'.repeat(2)}`],
  ['a line of a file', 'export DATABRICKS_OAUTH_CLIENT_SECRET="abc"'],
  ['a signed address', 'https://app.sigmacomputing.com/a/workbook/B-1?:jwt=eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.abc'],
  ['a key', '-----BEGIN PRIVATE KEY-----\nMII'],
])('a secret in a field where none belongs stays behind: %s', (_what, pasted) => {
  const start = formOf(research);
  const [connection] = start.connections;
  if (!connection) throw new Error('The fixture has a connection.');
  const kept = keptForm(start, { ...start, connections: [{ ...connection, host: pasted, clientId: 'ours' }] }, null);
  expect(kept.hadSecrets).toBe(true);
  expect(KeptForm.safeParse(kept).success).toBe(true);
  expect(KeptForm.safeParse({ ...kept, values: JSON.stringify({ host: pasted }) }).success).toBe(false);
  expect(returnedForm(start, kept).values.connections[0]).toMatchObject({ host: '', clientId: 'ours' });
});

test('what only speaks of secrets is no secret', () => {
  const start = formOf(research);
  const typed = { ...start, name: 'Secret Santa: sales', teams: 'Password reset, PWD', tenant: 'vault:secrets:read' };
  expect(returnedForm(start, keptForm(start, typed, null)).values).toEqual(typed);
});

test('a profile that changed meanwhile is told of, also after a second loss', () => {
  const start = formOf(research);
  const kept = keptForm(start, entered(start), null);
  const { profile } = research;
  const now = formOf({ ...research, profile: { ...profile, sessionSeconds: profile.sessionSeconds + 60 } });
  const back = returnedForm(now, kept);
  expect(back.isOutdated).toBe(true);
  const again = returnedForm(now, keptForm(now, back.values, back));
  expect([again.isOutdated, again.hadSecrets]).toEqual([true, true]);
});

test('a stored secret belongs to what is saved, not to what was kept', () => {
  const start = formOf(research);
  const kept = keptForm(start, { ...start, name: 'Other', embedSecretStored: false }, null);
  const gone = formOf({ ...research, hasEmbedSecret: false, clientSecrets: [] });
  expect(returnedForm(start, kept).values).toMatchObject({
    embedSecretStored: true,
    connections: [{ stored: 'secret' }],
  });
  expect(returnedForm(gone, kept).values).toMatchObject({ embedSecretStored: false, connections: [{ stored: null }] });
});

test('what is no form makes none: each field that does not fit is empty', () => {
  const kept = {
    profileId: null,
    values: '{"name":7,"workbooks":"x","connections":[1]}',
    basis: '{}',
    hadSecrets: false,
  };
  const { values } = returnedForm(emptyForm(), kept);
  expect(values.name).toBe('');
  expect(values.workbooks).toHaveLength(1);
  expect(draftOf(values).connections).toHaveLength(1);
});
