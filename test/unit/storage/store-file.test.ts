import { execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { flushFolder } from '../../../src/main/storage/flush-folder.ts';
import { hasDamagedCopy, openStoreFile } from '../../../src/main/storage/store-file.ts';
import { AppError } from '../../../src/shared/errors.ts';
import { createGate } from '../../support/vault-fakes.ts';
import { settled } from '../../support/virtual-clock.ts';

const posixOnly = test.skipIf(process.platform === 'win32');

describe('a store file', () => {
  let folder = '';
  let path = '';
  let kept: string[] = [];
  let unflushed: string[] = [];
  let flushed: string[] = [];
  let erased: string[] = [];
  const flushGate = createGate();
  /** What the next flush of the folder fails with. */
  let failFlushWith: Error | null = null;
  const open = (name = 'settings') =>
    openStoreFile(name, {
      folder,
      now: () => 1_000,
      onDamaged: (keptAs) => kept.push(keptAs),
      onNotFlushed: (code) => unflushed.push(code),
      onErasedInPlace: (code) => erased.push(code),
      async flush(flushedFolder) {
        const failure = failFlushWith;
        failFlushWith = null;
        if (failure) throw failure;
        await flushGate.pass();
        await flushFolder(flushedFolder);
        flushed.push(flushedFolder);
      },
    });
  const modeOf = (file: string) => statSync(join(folder, file)).mode & 0o777;
  const onDisk = () => JSON.parse(readFileSync(path, 'utf8'));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-store-'));
    path = join(folder, 'settings.json');
    kept = [];
    unflushed = [];
    flushed = [];
    erased = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  posixOnly('is no device: such a thing is left where it is, and nothing is set aside for it', () => {
    symlinkSync('/dev/null', path);
    expect(() => open()).toThrowError(
      expect.objectContaining({
        code: 'settings_unreadable',
        values: { file: 'settings.json', systemCode: 'EFTYPE' },
      }),
    );
    expect([readdirSync(folder), kept]).toEqual([['settings.json'], []]);
  });

  test('keeps what it is given, keys with dots and all', async () => {
    await open().set('grant/a.b', { width: 1 });
    expect(onDisk()).toEqual({ 'grant/a.b': { width: 1 } });
    const again = open();
    expect(again.get('grant/a.b')).toEqual({ width: 1 });
    expect(again.keys()).toEqual(['grant/a.b']);
    await again.delete('grant/a.b');
    expect(again.has('grant/a.b')).toBe(false);
    expect(onDisk()).toEqual({});
  });

  test('is read once', async () => {
    await open().set('one', 1);
    const store = open();
    rmSync(path);
    expect(store.get('one')).toBe(1);
    expect(store.has('one')).toBe(true);
    expect(store.keys()).toEqual(['one']);
  });

  test('writes the whole of what it knows, whatever became of the file', async () => {
    const store = open();
    await store.set('one', 1);
    writeFileSync(path, '{ cut sho');
    await store.set('two', 2);
    expect(onDisk()).toEqual({ one: 1, two: 2 });
  });

  describe('that cannot be replaced', () => {
    /** Something that lies where a new file is prepared, and is not taken away. */
    const block = () => mkdirSync(`${path}.partial/in the way`, { recursive: true });
    const base64 = Buffer.from('a ciphertext').toString('base64');

    test('still lets go of what it is told to delete, and of nothing else', async () => {
      const store = open();
      await store.assign({ 'grant/é"1': base64, 'grant/2': base64, list: ['grant/2'] });
      const before = readFileSync(path);
      block();
      await store.delete('grant/2');
      expect([store.has('grant/2'), store.keys(), erased]).toEqual([false, ['grant/é"1', 'list'], ['ERR_FS_EISDIR']]);
      await store.delete('grant/é"1');
      const after = readFileSync(path);
      expect(after.length).toBe(before.length);
      expect(after.toString()).not.toContain(base64);
      // As the next start finds it.
      const again = open();
      expect([again.keys(), again.get('grant/2'), again.has('grant/2')]).toEqual([['list'], undefined, false]);
      rmSync(`${path}.partial`, { recursive: true });
      await again.set('one', 1);
      expect(onDisk()).toEqual({ list: ['grant/2'], one: 1 });
    });

    test('takes nothing new, and says why', async () => {
      const store = open();
      await store.set('one', base64);
      block();
      await expect(store.set('one', 'AAAA')).rejects.toMatchObject({ code: 'ERR_FS_EISDIR' });
      expect([store.get('one'), erased]).toEqual([base64, []]);
    });

    test('says why it kept what is no text in base64, or is not where it was', async () => {
      const store = open();
      await store.assign({ list: [base64], words: 'not base64', gone: base64, inside: { deep: base64 } });
      const text = readFileSync(path, 'utf8').replace('"gone"', '"elsewhere"').replace('"deep"', '"gone"');
      writeFileSync(path, text);
      block();
      for (const key of ['list', 'words', 'gone']) {
        await expect(store.delete(key)).rejects.toMatchObject({ code: 'ERR_FS_EISDIR' });
      }
      expect(readFileSync(path, 'utf8')).toBe(text);
      expect(store.keys()).toEqual(['list', 'words', 'gone', 'inside']);
    });
  });

  test('does not write for the deletion of what is not there', async () => {
    const store = open();
    await store.delete('one');
    expect(existsSync(path)).toBe(false);
    expect(flushed).toEqual([]);
  });

  test('knows of a write when it is on disk, and waits for its folder', async () => {
    const store = open();
    flushGate.hold();
    let isDone = false;
    const done = store.set('one', 1).then(() => {
      isDone = true;
    });
    await vi.waitFor(() => expect(existsSync(path)).toBe(true));
    await settled();
    expect(isDone).toBe(false);
    flushGate.open();
    await done;
    expect(flushed).toEqual([folder]);
  });

  test('is found damaged among other files, and by its own name alone', async () => {
    for (const name of ['settings.json', 'my-settings.damaged-1.json', 'settings.damaged-1.txt', 'vault.json'])
      writeFileSync(join(folder, name), '{}');
    expect(await hasDamagedCopy('settings', folder)).toBe(false);
    writeFileSync(join(folder, 'settings.damaged-1.json'), '{}');
    expect(await hasDamagedCopy('settings', folder)).toBe(true);
    expect(await hasDamagedCopy('vault', folder)).toBe(false);
  });

  test('is not changed through what it was given or gives', async () => {
    const store = open();
    const given = { list: [1] };
    const written = store.set('value', given);
    given.list.push(2);
    await written;
    (store.get('value') as typeof given).list.push(3);
    expect(store.get('value')).toEqual({ list: [1] });
  });

  test('knows nothing of a write that failed', async () => {
    const store = open();
    await store.set('one', 1);
    rmSync(path);
    mkdirSync(join(path, 'in the way'), { recursive: true });
    await expect(store.set('one', 2)).rejects.toMatchObject({ syscall: 'rename' });
    await expect(store.set('two', 2)).rejects.toMatchObject({ syscall: 'rename' });
    await expect(store.delete('one')).rejects.toMatchObject({ syscall: 'rename' });
    expect(store.get('one')).toBe(1);
    expect(store.keys()).toEqual(['one']);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  test('knows what is on disk when only its folder could not be flushed, and says so', async () => {
    const store = open();
    failFlushWith = Object.assign(new Error('bad disk'), { code: 'EIO' });
    await store.assign({ one: 1, two: 2 });
    expect(unflushed).toEqual(['EIO']);
    expect(onDisk()).toEqual({ one: 1, two: 2 });
    expect(store.get('two')).toBe(2);
    await store.set('one', 3);
    expect(unflushed).toEqual(['EIO']);
    expect(flushed).toEqual([folder]);
  });

  test('writes what is asked for at once in the order in which it was asked for, and goes on after a failure', async () => {
    const store = open();
    const circular: { self?: unknown } = {};
    circular.self = circular;
    const writes = [store.set('one', 1), store.set('two', 2), store.delete('one'), store.set('two', 3)];
    // On disk before it can be read: a reader of a new token may use it.
    expect(store.keys()).toEqual([]);
    await Promise.all(writes);
    expect(onDisk()).toEqual({ two: 3 });
    await expect(store.set('three', circular)).rejects.toThrow(TypeError);
    rmSync(path);
    mkdirSync(path);
    const failing = store.set('two', 4);
    await expect(failing).rejects.toMatchObject({ syscall: 'rename' });
    rmSync(path, { recursive: true });
    void store.set('two', 5);
    await store.settled();
    expect(onDisk()).toEqual({ two: 5 });
  });

  posixOnly.each(['settings', 'vault', 'vault-set-aside'])(
    'makes %s.json readable by its owner alone',
    async (name) => {
      await open(name).set('one', 1);
      expect(modeOf(`${name}.json`)).toBe(0o600);
    },
  );

  posixOnly('takes a file back that others may read, before it writes to it and after', async () => {
    writeFileSync(path, '{"one":1}', { mode: 0o644 });
    const store = open();
    expect(modeOf('settings.json')).toBe(0o600);
    await store.set('two', 2);
    expect(modeOf('settings.json')).toBe(0o600);
  });

  posixOnly('replaces the file rather than writing into it, also behind a link', async () => {
    const store = open();
    await store.set('one', 1);
    const before = statSync(path).ino;
    await store.set('one', 2);
    expect(statSync(path).ino).not.toBe(before);
    const elsewhere = join(folder, 'elsewhere.json');
    renameSync(path, elsewhere);
    symlinkSync(elsewhere, path);
    await store.set('one', 3);
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(JSON.parse(readFileSync(elsewhere, 'utf8'))).toEqual({ one: 3 });
  });

  posixOnly('is not led astray by what lies where it prepares its writes', async () => {
    const other = join(folder, 'other.txt');
    writeFileSync(other, 'of somebody else');
    symlinkSync(other, `${path}.partial`);
    await open().set('one', 1);
    expect(readFileSync(other, 'utf8')).toBe('of somebody else');
    expect(readdirSync(folder).sort()).toEqual(['other.txt', 'settings.json']);
  });

  test.each([
    ['cut short', '{"one":'],
    ['empty', ''],
    ['full of zeros, as after a loss of power', '\0\0\0\0'],
    ['a list', '[1, 2]'],
    ['a word', '"settings"'],
    ['null', 'null'],
  ])('keeps a file that is %s under another name', async (_case, text) => {
    writeFileSync(path, text, { mode: 0o644 });
    expect(await hasDamagedCopy('settings', folder)).toBe(false);
    const store = open();
    expect(kept).toEqual(['settings.damaged-1000.json']);
    expect(await hasDamagedCopy('settings', folder)).toBe(true);
    expect(await hasDamagedCopy('vault', folder)).toBe(false);
    expect(readFileSync(join(folder, 'settings.damaged-1000.json'), 'utf8')).toBe(text);
    if (process.platform !== 'win32') expect(modeOf('settings.damaged-1000.json')).toBe(0o600);
    expect(store.keys()).toEqual([]);
    await store.set('one', 1);
    expect(open().get('one')).toBe(1);
  });

  test('is read behind a byte order mark, and written without one', async () => {
    writeFileSync(path, '\uFEFF{"one":1,"secret":"AAAA"}');
    const store = open();
    expect(store.get('one')).toBe(1);
    expect(kept).toEqual([]);
    await store.set('two', 2);
    expect(onDisk()).toEqual({ one: 1, secret: 'AAAA', two: 2 });
  });

  posixOnly('a pipe in its place is not waited for', () => {
    execFileSync('mkfifo', [path]);
    // So that whoever waits here fails, and not the whole run.
    const writer = spawn('sh', ['-c', 'echo {} > "$0"', path], { stdio: 'ignore' });
    try {
      expect(() => open()).toThrowError(
        expect.objectContaining({
          code: 'settings_unreadable',
          values: { file: 'settings.json', systemCode: 'EFTYPE' },
        }),
      );
    } finally {
      writer.kill();
    }
    expect(lstatSync(path).isFIFO()).toBe(true);
  });

  test('says so when it cannot be opened, and leaves everything where it is', () => {
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
      cause: expect.objectContaining({ code: 'EISDIR' }),
    });
    expect(existsSync(join(path, 'something'))).toBe(true);
    expect(modeOf('settings.json')).toBe(mode);
    expect(kept).toEqual([]);
  });

  // Root reads everything.
  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('says so when it may not be read', () => {
    writeFileSync(path, '{"one":1}', { mode: 0o000 });
    expect(() => open()).toThrowError(expect.objectContaining({ code: 'settings_unreadable' }));
    expect(modeOf('settings.json')).toBe(0);
  });

  test('may be in a folder that is not there yet', async () => {
    rmSync(folder, { recursive: true });
    await open().set('one', 1);
    expect(onDisk()).toEqual({ one: 1 });
  });
});
