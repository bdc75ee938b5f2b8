import { describe, expect, test } from 'vitest';
import { createLinkOpener } from '../../../src/main/shell/open-links.ts';
import type { AppError } from '../../../src/shared/errors.ts';
import { settled } from '../../support/virtual-clock.ts';

function links(openLink: () => Promise<void> = async () => {}) {
  const clock = { uptime: 50_000 };
  const opened: string[] = [];
  const logged: unknown[][] = [];
  const said: unknown[] = [];
  const open = createLinkOpener({
    open: (url) => {
      opened.push(url);
      return openLink();
    },
    onNotOpened: (error: AppError) => said.push(error.toView()),
    uptime: () => clock.uptime,
    log: { warn: (...line) => void logged.push(line) },
  });
  return { open, opened, logged, said, clock };
}

const tooMany = { code: 'link_not_opened', values: { reason: 'tooMany' } };

describe('opening links', () => {
  test('goes on for a person who works through a list, and stops after ten at once', () => {
    const { open, opened } = links();
    for (let index = 0; index < 12; index += 1) open(`https://example.com/${index}`);
    expect(opened).toHaveLength(10);
    expect(opened.at(-1)).toBe('https://example.com/9');
  });

  test('that is stopped says so to the person, and to the log without any address', () => {
    const { open, logged, said } = links();
    for (let index = 0; index < 12; index += 1) open(`https://example.com/${index}`);
    expect(logged).toEqual([
      ['link.dropped', { reason: 'too many' }],
      ['link.dropped', { reason: 'too many' }],
    ]);
    expect(said).toEqual([tooMany, tooMany]);
  });

  test('that are stopped without end are told of twenty times', () => {
    const { open, logged, said } = links();
    for (let index = 0; index < 1_000; index += 1) open(`https://example.com/${index}`);
    expect(logged).toHaveLength(20);
    expect(said).toHaveLength(20);
  });

  test('that Electron does not take for an address is told like any other that the system refuses', async () => {
    const { open, said } = links(() => {
      throw new TypeError('Invalid URL');
    });
    open('https://example.com/');
    await settled();
    expect(said).toEqual([{ code: 'link_not_opened', values: { reason: 'system' } }]);
  });

  test('has room for one more every three seconds, whatever the clock on the wall says', () => {
    const { open, opened, clock } = links();
    for (let index = 0; index < 10; index += 1) open('first');
    clock.uptime += 2_999;
    open('dropped');
    clock.uptime += 1;
    open('one more');
    open('dropped too');
    clock.uptime += 3_600_000;
    for (let index = 0; index < 11; index += 1) open('afterwards');
    expect(opened.filter((url) => url.startsWith('dropped'))).toEqual([]);
    expect(opened.filter((url) => url === 'one more')).toHaveLength(1);
    expect(opened.filter((url) => url === 'afterwards')).toHaveLength(10);
  });

  test('that the system refuses is logged and told, and no unhandled rejection', async () => {
    const { open, logged, said } = links(() => Promise.reject(new Error('https://example.com/ was not opened')));
    open('https://example.com/');
    await settled();
    expect(logged).toEqual([['link.not-opened']]);
    expect(said).toEqual([{ code: 'link_not_opened', values: { reason: 'system' } }]);
  });
});
