/** Starting with the computer, as each system has it. */
import { expect, test } from 'vitest';
import { autostartFile, type LoginStartOptions, setLoginStart } from '../../../src/main/shell/login-start.ts';

function fixture(changes: Partial<LoginStartOptions> = {}) {
  const files = new Map<string, string>();
  const asked: unknown[] = [];
  const options: LoginStartOptions = {
    app: { setLoginItemSettings: (settings) => void asked.push(settings) },
    platform: 'linux',
    executable: '/opt/Sightglass/sightglass',
    environment: {},
    home: '/home/dana',
    write: (path, content) => void files.set(path, content),
    remove: (path) => void files.delete(path),
    ...changes,
  };
  return { files, asked, set: (isOn: boolean) => setLoginStart(isOn, options) };
}
const FILE = '/home/dana/.config/autostart/sightglass.desktop';

test('on Linux a file says so, and goes again', () => {
  const { files, asked, set } = fixture();
  set(true);
  expect(files.get(FILE)).toContain('\nExec="/opt/Sightglass/sightglass"\n');
  set(false);
  expect([files.size, asked]).toEqual([0, []]);
});

test('of an AppImage it is the image that starts, whatever is in its name', () => {
  const { files, set } = fixture({ environment: { APPIMAGE: '/home/dana/My $Apps/100%.AppImage' } });
  set(true);
  expect(files.get(FILE)).toContain('Exec="/home/dana/My \\\\$Apps/100%%.AppImage"');
});

test('the folder of settings is where the system says, unless that is no place', () => {
  const at = (XDG_CONFIG_HOME: string) => autostartFile({ environment: { XDG_CONFIG_HOME }, home: '/home/dana' });
  expect(at('/elsewhere')).toBe('/elsewhere/autostart/sightglass.desktop');
  expect(at('relative')).toBe(FILE);
});

test.each(['darwin', 'win32'] as const)('on %s the system has a list of its own', (platform) => {
  const { files, asked, set } = fixture({ platform });
  set(true);
  set(false);
  expect([files.size, asked]).toEqual([0, [{ openAtLogin: true }, { openAtLogin: false }]]);
});
