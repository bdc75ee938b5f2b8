import { expect, test } from 'vitest';
import { createSystem } from '../../../src/main/shell/system.ts';
import { en } from '../../../src/shared/text/en.ts';

function systemFixture(platform: NodeJS.Platform = 'linux') {
  const done: unknown[] = [];
  const world = {
    filePaths: [] as string[],
    filePath: '',
    isOnline: true,
    response: 0,
    window: null as unknown,
    writeText: async (text: string): Promise<void> => void done.push(['copy', text]),
  };
  const system = createSystem({
    app: { getPath: (name) => `/the/${name}` },
    clipboard: { writeText: (text) => world.writeText(text) },
    dialog: {
      showOpenDialog: async (...asked: unknown[]) => {
        done.push(['dialog', ...asked]);
        return { canceled: world.filePaths.length === 0, filePaths: world.filePaths };
      },
      showSaveDialog: async (...asked: unknown[]) => {
        done.push(['save', ...asked]);
        return { canceled: world.filePath === '', filePath: world.filePath };
      },
      showMessageBox: async (...asked: unknown[]) => {
        done.push(['message', ...asked]);
        return { response: world.response };
      },
    } as never,
    net: { isOnline: () => world.isOnline },
    shell: { openExternal: async (url) => void done.push(['open', url]) },
    proxySession: { resolveProxy: async (url) => `PROXY for ${url}` },
    sessionOf: (partition) => ({
      clearStorageData: async () => void done.push([partition, 'storage']),
      clearCache: async () => void done.push([partition, 'cache']),
      clearAuthCache: async () => void done.push([partition, 'passwords']),
    }),
    currentWindow: () => world.window as never,

    text: en,
    platform,
  });
  return { system, done, world };
}

test('the person is asked where a set-up file is to be, and it is nowhere where they name no place', async () => {
  const { system, done, world } = systemFixture();
  expect(await system.chooseSetUpFile('Finance.sightglass')).toBeNull();
  const asked = {
    title: en.dialogs.saveSetUp,
    defaultPath: '/the/home/Finance.sightglass',
    filters: [{ name: en.dialogs.setUpFiles, extensions: ['sightglass'] }],
  };
  expect(done).toEqual([['save', asked]]);
  world.filePath = '/home/ada/Finance.sightglass';
  world.window = { id: 1 };
  expect(await system.chooseSetUpFile('Finance.sightglass')).toBe('/home/ada/Finance.sightglass');
  expect(done.at(-1)).toEqual(['save', world.window, asked]);
});

test('the person is asked for one file, hidden ones among them, as a .env file is', async () => {
  const { system, done, world } = systemFixture();
  expect(await system.chooseEnvFile()).toBeNull();
  const asked = {
    title: en.dialogs.importEnv,
    defaultPath: '/the/home',
    filters: [
      { name: en.dialogs.setUpAndEnvFiles, extensions: ['sightglass', 'env'] },
      { name: en.dialogs.allFiles, extensions: ['*'] },
    ],
    properties: ['openFile', 'showHiddenFiles'],
  };
  expect(done.splice(0)).toEqual([['dialog', asked]]);
  world.filePaths = ['/home/ada/.env'];
  world.window = { id: 1 };
  expect(await system.chooseEnvFile()).toBe('/home/ada/.env');
  expect(done).toEqual([['dialog', world.window, asked]]);
  // There, a file that is called .env has no extension.
  const { filters: _, ...unfiltered } = asked;
  const mac = systemFixture('darwin');
  await mac.system.chooseEnvFile();
  expect(mac.done).toEqual([['dialog', unfiltered]]);
});

test('a guest session loses all that its guests left: storage, cache and passwords', async () => {
  const { system, done } = systemFixture();
  await system.clearGuestSession('sightglass-1');
  expect(done).toEqual([
    ['sightglass-1', 'storage'],
    ['sightglass-1', 'cache'],
    ['sightglass-1', 'passwords'],
  ]);
});

