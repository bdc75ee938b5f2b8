import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as fsPromises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { eraseInPlace, isErased } from '../../../src/main/storage/erase-in-place.ts';

// What others have loaded knows nothing of what is put in its place here, nor may they get it.
vi.hoisted(() => vi.resetModules());
afterAll(() => void vi.resetModules());

vi.mock('node:fs/promises', async (original) => ({ ...(await original<typeof fsPromises>()) }));

describe('erasing a value in its file', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-erase-'));
    path = join(folder, 'vault.json');
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  });

  test('changes as many bytes as the value has, whatever stands before them', async () => {
    const text = '{ "größe": "日本",\n"a.b" :\t"AAAA==", "z": "BBBB" }\n';
    writeFileSync(path, text);
    await eraseInPlace(path, 'a.b');
    expect(readFileSync(path, 'utf8')).toBe(text.replace('AAAA==', '######'));
  });

  test('leaves a byte order mark where it is', async () => {
    writeFileSync(path, '\uFEFF{"a": "AAAA"}');
    await eraseInPlace(path, 'a');
    expect(readFileSync(path, 'utf8')).toBe('\uFEFF{"a": "####"}');
  });

  test('takes the key itself, and not one that ends like it or stands inside of a value', async () => {
    writeFileSync(path, '{"x": {"b": "CCCC"}, "ab": "AAAA", "b": "BBBB"}');
    await expect(eraseInPlace(path, 'b')).rejects.toThrow('does not hold');
    writeFileSync(path, '{"ab": "AAAA", "b": "BBBB", "bb": "CCCC"}');
    await eraseInPlace(path, 'b');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ ab: 'AAAA', b: '####', bb: 'CCCC' });
  });

  test.each(['{"a": ""}', '{"a": 1}', '{"a": "no base64"}', '{"b": "AAAA"}', '{}', 'no JSON'])(
    'leaves %s as it is',
    async (text) => {
      writeFileSync(path, text);
      await expect(eraseInPlace(path, 'a')).rejects.toThrow();
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  test('goes on where a write took a part only, is flushed before it is done, and closes the file', async () => {
    writeFileSync(path, '{"a": "AAAAAAAA"}');
    const happened: string[] = [];
    const { open } = fsPromises;
    vi.spyOn(fsPromises, 'open').mockImplementation(async (...args) => {
      const file = await open(...(args as Parameters<typeof open>));
      const { write, sync, close } = file;
      const writeBytes = write.bind(file) as (...values: [Buffer, number, number, number]) => ReturnType<typeof write>;
      file.write = ((bytes: Buffer, offset: number, length: number, position: number) =>
        writeBytes(bytes, offset, Math.min(length, 3), position)) as typeof write;
      file.sync = async () => {
        happened.push(readFileSync(path, 'utf8'));
        await sync.call(file);
      };
      file.close = async () => {
        await close.call(file);
        happened.push('closed');
      };
      return file;
    });
    await eraseInPlace(path, 'a');
    expect(happened).toEqual(['{"a": "########"}', 'closed']);
  });

  test('is known by what it leaves, and nothing else is', () => {
    expect(['#', '####', '', 'A###', '# ', 1, null, undefined].filter(isErased)).toEqual(['#', '####']);
  });
});
