/** What is written as a PNG is what the pixels show, also where they are not opaque, and smaller where that is wanted. */
import { describe, expect, test } from 'vitest';
import { encodePng } from '../../../src/main/images/png.ts';
import { readPng } from '../../support/read-png.ts';

/** @param pixels blue, green, red, and how opaque */
const picture = (width: number, ...pixels: number[][]) => ({
  width,
  height: pixels.length / width,
  pixels: new Uint8Array(pixels.flat()),
});
const blueFirst = { isRedFirst: false };

describe('a PNG', () => {
  test('has each colour in its place, in either order of the system', () => {
    const two = picture(2, [1, 2, 3, 255], [250, 251, 252, 255]);
    const read = readPng(encodePng(two, blueFirst));
    expect(read).toEqual({
      width: 2,
      height: 1,
      hasOpacity: false,
      pixels: [
        [3, 2, 1, 255],
        [252, 251, 250, 255],
      ],
    });
    expect(readPng(encodePng(two, { isRedFirst: true })).pixels[0]).toEqual([1, 2, 3, 255]);
  });

  test('has rows in their order, also of a part of a larger memory', () => {
    const memory = new Uint8Array(new SharedArrayBuffer(400)).fill(255);
    for (let row = 0; row < 3; row += 1) memory.set([row, 10 + row, 20 + row], 40 + row * 4);
    const read = readPng(encodePng({ width: 1, height: 3, pixels: memory.subarray(40, 52) }, blueFirst));
    expect(read.pixels.map(([red]) => red)).toEqual([20, 21, 22]);
  });

  test('of what is not opaque has the colours as they were before they were multiplied', () => {
    const half = picture(3, [64, 32, 0, 128], [0, 0, 0, 0], [9, 8, 7, 255]);
    const { hasOpacity, pixels } = readPng(encodePng(half, blueFirst));
    expect(hasOpacity).toBe(true);
    expect(pixels).toEqual([
      [0, 64, 128, 128],
      [0, 0, 0, 0],
      [7, 8, 9, 255],
    ]);
  });

  test('of colours that are more than their opacity allows is as bright as can be', () => {
    expect(readPng(encodePng(picture(1, [200, 0, 0, 100]), blueFirst)).pixels).toEqual([[0, 0, 255, 100]]);
  });

  test('is read again as it was where it is large', () => {
    const pixels = Uint8Array.from({ length: 300 * 200 * 4 }, (_, at) => (at % 4 === 3 ? 255 : (at * 7919) % 251));
    const read = readPng(encodePng({ width: 300, height: 200, pixels }, blueFirst));
    const back = read.pixels.flatMap(([red, green, blue, opacity]) => [blue, green, red, opacity]);
    expect(Buffer.compare(Uint8Array.from(back as number[]), pixels)).toBe(0);
  });
});

describe('a picture that is wider than it may be', () => {
  test('is made smaller: each pixel is the mean of what it stands for', () => {
    const four = picture(4, ...[0, 100, 200, 220, 0, 100, 200, 220].map((grey) => [grey, grey, grey, 255]));
    const { width, height, pixels } = readPng(encodePng(four, { ...blueFirst, mostWidth: 2 }));
    expect([width, height]).toEqual([2, 1]);
    expect(pixels.map(([red]) => red)).toEqual([50, 210]);
  });

  test('leaves no pixel out where the sizes do not fit one another', () => {
    const seven = picture(7, ...Array.from({ length: 7 }, (_, at) => [at * 30, 0, 0, 255]));
    const { width, height, pixels } = readPng(encodePng(seven, { ...blueFirst, mostWidth: 3 }));
    expect([width, height]).toEqual([3, 1]);
    expect(pixels.map(([, , blue]) => blue)).toEqual([15, 75, 150]);
  });

  test('stays as it is where it is not', () => {
    expect(readPng(encodePng(picture(1, [1, 2, 3, 255]), { ...blueFirst, mostWidth: 1 })).pixels).toEqual([
      [3, 2, 1, 255],
    ]);
  });
});
