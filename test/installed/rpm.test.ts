/** The rpm, unpacked as rpm does it beside this Debian, whose program starts, and whose scripts know an update. */
import { existsSync, lstatSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildInstallers } from '../support/driver/installers.ts';
import { launchPackaged, processesOf } from '../support/driver/packaged-app.ts';
import { mustRun, reasonAgainstInstalling } from '../support/installed/debian.ts';
import { createOrdinaryUser, type OrdinaryUser } from '../support/installed/ordinary-user.ts';

describe.runIf(reasonAgainstInstalling() === null)('the rpm', () => {
  let folder: string;
  let file: string;
  let person: OrdinaryUser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-rpm-'));
    mustRun('chmod', ['755', folder]);
    person = await createOrdinaryUser('sightglass-rpm-tester');
    const built = await buildInstallers(join(folder, 'built'), { words: ['rpm'], isTestBuild: true });
    const [found] = built.files;
    if (!found) throw new Error(built.said);
    file = found;
  });
  afterAll(async () => {
    await person?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  test('has a program that an ordinary person starts, in the real sandbox', async () => {
    const root = join(folder, 'root');
    mustRun('rpm', ['--root', root, '-i', '--nodeps', '--noscripts', '--ignorearch', file]);
    expect(mustRun('rpm', ['--root', root, '-q', 'sightglass'])).toMatch(/^sightglass-/);
    const app = await launchPackaged({
      executable: join(root, 'opt/Sightglass/start'),
      userData: person.userData,
      path: process.env.PATH ?? '',
      allowsLoopback: false,
      starter: person.starter,
      variables: person.variables,
    });
    try {
      await app.window.getByTestId('import-env').waitFor();
      const renderers = processesOf(app.pid).filter(({ commandLine }) => commandLine.includes('--type=renderer'));
      expect(renderers.map(({ isFiltered }) => isFiltered)).toEqual([true]);
    } finally {
      await app.close();
    }
    const share = (path: string) => existsSync(join(root, 'usr/share', path));
    const brought = [
      'man/man1/sightglass.1.gz',
      'bash-completion/completions/sightglass',
      'zsh/site-functions/_sightglass',
    ].concat('fish/vendor_completions.d/sightglass.fish');
    expect(brought.filter((path) => !share(path))).toEqual([]);
    mustRun('rpm', ['--root', root, '-e', '--noscripts', 'sightglass']);
    expect(existsSync(join(root, 'opt/Sightglass'))).toBe(false);
    // Nor the folders of shells that are not there.
    expect([...brought, 'bash-completion', 'zsh', 'fish'].filter(share)).toEqual([]);
  });

  test('an update of it leaves the command in place, and its removal takes it away', () => {
    const script = mustRun('rpm', ['-qp', '--qf', '%{POSTUN}', file]);
    const link = join(folder, 'sightglass');
    symlinkSync('/opt/Sightglass/start', link);
    // Both names of the link, as the script has them, lead into our folder.
    const moved = join(folder, 'postun.sh');
    writeFileSync(moved, script.replaceAll('/usr/bin/sightglass', link).replaceAll(/\/etc\/apparmor\.d/g, folder));
    mustRun('sh', [moved, '1']);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    mustRun('sh', [moved, '0']);
    expect(lstatSync(link, { throwIfNoEntry: false })).toBeUndefined();
  });
});
