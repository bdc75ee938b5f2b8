/** QuickStart files from the disk, and what is brought to a window. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importEnv, importNotice } from '../../../../src/main/app/profiles/env-import.ts';
import type { ProfileSetup } from '../../../../src/main/app/profiles/profile-setup.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { Profile, ProfileDraft } from '../../../../src/shared/profile/profile.ts';
import type { ImportRemark } from '../../../../src/shared/state.ts';
import type { ProfileChange } from '../../../../src/shared/text/change-text.ts';
import { ids, quickStart } from '../../../support/profiles.ts';

let folder = '';
let path = '';
let saved: ProfileDraft[] = [];
let failure: AppError | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-env-'));
  path = join(folder, '.env');
  saved = [];
  failure = null;
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Imports the file into a set-up that keeps these profiles. */
function importing(existing: readonly Profile[] = [], file: string | Uint8Array = path) {
  const saveMade: ProfileSetup['saveMade'] = async (make) => {
    if (failure) throw failure;
    const made = make(existing);
    saved.push(made.draft);
    const profile = { ...made.draft, id: made.draft.id ?? ids.profile } as unknown as Profile;
    return { ...made, profile, changes: made.draft.id === null ? null : [] };
  };
  return importEnv(file, 'a person', { saveMade }).then(({ report }) => report);
}

describe('a file', () => {
  test('is saved as a profile, and reported without its secrets', async () => {
    writeFileSync(path, quickStart);
    expect(await importing()).toEqual({
      profileId: ids.profile,
      profileName: 'Databricks',
      updated: false,
      remarks: [
        { code: 'fixedEmail', values: { email: 'ada@example.com' } },
        { code: 'publicClient', values: {} },
      ],
    });
    expect(saved).toMatchObject([{ embedClientId: 'client', embedSecret: 'the-embed-secret' }]);
  });

  test.each([
    ['UTF-8', Buffer.from(`\ufeff${quickStart}`)],
    ['UTF-16', Buffer.from(`\ufeff${quickStart}`, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\ufeff${quickStart}`, 'utf16le').swap16()],
    ['lines as Windows ends them', Buffer.from(quickStart.replaceAll('\n', '\r\n'))],
  ])('is read in %s', async (_what, bytes) => {
    writeFileSync(path, bytes);
    await importing();
    // What was dropped onto a window, or pasted there, comes as it is and not as a path.
    await importing([], new Uint8Array(bytes));
    const whole = { embedClientId: 'client', embedSecret: 'the-embed-secret' };
    expect(saved).toMatchObject([whole, whole]);
    expect(saved[1]).toEqual(saved[0]);
  });

  test('of a profile that is there brings it up to date', async () => {
    writeFileSync(path, quickStart);
    await importing();
    const existing = { ...saved[0], id: ids.workbook, name: 'Mine', workbooks: [], connections: [] };
    expect(await importing([existing as unknown as Profile])).toMatchObject({
      profileId: ids.workbook,
      profileName: 'Mine',
      updated: true,
    });
  });

  test('that is not there, or is a folder, says what the operating system said', async () => {
    await expect(importing()).rejects.toMatchObject({
      code: 'env_unreadable',
      message: 'The operating system answered ENOENT.',
    });
    mkdirSync(path);
    await expect(importing()).rejects.toMatchObject({
      code: 'env_unreadable',
      message: 'The operating system answered EISDIR.',
    });
    expect(saved).toEqual([]);
  });

  test('is read up to 256 kilobytes, and no further', async () => {
    const filled = (bytes: number) => quickStart + '#'.repeat(bytes - Buffer.byteLength(quickStart));
    writeFileSync(path, filled(256 * 1_024));
    expect(await importing()).toMatchObject({ profileName: 'Databricks' });
    expect(await importing([], Buffer.from(filled(256 * 1_024)))).toMatchObject({ profileName: 'Databricks' });
    writeFileSync(path, filled(256 * 1_024 + 1));
    for (const file of [path, Buffer.from(filled(256 * 1_024 + 1))]) {
      await expect(importing([], file)).rejects.toMatchObject({
        code: 'env_unreadable',
        message: 'The file is too large to be a QuickStart .env file.',
      });
    }
  });

  test('that holds no set-up, or cannot be saved, changes nothing', async () => {
    writeFileSync(path, 'EMAIL=a@b.c');
    await expect(importing()).rejects.toMatchObject({ code: 'env_incomplete' });
    failure = new AppError('vault_locked', { reason: 'notEncrypted' });
    await expect(importing()).rejects.toBe(failure);
    expect(saved).toEqual([]);
  });
});

test('what an import changed that no window waited for is told, with every remark', () => {
  const remarks: ImportRemark[] = [
    { code: 'fixedEmail', values: { email: 'ada@example.com' } },
    { code: 'publicClient', values: {} },
  ];
  const told = (
    by: 'this start' | 'a later start',
    changes: ProfileChange[] | null,
    said: ImportRemark[],
    profiles = 2,
  ) =>
    importNotice(
      { report: { profileId: 'p', profileName: 'Trips', updated: changes !== null, remarks: said }, changes },
      by,
      profiles,
    )?.message ?? null;
  const changes: ProfileChange[] = [
    { field: 'accountType', before: 'View', after: 'Pro' },
    { field: 'email', before: null, after: 'ada@example.com' },
    { field: 'teams', before: 'Sales', after: null },
    { field: 'embedSecret', before: null, after: null },
  ];
  expect(told('a later start', changes, remarks)).toBe(
    'A second start of Sightglass changed the profile "Trips". Account type: “View” → “Pro”. E-mail address that Sigma sees: “ada@example.com” (new). Teams: “Sales” (no longer). Embed secret: another one. Everyone who uses this profile appears in Sigma as ada@example.com, as the file says. The file has no client secret, so the connection is set up as a public client.',
  );
  expect(told('this start', changes.slice(0, 1), [])).toBe(
    'This start changed the profile "Trips". Account type: “View” → “Pro”.',
  );
  expect(told('a later start', null, [])).toBe(
    'A second start of Sightglass added the profile "Trips". It is in the list of profiles.',
  );
  expect(told('this start', null, [])).toBe('This start added the profile "Trips".');
  // The first profile is all that there is to see, and a file that changes nothing is nothing to tell of.
  expect(told('this start', null, remarks, 1)).toBeNull();
  expect(told('this start', [], remarks)).toBeNull();
  expect(told('a later start', [], remarks)).toBeNull();
});
