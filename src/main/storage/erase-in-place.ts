/**
 * Makes one value of a file unreadable where the file cannot be replaced, because the disk has no room for a second one
 * or nothing may be created in its folder. What is erased must not come back, so this is for what a person was promised
 * to be gone.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { objectIn } from './json-object.ts';

/** What an erased value is made of. No base64 and no identifier holds it. */
const FILLER = '#';

/** Whether a value was erased: for everyone who reads the file, it is not there. */
export const isErased = (value: unknown): boolean => typeof value === 'string' && /^#+$/.test(value);

/**
 * Overwrites the value of a key, a text in base64, with as many other characters, and flushes them. Nothing moves in the
 * file, so that an interruption at any point leaves every other value as it was, and this one unreadable at the latest
 * when the first byte of it is written.
 *
 * @throws what the operating system said, or an error when the file does not hold the key with such a value
 */
export async function eraseInPlace(path: string, key: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const text = await file.readFile('utf8');
    const { start, length } = placeOf(text, key);
    await overwrite(file, Buffer.from(FILLER.repeat(length)), Buffer.byteLength(text.slice(0, start)));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Where in the text the value of a key is, without its quotes. */
function placeOf(text: string, key: string): { start: number; length: number } {
  const name = JSON.stringify(key).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const [, before = '', value = ''] = new RegExp(`^(.*?${name}\\s*:\\s*")([\\w+/=-]+)"`, 's').exec(text) ?? [];
  const start = before.length;
  const erased = `${text.slice(0, start)}${FILLER.repeat(value.length)}${text.slice(start + value.length)}`;
  // A key may also stand inside of something else; then it is another value that was found.
  const expected = { ...objectIn(text), [key]: FILLER.repeat(value.length) };
  if (value === '' || JSON.stringify(objectIn(erased)) !== JSON.stringify(expected)) {
    throw new Error('The file does not hold such a value.');
  }
  return { start, length: value.length };
}

async function overwrite(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
