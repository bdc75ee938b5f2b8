/** What Linux tells of processes. */
import { describe, expect, test } from 'vitest';
import { type ProcessEntry, readPss, readStat, treeOf } from '../../../../scripts/bench/process-tree.ts';

const entry = (pid: number, parent: number, group: number): ProcessEntry => ({ pid, parent, group, ticks: 1 });

describe('the processes of a program', () => {
  test('are read with their processor time and that of children that ended, whatever they call themselves', () => {
    const rest = '0 0 -1 4194304 100 0 0 0 41 7 5 3 20 0 1 0 6098816';
    expect(readStat(`4711 (a) R (b c) S 12 4700 ${rest}`)).toEqual({ pid: 4711, parent: 12, group: 4700, ticks: 56 });
  });

  test('that ended meanwhile are none', () => {
    expect(readStat('')).toBeUndefined();
    expect(readStat('4711 (cut off')).toBeUndefined();
  });

  test('have the memory that smaps_rollup says, in kB', () => {
    const text =
      '5623c-7fff7 ---p 00000000 00:00 0   [rollup]\nRss:      1644 kB\nPss:       284 kB\nPss_Dirty:  100 kB\n';
    expect(readPss(text)).toBe(284);
    expect(readPss('')).toBeUndefined();
  });

  test('are all that came from it, and those of its group whose parent is gone', () => {
    const all = [entry(10, 1, 10), entry(11, 10, 10), entry(12, 11, 11), entry(13, 1, 10), entry(20, 1, 20)];
    expect(treeOf(all, 10).map(({ pid }) => pid)).toEqual([10, 11, 12, 13]);
  });
});
