import { describe, expect, test } from 'vitest';
import { createLinkOpener } from '../../../src/main/shell/open-links.ts';

describe('opening links', () => {
  test('stops after a few, and starts again later', () => {
    let now = 0;
    const opened: string[] = [];
    const open = createLinkOpener({
      open: async (url) => void opened.push(url),
      now: () => now,
      log: { warn: () => {} },
    });
    for (let index = 0; index < 10; index += 1) open(`https://example.com/${index}`);
    expect(opened).toHaveLength(3);
    now = 10_001;
    open('https://example.com/later');
    expect(opened.at(-1)).toBe('https://example.com/later');
  });
});
