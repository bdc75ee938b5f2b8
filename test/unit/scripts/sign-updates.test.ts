/** The command that makes descriptions of updates ready for the server. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { channelOf, makeKeys } from '../../../scripts/release/descriptions.mjs';
import { descriptionFile, PRODUCT, readDescription } from '../../../src/main/app/updates/description.ts';

const script = join(import.meta.dirname, '../../../scripts/release/sign-updates.mjs');
const content = 'an installer';
const sha512 = createHash('sha512').update(content).digest('base64');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-release-'));
  mkdirSync(join(folder, 'dist'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(parameters: readonly string[], key = '', variables: Record<string, string> = {}) {
  const { PATH = '' } = process.env;
  const ran = spawnSync(process.execPath, [script, ...parameters], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH, SIGHTGLASS_UPDATE_PRIVATE_KEY: key, ...variables },
  });
  return { status: ran.status, out: ran.stdout, said: ran.stderr };
}

function keys() {
  const publicKey = run(['keys', '--out', 'key']).out.trim();
  return { publicKey, privateKey: readFileSync(join(folder, 'key'), 'utf8') };
}

/** As electron-builder leaves it. */
function built(name: string, file: string): void {
  writeFileSync(join(folder, 'dist', file), content);
  const entry = `  - url: ${encodeURIComponent(file)}\n    sha512: ${sha512}\n    size: ${content.length}\n`;
  const date = `releaseDate: '2026-11-20T10:00:00.000Z'\n`;
  writeFileSync(
    join(folder, 'dist', name),
    `version: 1.2.3\nfiles:\n${entry}path: ${file}\nsha512: ${sha512}\n${date}`,
  );
}

