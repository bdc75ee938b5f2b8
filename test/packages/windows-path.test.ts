/**
 * How the installer of Windows puts the command on PATH: what is written is looked at, and where Wine is there it is run, by an
 * installer that does nothing else.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findProgram } from '../../scripts/system-packages.mjs';
import { onLinux } from './read-built.ts';

const repository = join(import.meta.dirname, '../..');
const part = join(repository, 'build/command-on-path.nsh');
const wine = findProgram(['wine64', 'wine']) ?? '';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-path-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

/** An installer that changes PATH and nothing else. Its variables hold something, which it has to find again. */
function compile(target: string) {
  const file = join(folder, 'frame.nsi');
  writeFileSync(
    file,
    `
Unicode true
Target ${target}
RequestExecutionLevel user
SilentInstall silent
SilentUnInstall silent
!include FileFunc.nsh
Var installMode
OutFile "${join(folder, 'frame.exe')}"
InstallDir "C:\\Program Files\\Sightglass"
!include "${part}"
Section
  \${GetParameters} $R0
  \${GetOptions} $R0 "/mode=" $installMode
  StrCpy $0 a
  StrCpy $4 b
  StrCpy $7 c
  !insertmacro changePath add
  StrCmp "$0$4$7" "abc" +3
    SetErrorLevel 9
    Quit
  CreateDirectory $INSTDIR
  WriteUninstaller "$INSTDIR\\uninstall.exe"
SectionEnd
Section Uninstall
  \${GetParameters} $R0
  \${GetOptions} $R0 "/mode=" $installMode
  !insertmacro changePath remove
SectionEnd
`,
  );
  const result = spawnSync('makensis', ['-WX', '-V2', file], { encoding: 'utf8' });
  return { status: result.status, said: `${result.error ?? ''}${result.stdout}${result.stderr}` };
}