test('links, texts, proxies and the network are those of the system', async () => {
  const { system, done, world } = systemFixture();
  await system.openBrowser('https://as.example/');
  await system.copyText('a link');
  expect(done).toEqual([
    ['open', 'https://as.example/'],
    ['copy', 'a link'],
  ]);
  expect(await system.resolveProxy('https://as.example/')).toBe('PROXY for https://as.example/');
  expect(system.isOnline()).toBe(true);
  world.isOnline = false;
  expect(system.isOnline()).toBe(false);
});

test('what the clipboard does not take is a failure that quotes nothing of it', async () => {
  const { system, world } = systemFixture();
  world.writeText = async (text) => {
    throw new Error(`cannot write ${text}`);
  };
  const refused = await system.copyText('a sign-in link').then(
    () => null,
    (error: unknown) => error,
  );
  expect(refused).toMatchObject({ code: 'not_copied', values: {} });
  expect(String((refused as Error).stack)).not.toContain('a sign-in link');
  expect((refused as Error).cause).toBeUndefined();
});

test('a copy is over when the clipboard has it, and not before', async () => {
  const { system, done, world } = systemFixture();
  let arrive = () => {};
  world.writeText = () =>
    new Promise<void>((resolve) => {
      arrive = () => resolve();
    });
  const copying = system.copyText('a link').then(() => void done.push('copied'));
  await Promise.resolve();
  expect(done).toEqual([]);
  arrive();
  await copying;
  expect(done).toEqual(['copied']);
});

test('a clipboard that answers with nothing, as that of Electron before 44, has the text', async () => {
  const { system, world } = systemFixture();
  world.writeText = (() => undefined) as never;
  await expect(system.copyText('a link')).resolves.toBeUndefined();
});

test('a change of a profile is asked about in a dialog of the system, whose every way out but one is no', async () => {
  const { system, done, world } = systemFixture();
  const question = {
    about: 'sigma',
    profileName: 'Taxi\n\nAn update waits.\u202e',
    changes: [
      { field: 'sigmaAddress', before: 'https://app.sigma.example', after: 'https://evil.example' },
      { field: 'workbook', before: 'https://app.sigma.example/org/Trips-1', after: null },
    ],
  } as const;
  expect(await system.confirmChange(question)).toBe(false);
  world.response = 1;
  world.window = { id: 1 };
  expect(await system.confirmChange({ ...question, about: 'person' })).toBe(true);
  const [[, first], [, window, second]] = done as [[string, Options], [string, unknown, Options]];
  // Nothing but the names and addresses themselves stands on the line of each.
  expect(first.detail.split('\n').slice(0, 4)).toEqual([
    'Profile: Taxi An update waits.',
    'Sigma address: “https://app.sigma.example” → “https://evil.example”.',
    'Workbook: “https://app.sigma.example/org/Trips-1” (no longer).',
    '',
  ]);
  expect(first).toMatchObject({ message: en.dialogs.confirmSigma.question, defaultId: 0, cancelId: 0 });
  expect(first.buttons).toEqual(['Cancel', 'Use the Other Sigma']);
  expect(window).toBe(world.window);
  expect(second.message).toBe(en.dialogs.confirmPerson.question);
});

test('what an action would do is asked about by its host, and nothing in it begins a line of its own', async () => {
  const { system, done, world } = systemFixture();
  const address = `https://crm.example.com/orders/1?note=${'x'.repeat(300)}`;
  const question = { profileName: 'Taxi', action: 'open\n\nAlready\u3164\u2800 allowed.\u202e', address };
  expect(await system.confirmAction(question)).toBe(false);
  world.response = 1;
  expect(await system.confirmAction({ profileName: 'Taxi', action: 'go', workbook: 'Fares' })).toBe(true);
  const [[, first], [, second]] = done as [[string, Options], [string, Options]];
  expect(first).toMatchObject({
    message: 'Let this workbook open pages of crm.example.com?',
    buttons: ['Cancel', 'Allow'],
    defaultId: 0,
    cancelId: 0,
  });
  expect(first.detail.split('\n')).toEqual([
    'Profile: Taxi',
    'Action: open Already allowed.',
    `This time: ${address.slice(0, 200)}…`,
    '',
    en.dialogs.confirmAction.addressConsequence,
  ]);
  expect(second.message).toBe('Let this workbook open “Fares”?');
  expect(second.detail).not.toContain('This time');
});

interface Options {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}
