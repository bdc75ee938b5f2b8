/** Where a picture is cut for paper, and which way the paper lies. */
import { describe, expect, test } from 'vitest';
import { cutOut, layOut, paperOf } from '../../../../src/main/app/pictures/paper.ts';
import type { Picture } from '../../../../src/main/app/pictures/picture-edges.ts';

const WIDTH = 100;
/** Two colours in each row, but for those that are named. */
function picture(height: number, plainRows: readonly number[] = []): Picture {
  const pixels = new Uint8Array(WIDTH * height * 4);
  for (let row = 0; row < height; row += 1) {
    const isPlain = plainRows.includes(row);
    for (let x = 0; x < WIDTH; x += 1)
      pixels.set(isPlain ? [9, 9, 9, 255] : [x, row % 251, 0, 255], (row * WIDTH + x) * 4);
  }
  return { width: WIDTH, height, pixels };
}
/** Rows of the picture on an upright sheet of A4: 190 by 269 millimetres. */
const SHEET = Math.floor((WIDTH * 269) / 190);

test.each([
  ['US', 'Letter'],
  ['ca', 'Letter'],
  ['DE', 'A4'],
  ['', 'A4'],
])('the paper of %j is %s', (country, paper) => expect(paperOf(country)).toBe(paper));

describe('a picture', () => {
  test('that is wider than high lies on one sheet on its side, a little smaller where it has to be', () => {
    const { isLandscape, slices } = layOut(picture(76), 'A4');
    expect(isLandscape).toBe(true);
    expect(slices).toHaveLength(1);
    expect(slices[0]).toMatchObject({ top: 0, height: 76 });
    expect(slices[0]?.heightMm).toBeLessThanOrEqual(182);
    expect(slices[0]?.widthMm).toBeLessThan(277);
  });

  test('that is small is as wide as the sheet', () => {
    expect(layOut(picture(40), 'A4').slices[0]?.widthMm).toBeCloseTo(277);
    expect(layOut(picture(40), 'Letter').slices[0]?.widthMm).toBeCloseTo(259.4);
  });

  test('that is higher runs over upright sheets, all of it and nothing twice', () => {
    const { isLandscape, slices } = layOut(picture(1_000), 'A4');
    expect(isLandscape).toBe(false);
    expect(slices.length).toBe(Math.ceil(1_000 / SHEET));
    let top = 0;
    for (const slice of slices) {
      expect(slice.top).toBe(top);
      expect(slice.heightMm).toBeLessThanOrEqual(269);
      top += slice.height;
    }
    expect(top).toBe(1_000);
  });

  test('is cut in the lowest row that goes through nothing', () => {
    const gaps = [SHEET - 40, SHEET - 20, SHEET + 3];
    expect(layOut(picture(400, gaps), 'A4').slices[0]?.height).toBe(SHEET - 20);
  });

  test('is cut at the end of the sheet where a better row would leave most of it empty', () => {
    expect(layOut(picture(400, [20]), 'A4').slices[0]?.height).toBe(SHEET);
  });

  test('that is hardly higher than a sheet is put on it whole', () => {
    const { slices } = layOut(picture(Math.floor(SHEET * 1.2)), 'A4');
    expect(slices).toHaveLength(1);
    expect(slices[0]?.widthMm).toBeLessThan(190);
    expect(slices[0]?.heightMm).toBeLessThanOrEqual(269.001);
  });

  test('has no sheets where it has no rows', () => expect(layOut(picture(0), 'A4').slices).toEqual([]));

  test('is cut out by its rows', () => {
    const part = cutOut(picture(10), { top: 4, height: 3 });
    expect(part).toMatchObject({ width: WIDTH, height: 3 });
    expect([...part.pixels.subarray(0, 4)]).toEqual([0, 4, 0, 255]);
    expect(part.pixels).toHaveLength(WIDTH * 3 * 4);
  });
});
