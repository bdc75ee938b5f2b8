import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openStoreFile } from '../../../src/main/settings/store-file.ts';
import { AppError } from '../../../src/shared/errors.ts';

const removeAllListeners = vi.hoisted(() => vi.fn());
vi.mock('electron', () => ({ ipcMain: { removeAllListeners } }));
// Outside Electron, importing electron-store would download an Electron. It is conf (which does all reading and
// writing) with a default folder and another word for the name of the file.
vi.mock('electron-store', async () => {
  const { default: Conf } = await import('conf');
  class ElectronStore extends Conf {
    constructor({ name, ...options }: { name: string; cwd: string }) {
      super({ ...options, configName: name });
    }
  }
  return { default: ElectronStore };
});

const posixOnly = it.skipIf(process.platform === 'win32');

describe('a store file', () => {
  let folder = '';
  let path = '';
  let kept: string[] = [];
  const open = (name = 'settings') =>
    openStoreFile(name, { folder, now: () => 1_000, onDamaged: (keptAs) => kept.push(keptAs) });
  const modeOf = (file: string) => statSync(join(folder, file)).mode & 0o777;
  const onDisk = () => JSON.parse(readFileSync(path, 'utf8'));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-store-'));
    path = join(folder, 'settings.json');
    kept = [];
    removeAllListeners.mockClear();
  });

  it('keeps what it is given, keys with dots and all', () => {
    open().set('grant/a.b', { width: 1 });
    expect(onDisk()).toEqual({ 'grant/a.b': { width: 1 } });
    const again = open();
    expect(again.get('grant/a.b')).toEqual({ width: 1 });
    expect(again.keys()).toEqual(['grant/a.b']);
    again.delete('grant/a.b');
    expect(again.has('grant/a.b')).toBe(false);
    expect(onDisk()).toEqual({});
  });

  it('is read once', () => {
    open().set('one', 1);
    const store = open();
    rmSync(path);
    expect(store.get('one')).toBe(1);
    expect(store.has('one')).toBe(true);
    expect(store.keys()).toEqual(['one']);
  });

  it('writes the whole of what it knows, whatever became of the file', () => {
    const store = open();
    store.set('one', 1);
    writeFileSync(path, '{ cut sho');
    store.set('two', 2);
    expect(onDisk()).toEqual({ one: 1, two: 2 });
  });

  it('is not changed through what it was given or gives', () => {
    const store = open();
    const given = { list: [1] };
    store.set('value', given);
    given.list.push(2);
    (store.get('value') as typeof given).list.push(3);
    expect(store.get('value')).toEqual({ list: [1] });
  });

  it('knows nothing of a write that failed', () => {
    const store = open();
    store.set('one', 1);
    rmSync(path);
    mkdirSync(join(path, 'in the way'), { recursive: true });
    expect(() => store.set('one', 2)).toThrow();
    expect(() => store.set('two', 2)).toThrow();
    expect(() => store.delete('one')).toThrow();
    expect(store.get('one')).toBe(1);
    expect(store.keys()).toEqual(['one']);
  });

  posixOnly.each(['settings', 'vault', 'vault-set-aside'])('makes %s.json readable by its owner alone', (name) => {
    open(name).set('one', 1);
    expect(modeOf(`${name}.json`)).toBe(0o600);
  });

  posixOnly('takes a file back that others may read, before it writes to it and after', () => {
    writeFileSync(path, '{"one":1}', { mode: 0o644 });
    const store = open();
    expect(modeOf('settings.json')).toBe(0o600);
    store.set('two', 2);
    expect(modeOf('settings.json')).toBe(0o600);
  });

  posixOnly('replaces the file rather than writing into it, inside a snap too', () => {
    process.env.SNAP = '/snap/sightglass/1';
    const store = open();
    expect(process.env.SNAP).toBeUndefined();
    store.set('one', 1);
    const before = statSync(path).ino;
    store.set('one', 2);
    expect(statSync(path).ino).not.toBe(before);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it.each([
    ['cut short', '{"one":'],
    ['empty', ''],
    ['full of zeros, as after a loss of power', '\0\0\0\0'],
    ['a list', '[1, 2]'],
    ['a word', '"settings"'],
    ['null', 'null'],
  ])('keeps a file that is %s under another name', (_case, text) => {
    writeFileSync(path, text, { mode: 0o644 });
    const store = open();
    expect(kept).toEqual(['settings.damaged-1000.json']);
    expect(readFileSync(join(folder, 'settings.damaged-1000.json'), 'utf8')).toBe(text);
    if (process.platform !== 'win32') expect(modeOf('settings.damaged-1000.json')).toBe(0o600);
    expect(store.keys()).toEqual([]);
    store.set('one', 1);
    expect(open().get('one')).toBe(1);
  });

  it('says so when it cannot be opened, and leaves everything where it is', () => {
    mkdirSync(join(path, 'something'), { recursive: true });
    const mode = modeOf('settings.json');
    let failure: unknown;
    try {
      open();
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({
      code: 'settings_unreadable',
      message: 'settings.json: the operating system answered EISDIR.',
    });
    expect(existsSync(join(path, 'something'))).toBe(true);
    expect(modeOf('settings.json')).toBe(mode);
    expect(kept).toEqual([]);
  });

  // Root reads everything.
  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('says so when it may not be read', () => {
    writeFileSync(path, '{"one":1}', { mode: 0o000 });
    expect(() => open()).toThrowError(expect.objectContaining({ code: 'settings_unreadable' }));
    expect(modeOf('settings.json')).toBe(0);
  });

  it('answers no renderer that asks for the folder, opened or not', () => {
    open();
    rmSync(path, { force: true });
    mkdirSync(path);
    expect(() => open()).toThrow();
    expect(removeAllListeners.mock.calls).toEqual([['electron-store-get-data'], ['electron-store-get-data']]);
  });
});
