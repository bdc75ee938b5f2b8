/** What is inside of the packages of Linux, and what is not. */
import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { extractFile, listPackage } from '@electron/asar';
import { describe, expect, test } from 'vitest';
import { completionFor } from '../../src/main/command-line/completions.ts';
import { manPage } from '../../src/main/command-line/man-page.ts';
import { en } from '../../src/shared/text/en.ts';
import { builtPackages, linesOf, onLinux } from './read-built.ts';

const repository = join(import.meta.dirname, '../..');
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8'));

/** Names of files that belong into no package: what only builders, testers and their secrets need. */
const foreign =
  /\.(?:map|ts|tsx|test\.\w+|env|pem|key|p12|pfx|log|node|md)$|(?:^|\/)(?:\.env|\.git|node_modules|test|standins)(?:\/|$)/;

describe.skipIf(!onLinux)('inside of the packages of Linux', () => {
  const archive = () => join(builtPackages().root, 'opt/Sightglass/resources/app.asar');
  const archived = () => listPackage(archive(), { isPack: false });
  const files = () =>
    readdirSync(builtPackages().root, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(builtPackages().root.length));

  test('there is no file that only builders, testers or thieves could use', () => {
    for (const name of ['/out/main/index.js.map', '/.env', '/a/b.test.ts', '/node_modules/x', '/c.pem']) {
      expect(name).toMatch(foreign);
    }
    expect(archived().filter((path) => foreign.test(path))).toEqual([]);
    expect(files().filter((path) => foreign.test(path))).toEqual([]);
  });

  test('the archive holds what was built, and nothing else', () => {
    const paths = listPackage(archive(), { isPack: false });
    expect(paths.filter((path) => !/^\/(?:package\.json|out(?:\/.*)?)$/.test(path))).toEqual([]);
    expect(paths).toEqual(expect.arrayContaining(['/package.json', '/out/main/index.js', '/out/renderer/index.html']));
  });

  test('nothing tells of the computer that built it', () => {
    const { root, control, sources } = builtPackages();
    const places = [sources, repository, realpathSync(join(repository, 'node_modules')), join(tmpdir(), 'sightglass-')];
    // As root the home folder is /root, which Chromium's own strings hold.
    if (process.getuid?.() !== 0) places.push(homedir());
    const patterns = places.flatMap((place) => ['-e', place]);
    const found = (folder: string) =>
      spawnSync('grep', ['-rlaF', ...patterns, folder], { encoding: 'utf8', maxBuffer: 1 << 26 }).stdout;
    // That grep would have found it: the name of the program's own folder is in the menu entry.
    expect(spawnSync('grep', ['-rlaF', '-e', '/opt/Sightglass', root], { encoding: 'utf8' }).stdout).toContain(
      '.desktop',
    );
    expect(found(root)).toBe('');
    expect(found(control)).toBe('');
  });

  test('no map of sources is named, and none is there', () => {
    const scripts = listPackage(archive(), { isPack: false }).filter((path) => /\.(?:c?js|css)$/.test(path));
    expect(scripts.length).toBeGreaterThan(4);
    for (const path of scripts) {
      expect(extractFile(archive(), path.slice(1)).toString('utf8')).not.toMatch(/sourceMappingURL=/);
    }
  });

  test('the description of the program says what it is, and holds no command of ours', () => {
    const inside = JSON.parse(extractFile(archive(), 'package.json').toString('utf8'));
    expect(inside).toMatchObject({ version: manifest.version, desktopName: manifest.desktopName });
    expect(inside.description).toMatch(/^NOT A RELEASE/);
    expect(inside.sightglass?.isRelease).toBeUndefined();
    expect(inside.sightglass?.isTestBuild).toBeUndefined();
    expect(inside.scripts).toBeUndefined();
    expect(inside.devDependencies).toBeUndefined();
  });

  test('there are the licences of the program, of what is bundled in it, of Electron and of Chromium', () => {
    const read = (path: string) => readFileSync(join(builtPackages().root, path), 'utf8');
    const ours = readFileSync(join(repository, 'LICENSE'), 'utf8');
    expect(read('opt/Sightglass/resources/LICENSE.txt')).toBe(ours);
    expect(read('usr/share/doc/sightglass/copyright')).toBe(ours);
    expect(read('opt/Sightglass/resources/THIRD_PARTY_NOTICES.txt')).toMatch(/\bzod\b/);
    expect(read('opt/Sightglass/LICENSE.electron.txt')).toContain('Electron contributors');
    expect(read('opt/Sightglass/LICENSES.chromium.html').length).toBeGreaterThan(1e6);
  });

  test('the manual page and the completions of the program itself are where man and shells look for them', () => {
    const read = (path: string) => readFileSync(join(builtPackages().root, 'usr/share', path));
    const page = read('man/man1/sightglass.1.gz');
    expect(gunzipSync(page).toString('utf8')).toBe(manPage(en));
    // Neither a time nor a name: they would differ from one build to the next.
    expect([page[3], page.readUInt32LE(4)]).toEqual([0, 0]);
    expect(String(read('bash-completion/completions/sightglass'))).toBe(completionFor('bash', en));
    expect(String(read('zsh/vendor-completions/_sightglass'))).toBe(completionFor('zsh', en));
    expect(String(read('fish/vendor_completions.d/sightglass.fish'))).toBe(completionFor('fish', en));
  });

  test("Chromium's words are there in English alone, under the names of all languages", () => {
    const locales = join(builtPackages().root, 'opt/Sightglass/locales');
    const names = readdirSync(locales);
    expect(names).toEqual(expect.arrayContaining(['de.pak', 'en-GB.pak', 'ja.pak']));
    expect(names.filter((name) => lstatSync(join(locales, name)).isFile())).toEqual(['en-US.pak']);
    for (const name of names) expect(realpathSync(join(locales, name))).toBe(realpathSync(join(locales, 'en-US.pak')));
  });

  test('the other packages hold the same files', () => {
    const { rpm, tarGz } = builtPackages();
    const opt = files().filter((path) => path.startsWith('/opt/'));
    const inRpm = linesOf('rpm', '-qp', '--qf', '[%{FILEMODES:perms} %{FILENAMES}\n]', rpm).filter(
      (line) => !line.startsWith('d'),
    );
    // Debian keeps what packages bring to zsh apart.
    const ofRpm = files().map((path) => path.replace('/zsh/vendor-completions/', '/zsh/site-functions/'));
    expect(inRpm.map((line) => line.slice(line.indexOf(' ') + 1)).toSorted()).toEqual(ofRpm.toSorted());
    const inTar = linesOf('tar', '-tzf', tarGz)
      .filter((path) => !path.endsWith('/'))
      .map((path) => `/opt/Sightglass/${path.split('/').slice(1).join('/')}`);
    expect(inTar.toSorted()).toEqual(opt.toSorted());
  });
});
