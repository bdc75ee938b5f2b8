import { describe, expect, test } from 'vitest';
import { checkStart } from '../../../src/main/shell/allowed-at-start.ts';

const check = (
  args: readonly string[],
  environment: Record<string, string | undefined> = {},
  more: { platform?: NodeJS.Platform; isTestBuild?: boolean; isRoot?: boolean; isCommand?: boolean } = {},
) =>
  checkStart({
    argv: ['/opt/Sightglass/sightglass', ...args],
    environment,
    platform: 'linux',
    isTestBuild: false,
    isRoot: false,
    ...more,
  });

describe('what a start may be given', () => {
  test('is a platform without a display for a command alone', () => {
    expect(check(['--ozone-platform=headless'])).toMatchObject({ refused: ['ozone-platform'], arguments: [] });
    const isCommand = true;
    expect(check(['--ozone-platform=headless'], {}, { isCommand })).toMatchObject({ refused: [] });
    expect(check(['--headless'], {}, { isCommand })).toMatchObject({ refused: ['headless'] });
  });

  test('is nothing that sends crashes elsewhere, or keeps them elsewhere', () => {
    const args = [
      '--enable-crash-reporter=a,b',
      '--crash-server-url=https://x.example',
      '--crash-dumps-dir=/srv',
      '--enable-crashpad',
    ];
    const environment = { BREAKPAD_DUMP_LOCATION: '/srv', CHROME_HEADLESS: '1', ELECTRON_CRASH: 'x' };
    expect(check(args, environment)).toMatchObject({
      refused: [
        'BREAKPAD_DUMP_LOCATION',
        'CHROME_HEADLESS',
        'ELECTRON_CRASH',
        'crash-dumps-dir',
        'crash-server-url',
        'enable-crash-reporter',
        'enable-crashpad',
      ],
      arguments: [],
    });
  });

  test.each([
    '--import-env=/srv/team.env',
    '--new-window',
    '--user-data-dir=/srv/kiosk',
    '--ozone-platform=wayland',
    '--ozone-platform-hint=auto',
    '--enable-wayland-ime',
    '--wayland-text-input-version=3',
    '--enable-features=UseOzonePlatform,WaylandWindowDecorations',
    '--gtk-version=4',
    '--class=kiosk.one',
    '--lang=de-CH',
    '--force-device-scale-factor=1.25',
    '--force-dark-mode',
    '--force-prefers-reduced-motion',
    '--force-renderer-accessibility',
    '--force-renderer-accessibility=complete',
    '--disable-gpu',
    '--disable-gpu-compositing',
    '--disable-dev-shm-usage',
    '--password-store=kwallet6',
    '--updated',
    '--started-again',
    '-psn_0_1884616',
    '/srv/a file',
    '-',
    '--',
  ])('%s stays', (argument) => {
    expect(check([argument])).toEqual({ refused: [], arguments: [argument], environment: {} });
  });

  test('the environment of a person stays as it is', () => {
    const environment = {
      PATH: '/usr/bin',
      HOME: '/home/ada',
      LANG: 'de_CH.UTF-8',
      https_proxy: 'http://proxy.example:3128',
      NODE_ENV: 'production',
      CHROME_DESKTOP: 'sightglass.desktop',
      ELECTRON_OZONE_PLATFORM_HINT: 'auto',
      GOOGLE_CLOUD_PROJECT: 'one',
      SIGHTGLASS_RUN_ID: '7',
    };
    expect(check([], environment)).toEqual({ refused: [], arguments: [], environment });
  });
});

