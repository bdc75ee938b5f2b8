/** What of the packages for Windows can be shown elsewhere: the script of the installer, and how files are signed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { msiProjectCreated } from '../../scripts/package/msi-project.mjs';
import { linesOf, onLinux } from './read-built.ts';

const repository = join(import.meta.dirname, '../..');
const password = 'a secret that nobody may read';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightglass-windows-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the command line of Windows is a batch file that waits for the program above it and ends as it does', () => {
  const lines = readFileSync(join(repository, 'build/windows/sightglass.cmd'), 'utf8').split('\r\n');
  expect(lines).toContain('set "ELECTRON_NO_ATTACH_CONSOLE="');
  expect(lines).toContain('"%~dp0..\\Sightglass.exe" %*');
  expect(lines).toContain('exit /b %ERRORLEVEL%');
});

/**
 * The smallest program for Windows that a signature can be attached to: a head of DOS, one of PE32+ and one section.
 * @see https://learn.microsoft.com/windows/win32/debug/pe-format
 */
function smallestProgram(): Buffer {
  const file = Buffer.alloc(1024);
  file.write('MZ');
  file.writeUInt32LE(0x40, 0x3c);
  file.write('PE\0\0', 0x40);
  const coff = 0x44;
  file.writeUInt16LE(0x8664, coff);
  file.writeUInt16LE(1, coff + 2);
  file.writeUInt16LE(240, coff + 16);
  file.writeUInt16LE(0x22, coff + 18);
  const optional = coff + 20;
  file.writeUInt16LE(0x20b, optional);
  file.writeUInt32LE(0x1000, optional + 32);
  file.writeUInt32LE(0x200, optional + 36);
  file.writeUInt32LE(0x2000, optional + 56);
  file.writeUInt32LE(0x200, optional + 60);
  file.writeUInt16LE(3, optional + 68);
  file.writeUInt32LE(16, optional + 108);
  const section = optional + 240;
  file.write('.text', section);
  file.writeUInt32LE(0x200, section + 8);
  file.writeUInt32LE(0x1000, section + 12);
  file.writeUInt32LE(0x200, section + 16);
  file.writeUInt32LE(0x200, section + 20);
  return file;
}