describe('the command', () => {
  test('makes a pair of keys, the private one for its owner alone, and never over another', () => {
    const { publicKey, privateKey } = keys();
    expect(publicKey).not.toBe('');
    expect(statSync(join(folder, 'key')).mode & 0o777).toBe(0o600);
    expect(run(['keys', '--out', 'key'])).toMatchObject({ status: 1, out: '' });
    expect(readFileSync(join(folder, 'key'), 'utf8')).toBe(privateKey);
  });

  test('signs every description of a folder, so that the program believes it, and again when something changes', () => {
    const { publicKey, privateKey } = keys();
    built('latest-linux.yml', 'Sightglass-x86_64.AppImage');
    built('beta.yml', 'Sightglass Setup 1.2.3.exe');
    writeFileSync(join(folder, 'notes.txt'), 'Line one.\nLine two.\n');
    const signed = run(['dist', '--staging', '20', '--notes', 'notes.txt'], privateKey);
    expect(signed.status).toBe(0);
    expect(signed.said).toContain(publicKey);
    expect(signed.said).not.toContain(privateKey.trim());
    const read = (file: string, channel: 'latest' | 'beta') =>
      readDescription(
        readFileSync(join(folder, 'dist', file)),
        readFileSync(join(folder, 'dist', `${file}.sig`), 'utf8'),
        { key: publicKey, file, channel, host: 'h', now: Date.now(), newestSeen: 0 },
      );
    const first = read('latest-linux.yml', 'latest');
    expect(first).toMatchObject({ version: '1.2.3', stagingPercentage: 20, releaseNotes: 'Line one.\nLine two.' });
    expect(read('beta.yml', 'beta')).toMatchObject({ files: [{ url: 'Sightglass Setup 1.2.3.exe', sha512 }] });
    // The rest of what was said before stays.
    expect(run(['dist', '--staging', '100'], privateKey).status).toBe(0);
    const second = read('latest-linux.yml', 'latest');
    expect(second).toMatchObject({ stagingPercentage: 100, releaseNotes: 'Line one.\nLine two.' });
    expect(second.releaseDate).toBe(first.releaseDate);
    expect(second.sightglass.signedAt).toBeGreaterThanOrEqual(first.sightglass.signedAt);
  });

  test.each<[string, () => void]>([
    ['a file that is another one', () => writeFileSync(join(folder, 'dist/x.AppImage'), 'something else')],
    ['a file that is missing', () => rmSync(join(folder, 'dist/x.AppImage'))],
    ['no description', () => rmSync(join(folder, 'dist/latest-linux.yml'))],
  ])('signs nothing where there is %s', (_name, spoil) => {
    const { privateKey } = keys();
    built('latest-linux.yml', 'x.AppImage');
    spoil();
    expect(run(['dist'], privateKey).status).toBe(1);
    expect(readdirSync(join(folder, 'dist')).filter((name) => name.endsWith('.sig'))).toEqual([]);
  });

  test('signs nothing with another key than the one that was built in, where that is known', () => {
    const [{ publicKey, privateKey }, other] = [keys(), makeKeys()];
    built('latest-linux.yml', 'x.AppImage');
    const refused = run(['dist'], privateKey, { SIGHTGLASS_UPDATE_KEY: other.publicKey });
    expect([refused.status, refused.said]).toEqual([1, expect.stringContaining('is the other half')]);
    expect(readdirSync(join(folder, 'dist')).filter((name) => name.endsWith('.sig'))).toEqual([]);
    expect(run(['dist'], privateKey, { SIGHTGLASS_UPDATE_KEY: publicKey }).status).toBe(0);
  });

  test('signs with two keys while one takes the place of the other, so that copies with either believe it', () => {
    const [older, newer] = [makeKeys(), makeKeys()];
    built('latest-linux.yml', 'x.AppImage');
    const both = `${older.privateKey}\n${newer.privateKey}\n`;
    expect(run(['dist'], both, { SIGHTGLASS_UPDATE_KEY: newer.publicKey }).status).toBe(0);
    const [bytes, signatures] = ['latest-linux.yml', 'latest-linux.yml.sig'].map((name) =>
      readFileSync(join(folder, 'dist', name)),
    );
    for (const { publicKey } of [older, newer]) {
      const asked = { file: 'latest-linux.yml', channel: 'latest', host: 'h', now: Date.now(), newestSeen: 0 } as const;
      const read = readDescription(bytes ?? Buffer.of(), String(signatures), { key: publicKey, ...asked });
      expect(read).toMatchObject({ version: '1.2.3' });
    }
  });

  test('signs nothing without a key, or with one that is none, and quotes it nowhere', () => {
    built('latest-linux.yml', 'x.AppImage');
    expect(run(['dist']).said).toContain('SIGHTGLASS_UPDATE_PRIVATE_KEY');
    const wrong = run(['dist'], 'bm90IGEga2V5');
    expect([wrong.status, wrong.said.includes('bm90')]).toEqual([1, false]);
  });
});

test('it knows the descriptions of the systems that the program asks for, and itself by the same name', () => {
  for (const channel of ['latest', 'beta'] as const) {
    for (const [platform, arch] of [
      ['linux', 'x64'],
      ['linux', 'arm64'],
      ['darwin', 'arm64'],
      ['win32', 'x64'],
    ] as const) {
      expect(channelOf(descriptionFile(channel, platform, arch))).toBe(channel);
    }
  }
  expect(['builder-debug.yml', 'latest.yml.sig', 'alpha.yml', 'latest/../x.yml'].map(channelOf)).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(readFileSync(join(import.meta.dirname, '../../../electron-builder.yml'), 'utf8')).toContain(
    `appId: ${PRODUCT}\n`,
  );
});

test('descriptions are written for what the program replaces, with a single range in each request, and for nothing else', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../electron-builder.yml'), 'utf8');
  const said = [...text.matchAll(/^(\w+):\n((?:[ #].*\n)*)/gm)].flatMap(([, section, body = '']) => {
    const [, publish] = /^ {2}publish: (.*)$/m.exec(body) ?? [];
    return publish === undefined ? [] : [[section, publish]];
  });
  const generic = '{ provider: generic, url: "https://updates.invalid/", useMultipleRangeRequest: false }';
  expect(said).toEqual([
    ['mac', `&updates ${generic}`],
    ['win', '*updates'],
    ['appImage', '*updates'],
  ]);
  expect(text).toContain('\npublish: null\n');
});
