/** Who held the thread longest, from a profile of V8. */
import { describe, expect, test } from 'vitest';
import { type CpuProfile, holdSentence, longestHold } from '../../../../scripts/bench/holds.ts';

const node = (id: number, functionName: string, children: number[] = [], url = 'file:///app/out/main/index.js') => ({
  id,
  children,
  callFrame: { functionName, url, lineNumber: id * 10 },
});
const nodes = [
  node(1, '(root)', [2, 3, 6], ''),
  node(2, '(idle)', [], ''),
  node(3, 'handle', [4, 5]),
  node(4, 'parse'),
  node(5, ''),
  node(6, 'tick'),
];
/** Looked at every two milliseconds. */
const profile = (...samples: number[]): CpuProfile => ({ nodes, samples, timeDeltas: samples.map(() => 2_000) });

describe('a hold of the thread', () => {
  test('is the longest time without a rest, not the largest sum', () => {
    expect(longestHold(profile(6, 6, 2, 3, 4, 4, 2, 6, 6, 2))?.ms).toBe(6);
  });

  test('is named by what ran at its bottom, and by who took the time', () => {
    expect(longestHold(profile(2, 3, 4, 4, 5, 2))).toEqual({
      ms: 8,
      entry: 'handle main/index.js:31',
      holders: [
        { name: 'parse main/index.js:41', ms: 4 },
        { name: 'handle main/index.js:31', ms: 2 },
        { name: '(anonymous) main/index.js:51', ms: 2 },
      ],
    });
  });

  test('is none where nothing ran', () => {
    expect(longestHold(profile(2, 1, 2))).toBeNull();
    expect(longestHold(profile())).toBeNull();
  });

  test('is told in one sentence', () => {
    const sentence = holdSentence({ ms: 8.04, entry: 'handle a.js:1', holders: [{ name: 'parse a.js:2', ms: 4 }] });
    expect(sentence).toBe('8.0 ms in handle a.js:1: parse a.js:2 (4.0 ms)');
  });
});
