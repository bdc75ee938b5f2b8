/** Links out of a workbook: what is opened, what is refused, and what is said about it. */
import { describe, expect, test } from 'vitest';
import { createGuestLinks } from '../../../src/main/viewer/guest-links.ts';
import { settled } from '../../support/virtual-clock.ts';

function linksFixture() {
  const world = {
    uptime: 0,
    isActive: true,
    wasPressed: true,
    opened: [] as string[],
    said: [] as unknown[],
    logged: [] as unknown[][],
  };
  const links = createGuestLinks({
    openExternal: (url) => void world.opened.push(url),
    onRefused: (error) => world.said.push(error.toView()),
    isActive: () => world.isActive,
    wasEverPressed: async () => world.wasPressed,
    uptime: () => world.uptime,
    log: { warn: (...line) => void world.logged.push(line) },
  });
  return { links, world };
}

const refusedAs = (values: object) => ({ code: 'link_not_opened', values });

describe('a link out of a workbook', () => {
  test.each(['https://docs.example/', 'http://docs.example/', 'mailto:help@example.com', 'tel:+15550100'])(
    'to %s is opened outside, and nothing is said',
    async (url) => {
      const { links, world } = linksFixture();
      links.open(url);
      await settled();
      expect(world).toMatchObject({ opened: [url], said: [], logged: [] });
    },
  );

  test.each([
    ['file:///etc/passwd', 'file:', { reason: 'kind', kind: 'file' }],
    ['sightglass:x', 'sightglass:', { reason: 'kind', kind: 'sightglass' }],
    ['data:text/html,x', 'data:', { reason: 'kind', kind: 'data' }],
    ['blob:https://sigma.example/x', 'blob:', { reason: 'kind', kind: 'blob' }],
    ['https://sigma.example/w?:jwt=a.b.c', 'https:', { reason: 'kind', kind: 'https' }],
    ['about:blank', 'about:', { reason: 'noAddress' }],
    ['', 'none', { reason: 'noAddress' }],
  ])('to "%s" is refused with a word, and the log names its kind alone', async (url, protocol, values) => {
    const { links, world } = linksFixture();
    links.open(url);
    await settled();
    expect(world.opened).toEqual([]);
    expect(world.said).toEqual([refusedAs(values)]);
    expect(world.logged).toEqual([['guest.link-refused', { protocol }]]);
  });

  test('that sends a form is refused, since what is in the form would be lost', async () => {
    const { links, world } = linksFixture();
    links.refuseForm();
    await settled();
    expect(world.said).toEqual([refusedAs({ reason: 'form' })]);
  });

  test('that Chromium refuses by itself is told of like any other, and other lines of the console are not', async () => {
    const { links, world } = linksFixture();
    links.takeConsoleMessage('Not allowed to load local resource: file:///etc/passwd');
    links.takeConsoleMessage('I was not allowed: Not allowed to load local resource: file:///etc/passwd');
    links.takeConsoleMessage('');
    await settled();
    expect(world.said).toEqual([refusedAs({ reason: 'kind', kind: 'file' })]);
  });

  test.each([
    ['a standby, in which nobody can press anything', { isActive: false }],
    ['a workbook in which nobody ever pressed anything', { wasPressed: false }],
  ])('out of %s is not opened, and nobody is told', async (_case, changes) => {
    const { links, world } = linksFixture();
    Object.assign(world, changes);
    links.open('https://docs.example/');
    links.open('ms-msdt:x');
    links.refuseForm();
    links.takeConsoleMessage('Not allowed to load local resource: file:///etc/passwd');
    await settled();
    expect(world).toMatchObject({ opened: [], said: [] });
    expect(world.logged).toHaveLength(4);
    for (let times = 0; times < 1_000; times += 1) links.open('https://docs.example/');
    await settled();
    expect(world.logged).toHaveLength(20);
  });

  test('that is refused for ever fills neither the window nor the log', async () => {
    const { links, world } = linksFixture();
    for (let times = 0; times < 1_000; times += 1) links.open('about:blank');
    await settled();
    expect(world.said).toHaveLength(20);
    expect(world.logged).toHaveLength(20);
    world.uptime += 3_000;
    links.open('about:blank');
    await settled();
    expect(world.said).toHaveLength(21);
  });
});