describe.skipIf(!onLinux)('the command on PATH', () => {
  test.each(['x86-unicode', 'amd64-unicode'])('is understood by the compiler for %s, without a warning', (target) => {
    expect(compile(target)).toEqual({ status: 0, said: '' });
  });

  test('never goes through a variable of NSIS, which would cut a long PATH off, nor through a program that does', () => {
    const orders = readFileSync(part, 'utf8').replace(/^\s*;.*$/gm, '');
    expect(orders).not.toMatch(/\b(?:ReadRegStr|WriteReg\w*|ReadEnvStr|ExpandEnvStrings|Exec\w*|nsExec)\b|setx/i);
    // What is read goes into memory (p), never into a variable as words (w or t).
    const calls = orders.match(/RegQueryValueExW\(.*\)/g) ?? [];
    expect(calls).toHaveLength(2);
    for (const call of calls)
      expect(call).toMatch(/^RegQueryValueExW\(p r0, w 'Path', p 0, (?:\*i \.r1, p 0|p 0, p r4), \*i/);
  });

  test('is added by an installation, and taken away by each removal, also by that before another version comes', () => {
    const text = readFileSync(join(repository, 'build/installer.nsh'), 'utf8');
    const [install = '', uninstall = ''] = text.split('!macro customUnInstall');
    expect(install).toContain('!insertmacro changePath add');
    const [always = ''] = uninstall.split(/\$\{ifNot\} \$\{isUpdated\}/);
    expect(always).toContain('!insertmacro changePath remove');
    expect(always).toContain('DeleteRegKey SHELL_CONTEXT "Software\\Classes\\sightglass"');
  });
});

describe.skipIf(!onLinux || wine === '')('the command on PATH, under Wine', () => {
  const ofPerson = 'HKCU\\Environment';
  const ofComputer = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment';
  const entry = 'C:\\Program Files\\Sightglass\\bin';

  // While it waits, Wine's Windows is up: it takes seconds to start.
  let session: ChildProcess | undefined;
  const { DISPLAY: _, ...rest } = process.env;
  const environment = () => ({
    ...rest,
    WINEPREFIX: join(folder, 'wine'),
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
  });

  function run(...args: string[]) {
    const { status, stdout } = spawnSync(wine, args, { encoding: 'utf8', env: environment(), timeout: 120_000 });
    return { status, said: String(stdout).replaceAll('\r', '') };
  }
  const pathOf = (key: string) => {
    const [, type, value] = /^\s+Path\s+(REG_\w+)\s+(.*)$/im.exec(run('reg', 'query', key, '/v', 'Path').said) ?? [];
    return type === undefined ? null : { type, value };
  };
  const set = (type: string, value: string) => {
    expect(run('reg', 'add', ofPerson, '/v', 'Path', '/t', type, '/d', value, '/f').status).toBe(0);
  };
  const install = (mode = 'CurrentUser', ...more: string[]) =>
    expect(run(join(folder, 'frame.exe'), '/S', `/mode=${mode}`, ...more).status).toBe(0);
  /** The uninstaller starts a copy of itself and ends: what it does is waited for. */
  const remove = (mode = 'CurrentUser') => {
    expect(run(`${entry.replace('\\bin', '')}\\uninstall.exe`, '/S', `/mode=${mode}`).status).toBe(0);
    return expect.poll(() => pathOf(mode === 'all' ? ofComputer : ofPerson), { timeout: 60_000 });
  };

  beforeAll(async () => {
    expect(compile('amd64-unicode').status).toBe(0);
    run('wineboot', '-i');
    expect(existsSync(join(folder, 'wine/drive_c/windows'))).toBe(true);
    session = spawn(wine, ['cmd'], { env: environment(), stdio: ['pipe', 'pipe', 'ignore'] });
    // It asks for a command.
    if (session.stdout) await once(session.stdout, 'data');
  }, 120_000);
  afterAll(() => {
    session?.stdin?.end('exit\r\n');
  });
  afterEach(() => run('reg', 'delete', ofPerson, '/v', 'Path', '/f'));

  test('is that of a person who had none, once, and there is none again afterwards', async () => {
    expect(pathOf(ofPerson)).toBeNull();
    install();
    install();
    expect(pathOf(ofPerson)).toEqual({ type: 'REG_EXPAND_SZ', value: entry });
    await remove().toBeNull();
  });

  test('follows what is there, which stays as it is, for the computer as well', async () => {
    const before = pathOf(ofComputer);
    expect(before?.value).toContain('%SystemRoot%');
    install('all');
    expect(pathOf(ofComputer)).toEqual({ type: 'REG_EXPAND_SZ', value: `${before?.value};${entry}` });
    expect(pathOf(ofPerson)).toBeNull();
    await remove('all').toEqual(before);
  });

  test('is not that of the computer where anybody might write to the folder', () => {
    const before = pathOf(ofComputer);
    for (const other of ['C:\\Apps\\Sightglass', 'C:\\Program Files other\\Sightglass']) {
      install('all', `/D=${other}`);
      expect(pathOf(ofComputer)).toEqual(before);
    }
  });

  test('is known in whatever capitals, and taken from the middle, as often as it is there', async () => {
    set('REG_SZ', `C:\\a b;${entry.toUpperCase()};D:\\x;${entry};${entry}\\more`);
    install();
    expect(pathOf(ofPerson)?.value).toContain(`C:\\a b;${entry.toUpperCase()};D:\\x;${entry}`);
    await remove().toEqual({ type: 'REG_SZ', value: `C:\\a b;D:\\x;${entry}\\more` });
  });

  test('leaves the rest of a PATH whole that is longer than any variable of an installer', async () => {
    const long = Array.from({ length: 400 }, (_, index) => `C:\\folder ${index}\\of a long path`).join(';');
    expect(long.length).toBeGreaterThan(8192);
    set('REG_EXPAND_SZ', `%SystemRoot%;${long}`);
    install();
    expect(pathOf(ofPerson)?.value).toBe(`%SystemRoot%;${long};${entry}`);
    await remove().toEqual({ type: 'REG_EXPAND_SZ', value: `%SystemRoot%;${long}` });
  });

  test('is not written where a folder has a semicolon in its name, nor over what is no text', () => {
    install('CurrentUser', '/D=C:\\half;half\\Sightglass');
    expect(pathOf(ofPerson)).toBeNull();
    set('REG_BINARY', '00ff');
    install();
    expect(pathOf(ofPerson)).toEqual({ type: 'REG_BINARY', value: '00FF' });
  });
});
