import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createProfiles } from '../../../src/main/settings/profiles.ts';
import type { ProfileDraft } from '../../../src/shared/profile.ts';

const draft: ProfileDraft = {
  id: null,
  name: 'Databricks',
  embedClientId: 'client',
  embedSecret: 'the-embed-secret',
  user: { kind: 'embed', email: null, accountType: 'View', teams: [], attributes: [], teamsClaim: null },
  sessionSeconds: 3_600,
  workbooks: [{ id: null, title: 'Trips', url: 'https://app.sigmacomputing.com/org/workbook/Trips-1' }],
  connections: [
    {
      id: null,
      label: 'Databricks',
      sigmaConnectionId: 'connection',
      server: {
        provider: 'databricks',
        host: 'https://dbc-1.cloud.databricks.com',
        level: 'workspace',
        accountId: null,
      },
      flow: 'authorization_code',
      exchange: null,
      signingKey: null,
      clientId: 'app',
      clientAuthentication: 'client_secret_post',
      clientSecret: 'dose-client-secret',
      scopes: ['all-apis'],
      redirectUris: ['http://localhost:3000/auth/databricks/callback'],
    },
  ],
};

describe('profiles', () => {
  let settings = new Map<string, unknown>();
  let damaged = 0;
  const open = () =>
    createProfiles({
      settings,
      randomUuid: randomUUID,
      onDamaged(count) {
        damaged += count;
      },
    });
  beforeEach(() => {
    settings = new Map();
    damaged = 0;
  });

  it('survive a restart with their ids', () => {
    const profiles = open();
    const profile = profiles.prepare(draft);
    profiles.keep(profile);
    expect(open().all()).toEqual([profile]);
    expect(open().selected()).toEqual(profile);
  });

  it('keep no secret in the settings', () => {
    const profiles = open();
    profiles.keep(profiles.prepare(draft));
    const text = JSON.stringify([...settings]);
    expect(text).not.toContain('the-embed-secret');
    expect(text).not.toContain('dose-client-secret');
  });

  it('change in their place', () => {
    const profiles = open();
    const [first, second] = [profiles.prepare(draft), profiles.prepare({ ...draft, name: 'Second' })];
    profiles.keep(first);
    profiles.keep(second);
    profiles.keep({ ...first, name: 'Changed' });
    expect(profiles.all().map(({ name }) => name)).toEqual(['Changed', 'Second']);
  });

  it('refuse a draft for a profile that is gone', () => {
    const prepare = () => open().prepare({ ...draft, id: randomUUID() });
    expect(prepare).toThrowError(expect.objectContaining({ code: 'profile_missing' }));
  });

  it('select another when the selected one goes', () => {
    const profiles = open();
    const [first, second] = [profiles.prepare(draft), profiles.prepare({ ...draft, name: 'Second' })];
    profiles.keep(first);
    profiles.keep(second);
    profiles.select(second.id);
    expect(profiles.selected()?.name).toBe('Second');
    profiles.remove(second.id);
    expect(profiles.selected()?.id).toBe(first.id);
  });

  it('are read once, and selecting is remembered over a restart', () => {
    const profiles = open();
    const [first, second] = [profiles.prepare(draft), profiles.prepare({ ...draft, name: 'Second' })];
    profiles.keep(first);
    profiles.keep(second);
    profiles.select(second.id);
    expect(open().selected()?.id).toBe(second.id);
    settings.clear();
    expect(profiles.selected()?.id).toBe(second.id);
    expect(profiles.all()).toHaveLength(2);
  });

  it('select nothing else when the choice could not be stored', () => {
    const profiles = open();
    const [first, second] = [profiles.prepare(draft), profiles.prepare({ ...draft, name: 'Second' })];
    profiles.keep(first);
    profiles.keep(second);
    settings.set = () => {
      throw new Error('full');
    };
    expect(() => profiles.select(second.id)).toThrow('full');
    expect(profiles.selected()?.id).toBe(first.id);
  });

  it('keep aside what they cannot understand, and go on with the rest', () => {
    const profiles = open();
    const good = profiles.prepare(draft);
    profiles.keep(good);
    settings.set('profiles', [good, { id: 'broken' }]);
    expect(open().all()).toEqual([good]);
    expect(damaged).toBe(1);
    expect(settings.get('damagedProfiles')).toEqual([{ id: 'broken' }]);
    open();
    expect(damaged).toBe(1);
  });
});
