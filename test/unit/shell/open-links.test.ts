import { describe, expect, test } from 'vitest';
import { createLinkOpener } from '../../../src/main/shell/open-links.ts';
import { settled } from '../../support/virtual-clock.ts';

function links(openLink: () => Promise<void> = async () => {}) {
  const clock = { now: 50_000 };
  const opened: string[] = [];
  const logged: unknown[][] = [];
  const open = createLinkOpener({
    open: (url) => {
      opened.push(url);
      return openLink();
    },
    now: () => clock.now,
    log: { warn: (...line) => void logged.push(line) },
  });
  return { open, opened, logged, clock };
}

describe('opening links', () => {
  test('stops after three within ten seconds, and the log says so without any address', () => {
    const { open, opened, logged } = links();
    for (let index = 0; index < 5; index += 1) open(`https://example.com/${index}`);
    expect(opened).toEqual(['https://example.com/0', 'https://example.com/1', 'https://example.com/2']);
    expect(logged).toEqual([
      ['link.dropped', { reason: 'too many' }],
      ['link.dropped', { reason: 'too many' }],
    ]);
  });

  test('starts again as soon as one of the three is ten seconds ago', () => {
    const { open, opened, clock } = links();
    open('one');
    clock.now += 9_000;
    open('two');
    open('three');
    clock.now += 999;
    open('dropped');
    clock.now += 1;
    open('four');
    open('dropped too');
    expect(opened).toEqual(['one', 'two', 'three', 'four']);
  });

  test('that the system does not open are logged, and no unhandled rejection', async () => {
    const { open, logged } = links(() => Promise.reject(new Error('https://example.com/ was not opened')));
    open('https://example.com/');
    await settled();
    expect(logged).toEqual([['link.not-opened']]);
  });
});
