/** The comparison of pictures by which end-to-end tests tell what a person could see. */
import { expect, test } from 'vitest';
import { differenceFrom, wholePicture } from '../../support/frames/compare.ts';

const WIDTH = 3;

/** A picture with one digit for each pixel, which is how blue it is. */
function picture(digits: string): Uint8Array {
  return Uint8Array.from([...digits.replaceAll(' ', '')].flatMap((digit) => [Number(digit) * 25, 0, 0, 255]));
}

const before = picture('111 111 111');
const after = picture('111 122 111');

test('a picture that is partly as before and partly as afterwards is not odd', () => {
  expect(differenceFrom({ top: 1, lines: picture('112') }, [before, after], WIDTH)).toBeNull();
  expect(differenceFrom({ top: 1, lines: picture('121') }, [before, after], WIDTH)).toBeNull();
});

test('pixels that neither picture has in their place are told, with the box around them and their colours', () => {
  expect(differenceFrom({ top: 1, lines: picture('118 199') }, [before, after], WIDTH)).toEqual({
    box: { x: 1, y: 1, width: 2, height: 2 },
    pixels: 3,
    colours: 2,
  });
  // As it is afterwards, but in another place.
  expect(differenceFrom({ top: 0, lines: picture('112') }, [before, after], WIDTH)?.pixels).toBe(1);
});

test('colours that no eye tells apart are the same, and others are not', () => {
  const near = (off: number) => before.map((value, index) => (index % 4 === 1 ? value + off : value));
  expect(differenceFrom({ top: 0, lines: near(2) }, [before], WIDTH)).toBeNull();
  expect(differenceFrom({ top: 0, lines: near(3) }, [before], WIDTH)?.pixels).toBe(9);
});

test('a few pixels at the rim of a drawing may be off by more, but not by much', () => {
  const some = (pixels: number, off: number) =>
    before.map((value, index) => (index % 4 === 0 && index < pixels * 4 ? value + off : value));
  expect(differenceFrom({ top: 0, lines: some(8, 24) }, [before], WIDTH)).toBeNull();
  expect(differenceFrom({ top: 0, lines: some(9, 24) }, [before], WIDTH)?.pixels).toBe(9);
  expect(differenceFrom({ top: 0, lines: some(1, 25) }, [before], WIDTH)?.pixels).toBe(1);
});

test('what a display keeps beside the colours is not looked at', () => {
  const lines = picture('111');
  lines[3] = 0;
  expect(differenceFrom({ top: 0, lines }, [before], WIDTH)).toBeNull();
});

test('a frame is kept as the lines that changed, and put together again', () => {
  expect([...wholePicture({ top: 1, lines: picture('122') }, before, WIDTH)]).toEqual([...after]);
});
