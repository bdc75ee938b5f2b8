/** Pixels come out of an image a part at a time, whole and in order, whatever the scale of the display is. */
import { describe, expect, test } from 'vitest';
import { type CapturedImage, readInto, readPixels, sharedBytes } from '../../../src/main/images/pixels.ts';

interface Asked {
  /** The largest part, in bytes. */
  most: number;
  times: number;
}

/** An image of Electron: rows of a part lie on whole pixels, or not, as `roundsUp` says. */
function image(width: number, height: number, scale: number, { roundsUp = false, asked = { most: 0, times: 0 } } = {}) {
  const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
  // No row is as the one before, since no row is a multiple of these.
  const bytes251 = Uint8Array.from({ length: 251 }, (_, at) => at);
  const whole = new Uint8Array(Buffer.alloc(wide * high * 4, bytes251));
  const part = (top: number, rows: number): CapturedImage => ({
    getScaleFactors: () => [1, scale],
    getSize: (of) => (of === undefined ? { width, height: rows } : { width: wide, height: Math.round(rows * of) }),
    crop: (rect) => part(top + rect.y, rect.height),
    toBitmap: ({ scaleFactor }) => {
      const end = (top + rows) * scaleFactor;
      const bytes = whole.slice(
        Math.floor(top * scaleFactor) * wide * 4,
        (roundsUp && rows < height ? Math.ceil(end) + 1 : Math.ceil(end)) * wide * 4,
      );
      asked.most = Math.max(asked.most, bytes.length);
      asked.times += 1;
      return bytes;
    },
  });
  return { image: part(0, height), whole, wide, high, asked: asked as Asked };
}

describe('the pixels of an image', () => {
  test.each([1, 1.25, 1.5, 2])('come whole at a scale of %d, a part in each turn', async (scale) => {
    const one = image(800, 900, scale);
    const read = await readPixels(one.image);
    expect([read.width, read.height]).toEqual([one.wide, one.high]);
    expect(Buffer.compare(read.pixels, one.whole)).toBe(0);
    expect(read.pixels.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(one.asked.most).toBeLessThanOrEqual(2 ** 21);
    expect(one.asked.times).toBeGreaterThan(1);
  });

  test('come whole where the rows of a part are others than those of the whole', async () => {
    const one = image(800, 900, 1.1, { roundsUp: true });
    const read = await readPixels(one.image);
    expect(Buffer.compare(read.pixels, one.whole)).toBe(0);
  });

  test('let others have their turn in between', async () => {
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    const one = image(800, 900, 2);
    await readPixels(one.image);
    isOver = true;
    expect(turns).toBeGreaterThanOrEqual(one.asked.times - 1);
  });
});

describe('a place that pixels are read into', () => {
  test('says whether it held the same, and gets no more than it has room for', async () => {
    const one = image(500, 900, 1);
    const target = sharedBytes(500 * 700 * 4);
    expect(await readInto(one.image, target)).toBe(false);
    expect(Buffer.compare(target, one.whole.subarray(0, target.length))).toBe(0);
    expect(await readInto(one.image, target)).toBe(true);
    target[target.length - 1] = 252;
    expect(await readInto(one.image, target)).toBe(false);
    expect(Buffer.compare(target, one.whole.subarray(0, target.length))).toBe(0);
  });

  test('may have no room at all, of an image with nothing in it', async () => {
    expect(await readInto(image(0, 0, 1).image, sharedBytes(0))).toBe(true);
  });

  test('is not left half empty', async () => {
    await expect(readInto(image(10, 10, 1).image, sharedBytes(10 * 11 * 4))).rejects.toThrow();
  });
});
