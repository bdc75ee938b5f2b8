/** The names of the sessions that guests live in. */
import { expect, test } from 'vitest';
import { createPartitions } from '../../../../src/main/app/workbooks/partitions.ts';

test('a profile has one session until it is given a new one, and another profile has its own', () => {
  const partitions = createPartitions();
  const first = partitions.of('one');
  expect(partitions.of('one')).toBe(first);
  expect(partitions.of('two')).not.toBe(first);
  const other = partitions.of('two');
  expect(partitions.renew('one')).toBe(first);
  const second = partitions.of('one');
  expect(partitions.renew('one')).toBe(second);
  expect(new Set([first, second, partitions.of('one')]).size).toBe(3);
  expect(partitions.of('two')).toBe(other);
});

test('a session is in memory alone', () => {
  expect(createPartitions().of('one')).not.toMatch(/^persist:/);
});
