/** When the picture of a guest counts as whole: after its page has drawn, when two pictures in a row are the same. */
import { expect, test } from 'vitest';
import { whenPictureIsWhole } from '../../../src/main/viewer/guest-picture.ts';
import { plainImage } from '../../support/plain-image.ts';
import { createVirtualClock } from '../../support/virtual-clock.ts';

type Options = Parameters<typeof whenPictureIsWhole>[0];

/** @param pictures one after the other, the last for ever */
function begin(pictures: string[], executeJavaScript: (code: string) => Promise<unknown> = async () => true) {
  const clock = createVirtualClock();
  const world = { ends: 0, taken: 0 };
  const frames = [{ executeJavaScript }] as unknown as Options['contents']['mainFrame']['frames'];
  whenPictureIsWhole(
    {
      contents: { mainFrame: { frames } as Options['contents']['mainFrame'] },
      capture: async () => {
        const picture = pictures[Math.min(world.taken, pictures.length - 1)];
        world.taken += 1;
        if (picture === undefined) throw new Error('no picture');
        return plainImage(picture);
      },
      setTimer: clock.setTimer,
    },
    () => {
      world.ends += 1;
    },
  );
  return { world, clock };
}

test('it is whole when two pictures in a row are the same', async () => {
  const { world, clock } = begin(['skeleton', 'half', 'whole']);
  await clock.advance(240);
  expect(world).toEqual({ ends: 0, taken: 3 });
  await clock.advance(120);
  expect(world).toEqual({ ends: 1, taken: 4 });
  await clock.advance(10_000);
  expect(world).toEqual({ ends: 1, taken: 4 });
  expect(clock.pending()).toEqual([]);
});

test('a picture of another size is another one, also where it is as blank', async () => {
  const { world, clock } = begin(['\0\0', '\0\0\0', '\0\0\0']);
  await clock.advance(120);
  expect(world).toEqual({ ends: 0, taken: 2 });
  await clock.advance(120);
  expect(world).toEqual({ ends: 1, taken: 3 });
});

test('no picture is taken before the page of the workbook has drawn', async () => {
  let draw = (_answer: unknown) => {};
  const { world, clock } = begin(['whole'], () => new Promise((resolve) => (draw = resolve)));
  await clock.advance(1_000);
  expect(world.taken).toBe(0);
  draw('anything');
  await clock.advance(120);
  expect(world.taken).toBe(1);
  draw('anything');
  await clock.advance(0);
  expect(world).toEqual({ ends: 1, taken: 2 });
});

test('a page that draws slowly is not still for having drawn nothing in between', async () => {
  const draws: ((answer: unknown) => void)[] = [];
  const { world, clock } = begin(['half', 'whole'], () => new Promise((resolve) => draws.push(resolve)));
  const draw = async () => {
    await clock.advance(1_000);
    draws.shift()?.(true);
    await clock.advance(0);
  };
  await draw();
  expect(world.taken).toBe(1);
  await clock.advance(1_000);
  expect(world.taken).toBe(1);
  await draw();
  expect(world).toEqual({ ends: 0, taken: 2 });
  await draw();
  expect(world).toEqual({ ends: 1, taken: 3 });
});

test('what moves for ever, or never answers, is waited for five seconds', async () => {
  const moving = begin(Array.from({ length: 100 }, (_, index) => String(index)));
  const silent = begin(['whole'], () => new Promise(() => {}));
  for (const { world, clock } of [moving, silent]) {
    await clock.advance(4_999);
    expect(world.ends).toBe(0);
    await clock.advance(1);
    expect(world.ends).toBe(1);
    const { taken } = world;
    await clock.advance(10_000);
    expect(world).toEqual({ ends: 1, taken });
  }
});

test('a page that cannot be asked is looked at all the same, and a guest without a picture is not waited for', async () => {
  const gone = begin(['whole'], () => Promise.reject(new Error('gone')));
  await gone.clock.advance(120);
  expect(gone.world).toEqual({ ends: 1, taken: 2 });
  const blind = begin([]);
  await blind.clock.advance(0);
  expect(blind.world.ends).toBe(1);
  expect(blind.clock.pending()).toEqual([]);
});

test('nothing that the page answers or does comes back, whatever it made of what the page around it calls', async () => {
  const asked: string[] = [];
  const { clock } = begin(['whole'], async (code) => asked.push(code));
  await clock.advance(0);
  const hostile = {
    fonts: { ready: null },
    get images() {
      throw 'x'.repeat(1_000);
    },
  };
  for (const [document, requestAnimationFrame] of [
    [hostile, (then: () => void) => then()],
    [
      { fonts: {}, images: [] },
      () => {
        throw new Error('secret');
      },
    ],
    [{ fonts: { ready: 'secret' }, images: [] }, (then: (value: string) => void) => then('secret')],
  ]) {
    const run = new Function('document', 'requestAnimationFrame', `return ${asked[0]}`);
    expect(await run(document, requestAnimationFrame)).toBe(true);
  }
});
