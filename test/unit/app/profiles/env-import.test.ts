/** QuickStart files from the disk, and what is brought to a window. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { importEnv, importNotice } from '../../../../src/main/app/profiles/env-import.ts';
import type { ProfileSetup } from '../../../../src/main/app/profiles/profile-setup.ts';
import type { ImportRemark } from '../../../../src/shared/env-import-report.ts';
import { AppError } from '../../../../src/shared/errors.ts';
import type { Profile, ProfileDraft } from '../../../../src/shared/profile/profile.ts';
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

/** A pipe into which nobody writes. */
function fifo(place: string): string {
  const pipe = join(place, 'pipe');
  execFileSync('mkfifo', [pipe]);
  return pipe;
}

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
      changes: null,
      remarks: [
        { code: 'fallbackEmail', values: { email: 'ada@example.com' } },
        { code: 'publicClient', values: {} },
      ],
    });
    expect(saved).toMatchObject([{ embedClientId: 'client', embedSecret: 'the-embed-secret' }]);
  });

  test.each([
    ['UTF-8', Buffer.from(`\ufeff${quickStart}`)],
    ['UTF-16', Buffer.from(`\ufeff${quickStart}`, 'utf16le')],
    ['UTF-16, the other way round', Buffer.from(`\ufeff${quickStart}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(quickStart, 'utf16le')],
    ['UTF-16 without a mark, the other way round', Buffer.from(quickStart, 'utf16le').swap16()],
    ['lines as Windows ends them', Buffer.from(quickStart.replaceAll('\n', '\r\n'))],
    ['lines as an old Macintosh ends them', Buffer.from(quickStart.replaceAll('\n', '\r'))],
    ['the code page of Windows, with its letters in a comment', Buffer.from(`# für Zoë\r\n${quickStart}`, 'latin1')],
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
      changes: [],
    });
  });

  test('that is not there, or is none, is called so', async () => {
    const refused = (message: string) => ({ code: 'env_unreadable', message });
    await expect(importing()).rejects.toMatchObject(refused('There is no such file.'));
    mkdirSync(path);
    await expect(importing()).rejects.toMatchObject(refused('It is a folder, not a file.'));
    // A device has no end, and a pipe waits for somebody.
    for (const endless of process.platform === 'win32' ? [] : ['/dev/zero', '/dev/null', fifo(folder)]) {
      await expect(importing([], endless)).rejects.toMatchObject(refused('It is not a file that can be read.'));
    }
    expect(saved).toEqual([]);
  });

  const bytesOf = (text: string) => new TextEncoder().encode(text);
  const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52]);
  const notText = 'The file is an image, a document or a program, not plain text.';
  test.each<[string, Uint8Array, string]>([
    ['an image', png, notText],
    ['a program', Uint8Array.from({ length: 600 }, (_, index) => (index * 7) % 256), notText],
    ['a document of an editor', bytesOf(`{\\rtf1\\ansi CLIENT_ID=a\\\n${quickStart}}`), notText],
    ['a PDF', bytesOf('%PDF-1.7\n'), notText],
    ['a page', bytesOf(`<!DOCTYPE html><pre>${quickStart}</pre>`), notText],
    ['a drawing', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"></svg>'), notText],
    ['nothing', bytesOf(''), 'The file is empty.'],
    ['blanks', bytesOf('\ufeff \r\n\t\n'), 'The file is empty.'],
    [
      'a letter',
      bytesOf('Dear Ada,\nthe secret follows.\n'),
      'The file holds none of the names that a QuickStart .env file has.',
    ],
    [
      'the .env of another program',
      bytesOf('NODE_ENV=production\n'),
      'The file holds none of the names that a QuickStart .env file has.',
    ],
  ])('that holds %s is refused with one sentence', async (_what, bytes, message) => {
    await expect(importing([], bytes)).rejects.toMatchObject({ code: 'env_unreadable', message });
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
    { code: 'fallbackEmail', values: { email: 'ada@example.com' } },
    { code: 'publicClient', values: {} },
  ];
  const told = (
    by: 'this start' | 'a later start',
    changes: ProfileChange[] | null,
    said: ImportRemark[],
    profiles = 2,
  ) =>
    importNotice(
      { report: { profileId: 'p', profileName: 'Trips', changes: null, remarks: said }, changes },
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
    'A second start of Sightglass changed the profile "Trips". Account type: “View” → “Pro”. E-mail address that Sigma sees: “ada@example.com” (new). Teams: “Sales” (no longer). Embed secret: replaced. Sigma sees each person’s own address. Only a person whom the sign-in names in no way appears as ada@example.com (EMAIL), as in the QuickStart. Leave EMAIL empty to refuse such a sign-in. The file has no client secret, so the connection is set up as a public client.',
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