describe('what a start may not be given', () => {
  test.each([
    ['--no-sandbox', 'no-sandbox'],
    ['--disable-seccomp-filter-sandbox', 'disable-seccomp-filter-sandbox'],
    ['--disable-setuid-sandbox', 'disable-setuid-sandbox'],
    ['--disable-namespace-sandbox', 'disable-namespace-sandbox'],
    ['--no-zygote', 'no-zygote'],
    ['--renderer-cmd-prefix=xterm', 'renderer-cmd-prefix'],
    ['--single-process', 'single-process'],
    ['--in-process-gpu', 'in-process-gpu'],
    ['--js-flags=--expose-gc', 'js-flags'],
    ['--trace-startup=netlog', 'trace-startup'],
    ['--trace-config-file=/tmp/x', 'trace-config-file'],
    ['--log-net-log=/tmp/x', 'log-net-log'],
    ['--enable-logging', 'enable-logging'],
    ['--proxy-server=proxy.example:1', 'proxy-server'],
    ['--proxy-pac-url=http://x.example/', 'proxy-pac-url'],
    ['--host-rules=MAP * 127.0.0.1', 'host-rules'],
    ['--remote-debugging-port=0', 'remote-debugging-port'],
    ['--inspect-brk=1', 'inspect-brk'],
    ['--load-extension=/tmp/x', 'load-extension'],
    ['--use-mock-keychain', 'use-mock-keychain'],
    ['--a-switch-of-tomorrow', 'a-switch-of-tomorrow'],
    // As Chromium reads them.
    ['-no-sandbox', 'no-sandbox'],
    ['  --no-sandbox  ', 'no-sandbox'],
    ['--no-sandbox=', 'no-sandbox'],
    ['\u0085--no-sandbox\u180e', 'no-sandbox'],
    ['--NO-SANDBOX', 'NO-SANDBOX'],
  ])('%s is refused by its name', (argument, name) => {
    expect(check(['--lang=de', argument])).toEqual({ refused: [name], arguments: ['--lang=de'], environment: {} });
  });

  test.each([
    '--password-store=basic',
    '--password-store',
    '--enable-features=NetworkServiceInProcess2',
    '--enable-features=UseOzonePlatform,NetworkServiceInProcess2',
    '--enable-features=UseOzonePlatformAndMore',
    '--ozone-platform=headless',
    '--force-device-scale-factor=1;2',
    '--disable-gpu=x',
    '--lang=',
    '--user-data-dir=',
    '--lang=de\n--no-sandbox',
  ])('%s is refused for its value, which is not named', (argument) => {
    const { refused, arguments: kept } = check([argument]);
    expect([refused, kept]).toEqual([[/^--([\w-]+)/.exec(argument)?.[1]], []]);
  });

  test.each([
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'NODE_OPTIONS',
    'NODE_EXTRA_CA_CERTS',
    'NODE_DEBUG',
    'NODE_V8_COVERAGE',
    'NODE_PATH',
    'NODE_USE_ENV_PROXY',
    'NODE_USE_SYSTEM_CA',
    'ELECTRON_RUN_AS_NODE',
    'ELECTRON_DISABLE_SANDBOX',
    'ELECTRON_ENABLE_LOGGING',
    'ELECTRON_LOG_FILE',
    'ELECTRON_NO_ASAR',
    'ELECTRON_OF_TOMORROW',
    'CHROME_DEVEL_SANDBOX',
    'CHROME_LOG_FILE',
    'SSLKEYLOGFILE',
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
    'OPENSSL_CONF',
    'NSS_DEFAULT_DB_TYPE',
    'GOOGLE_API_KEY',
    'BREAKPAD_DUMP_LOCATION',
    'SIGHTGLASS_ALLOW_LOOPBACK_SERVICES',
    'SIGHTGLASS_ALLOW_REMOTE_DEBUGGING',
    'SIGHTGLASS_LANGUAGE',
  ])('the variable %s is refused, also when it is empty', (name) => {
    for (const value of ['1', '']) {
      expect(check([], { HOME: '/home/ada', [name]: value })).toEqual({
        refused: [name],
        arguments: [],
        environment: { HOME: '/home/ada' },
      });
    }
  });

  test('Windows reads a slash and capital letters as well', () => {
    const environment = { node_tls_reject_unauthorized: '0', Path: 'C:\\Windows' };
    expect(check(['/no-sandbox', '--No-Sandbox', '/LANG=de'], environment, { platform: 'win32' })).toEqual({
      refused: ['no-sandbox', 'node_tls_reject_unauthorized'],
      arguments: ['/LANG=de'],
      environment: { Path: 'C:\\Windows' },
    });
    // Elsewhere the same is a file and another variable.
    expect(check(['/no-sandbox'], { node_tls_reject_unauthorized: '0' }).refused).toEqual([]);
  });

  test.each(['--', ' --', '-- '])('what follows "%s" is looked at as well', (dashes) => {
    expect(check([dashes, '--no-sandbox'])).toMatchObject({ refused: ['no-sandbox'], arguments: [dashes] });
  });

  test('names are given once, in order, and never as something else in a log', () => {
    const { refused } = check(['--zoo', '--ant', '--zoo', '--a b\n{"level":"error"}', `--${'x'.repeat(65)}`]);
    expect(refused).toEqual(['(unreadable)', 'ant', 'zoo']);
    expect(check(Array.from({ length: 200 }, (_, index) => `--switch-${index}`)).refused).toHaveLength(50);
  });
});

describe('a link to the program', () => {
  const link = 'sightglass://open?profile=Finance';

  test.each(['linux', 'win32', 'darwin'] as const)('is an argument like a file on %s', (platform) => {
    expect(check(['--lang=de', link], {}, { platform })).toEqual({
      refused: [],
      arguments: ['--lang=de', link],
      environment: {},
    });
  });

  test.each(['--import-env=/tmp/evil.env', '--user-data-dir=/tmp/evil', '--lang=de', '/a/file', link])(
    'is the last one: %s after it has broken out of it',
    (argument) => {
      expect(check(['--lang=de', link, argument])).toEqual({
        refused: ['(after a link)'],
        arguments: ['--lang=de', link],
        environment: {},
      });
    },
  );
});

describe('a build for tests', () => {
  const forTests = { isTestBuild: true };

  test('may be driven, may be started by root, and has variables of its own', () => {
    const args = ['--no-sandbox', '--remote-debugging-port=0'];
    const environment = { SIGHTGLASS_ALLOW_LOOPBACK_SERVICES: '1', SIGHTGLASS_ELECTRON_PATH: '/x' };
    expect(check(args, environment, { ...forTests, isRoot: true })).toEqual({
      refused: [],
      arguments: args,
      environment,
    });
  });

  test('has a sandbox like any other where the one who starts it can have one', () => {
    expect(check(['--no-sandbox', '--remote-debugging-port=0'], {}, forTests)).toMatchObject({
      refused: ['no-sandbox'],
      arguments: ['--remote-debugging-port=0'],
    });
  });

  test('refuses everything else as the other one does', () => {
    const args = ['--remote-debugging-address=0.0.0.0', '--log-net-log=/tmp/x', '--remote-debugging-port=x'];
    expect(check(args, { SSLKEYLOGFILE: '/tmp/keys' }, forTests).refused).toEqual([
      'SSLKEYLOGFILE',
      'log-net-log',
      'remote-debugging-address',
      'remote-debugging-port',
    ]);
  });
});