describe.skipIf(!onLinux)('signing for Windows', () => {
  const certificate = () => join(folder, 'certificate.pem');
  const pkcs12 = () => join(folder, 'certificate.p12');

  beforeAll(() => {
    const key = join(folder, 'key.pem');
    linesOf(
      ...(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=Test'] as const),
      ...(['-addext', 'extendedKeyUsage=codeSigning', '-keyout', key, '-out', certificate()] as const),
    );
    const exported = ['pkcs12', '-export', '-in', certificate(), '-inkey', key, '-out', pkcs12(), '-passout', 'stdin'];
    expect(spawnSync('openssl', exported, { input: password }).status).toBe(0);
  });

  /** Signs a program as electron-builder would have it signed. @returns what was said and which commands ran */
  function sign(path: string, variables: Record<string, string>) {
    const hook = join(repository, 'scripts/package/sign-windows.mjs');
    const script = `import(${JSON.stringify(hook)}).then(({ sign }) => sign({ path: ${JSON.stringify(path)}, hash: 'sha256', name: 'Sightglass', site: 'https://sightglass.example' }))`;
    const recorded = join(folder, `${path.split('/').at(-1)}.commands`);
    // A program in the way of the real one, which sees what every other program on the computer could.
    const tools = mkdtempSync(join(folder, 'tools-'));
    const real = linesOf('sh', '-c', 'command -v osslsigncode')[0];
    writeFileSync(
      join(tools, 'osslsigncode'),
      `#!/bin/sh\ntr '\\0' ' ' < /proc/$$/cmdline >> ${recorded}\ntr '\\0' '\\n' < /proc/$$/environ >> ${recorded}\nexec ${real} "$@"\n`,
      { mode: 0o755 },
    );
    const result = spawnSync(process.execPath, ['-e', script], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${tools}:${process.env.PATH}`, SIGHTGLASS_TIMESTAMP_URL: 'none', ...variables },
    });
    const seen = readdirSync(folder).includes(recorded.split('/').at(-1) ?? '') ? readFileSync(recorded, 'utf8') : '';
    return { status: result.status, said: result.stdout + result.stderr, seen };
  }
  const program = (name: string) => {
    const path = join(folder, name);
    writeFileSync(path, smallestProgram());
    return path;
  };
  const withCertificate = () => ({
    SIGHTGLASS_WINDOWS_CERTIFICATE: pkcs12(),
    SIGHTGLASS_WINDOWS_CERTIFICATE_PASSWORD: password,
  });

  test('leaves one signature, with SHA-256, that holds against the certificate', () => {
    const path = program('signed.exe');
    expect(sign(path, withCertificate())).toMatchObject({ status: 0 });
    const verify = () => spawnSync('osslsigncode', ['verify', '-CAfile', certificate(), path], { encoding: 'utf8' });
    const { status, stdout } = verify();
    expect(status).toBe(0);
    expect(stdout).toContain('Number of verified signatures: 1');
    expect(stdout.match(/^Message digest algorithm\s*: (\w+)/gm)?.every((line) => line.endsWith('SHA256'))).toBe(true);
    expect(stdout).not.toMatch(/SHA1\b/);
    // And does not when a byte is changed.
    const changed = readFileSync(path);
    changed[0x210] = 1;
    writeFileSync(path, changed);
    expect(verify().status).not.toBe(0);
  });

  test('hands the password to nobody: not in arguments, not in the environment of the tool, not in what is said', () => {
    const { seen, said } = sign(program('secret.exe'), withCertificate());
    expect(seen).toContain('-pkcs12');
    expect(seen).toContain('PATH=');
    expect(`${seen}${said}`).not.toContain(password);
    // The program that checks the name gets it neither.
    const named = sign(program('named.exe'), { ...withCertificate(), SIGHTGLASS_WINDOWS_PUBLISHER: 'Test' });
    expect(named.status).toBe(0);
    expect(named.seen).toContain('verify -in');
    expect(`${named.seen}${named.said}`).not.toContain(password);
    const refused = sign(program('wrong.exe'), {
      ...withCertificate(),
      SIGHTGLASS_WINDOWS_CERTIFICATE_PASSWORD: `${password}!`,
    });
    expect(refused.status).not.toBe(0);
    expect(refused.said).toContain('osslsigncode could not sign');
    expect(`${refused.seen}${refused.said}`).not.toContain(password);
  });

  test('signs nothing in another name than updates have to bear', () => {
    for (const other of ['Tes', 'Testing', 'Example']) {
      const path = program('other.exe');
      const { status, said } = sign(path, { ...withCertificate(), SIGHTGLASS_WINDOWS_PUBLISHER: other });
      expect(status).not.toBe(0);
      expect(said).toMatch(/is \w+, and the certificate names .*CN ?= ?Test/);
      expect(readFileSync(path).equals(smallestProgram())).toBe(true);
      expect(readdirSync(folder).filter((name) => name.endsWith('.signed'))).toEqual([]);
    }
  });

  test('asks the server for a time stamp that is named, and fails without its answer', () => {
    const nobody = 'http://127.0.0.1:1/';
    const { status, seen } = sign(program('stamped.exe'), {
      ...withCertificate(),
      SIGHTGLASS_TIMESTAMP_URL: nobody,
    });
    expect(status).not.toBe(0);
    expect(seen).toContain(`-ts ${nobody}`);
  });

  test('leaves a file as it is where no certificate is named', () => {
    const path = program('plain.exe');
    expect(sign(path, {})).toMatchObject({ status: 0, seen: '' });
    expect(readFileSync(path).equals(smallestProgram())).toBe(true);
  });
});

describe.skipIf(!onLinux)('the installer of Windows', () => {
  /** Compiles our part of it in a frame like electron-builder's. @returns what makensis says */
  function compile(include: string) {
    const file = join(folder, 'frame.nsi');
    const frame = `
Unicode true
!include LogicLib.nsh
!define APP_EXECUTABLE_FILENAME "Sightglass.exe"
!macro _isUpdated _a _b _t _f
  StrCmp $1 "1" \`\${_t}\` \`\${_f}\`
!macroend
!define isUpdated '"" isUpdated ""'
Var installMode
Name Sightglass
OutFile "${join(folder, 'frame.exe')}"
InstallDir "$PROGRAMFILES\\Sightglass"
!include "${include}"
Section
  StrCpy $installMode "all"
  !insertmacro customInstall
  WriteUninstaller "$INSTDIR\\uninstall.exe"
SectionEnd
Section Uninstall
  !insertmacro customUnInstall
SectionEnd
`;
    writeFileSync(file, frame);
    const result = spawnSync('makensis', ['-WX', '-V2', file], { encoding: 'utf8' });
    return { status: result.status, said: `${result.error ?? ''}${result.stdout}${result.stderr}` };
  }
  const include = join(repository, 'build/installer.nsh');
  const text = readFileSync(include, 'utf8');

  test('is understood by the compiler, without a warning', () => {
    expect(compile(include)).toEqual({ status: 0, said: '' });
    const broken = join(folder, 'broken.nsh');
    writeFileSync(broken, text.replace('IDNO keepData', 'IDNO keptData'));
    expect(compile(broken).status).not.toBe(0);
  });

  test('asks about the data of the person, keeps it unless they say yes, and asks nobody who is not there', () => {
    const question = text.split('\n').find((line) => line.trim().startsWith('MessageBox')) ?? '';
    expect(question).toContain('MB_YESNO');
    expect(question).toContain('MB_DEFBUTTON2');
    expect(question).toMatch(/\/SD IDNO IDNO keepData$/);
    const order = [
      ...text.matchAll(/\$\{ifNot\} \$\{(isUpdated|Silent)\}|MessageBox|RMDir \/r "\$APPDATA\\Sightglass"|keepData:/g),
    ];
    expect(order.map(([found, name]) => name ?? found.split(' ')[0])).toEqual([
      'isUpdated',
      'Silent',
      'MessageBox',
      'RMDir',
      'keepData:',
    ]);
  });
});

describe('the MSI', () => {
  test('opens links of the form sightglass:, and puts the command on PATH, for everybody', async () => {
    const template = join(repository, 'node_modules/app-builder-lib/templates/msi/template.xml');
    const project = join(folder, 'project.wxs');
    writeFileSync(project, readFileSync(template));
    await msiProjectCreated(project);
    const written = readFileSync(project, 'utf8');
    expect(written).toMatch(
      /<Component Id="LinkScheme"[\s\S]*<\/Component>\s*<Component Id="CommandOnPath"[\s\S]*<\/Component>\s*<\/ComponentGroup>\s*<\/Product>/,
    );
    expect(written).toContain('Value="&quot;[APPLICATIONFOLDER]Sightglass.exe&quot; &quot;%1&quot;"');
    const [, attributes = ''] = /<Environment (.*)\/>/.exec(written) ?? [];
    // Added to what is there, of the computer, and taken out of it when the component is removed.
    expect(
      Object.fromEntries([...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value])),
    ).toEqual({
      Id: 'CommandFolder',
      Name: 'PATH',
      Value: '[APPLICATIONFOLDER]bin',
      Action: 'set',
      Part: 'last',
      Separator: ';',
      System: 'yes',
      Permanent: 'no',
    });
    // PATH of the computer leads into no folder that anybody may write to.
    expect(written).toContain('<![CDATA[NOT APPLICATIONFOLDER OR APPLICATIONFOLDER ~<< ProgramFiles64Folder]]>');
    const ids = [...written.matchAll(/Guid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    writeFileSync(project, '<Wix></Wix>');
    await expect(msiProjectCreated(project)).rejects.toThrow('no place for what is ours');
  });
});
