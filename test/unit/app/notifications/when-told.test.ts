/** What is told now, what waits, and what is not told a second time. */
import { describe, expect, test } from 'vitest';
import { isWithin, nextStep, type Told } from '../../../../src/main/app/notifications/when-told.ts';
import type { Cause } from '../../../../src/main/app/notifications/worth-telling.ts';

const place = { kind: 'profile', profileId: 'finance' } as const;
const lasting: Cause = { key: 'signIn finance', kind: 'signIn', says: 'signIn', lasts: true, place, name: 'Finance' };
const passing: Cause = { ...lasting, key: 'download 1', kind: 'download', says: 'download', lasts: false };
const nothing: Told = new Map();

const step = (
  told: Told,
  causes: Cause[],
  { isSeen = false, isWanted = true, isQuiet = false, unknown = [] as string[] } = {},
) => nextStep(told, { causes, unknown }, { sees: () => isSeen, wants: () => isWanted, isQuiet });

test('what is new is told once, and counts until it is seen', () => {
  const first = step(nothing, [lasting, passing]);
  expect(first.tell).toEqual([lasting, passing]);
  expect(first.unseen).toBe(2);
  const second = step(first.told, [lasting, passing]);
  expect(second.tell).toEqual([]);
  expect(second.unseen).toBe(2);
  expect(second.over).toEqual([]);
  const seen = step(second.told, [lasting, passing], { isSeen: true });
  expect(seen.unseen).toBe(0);
  expect(seen.over).toEqual([lasting.key, passing.key]);
  expect(step(seen.told, [lasting, passing]).tell).toEqual([]);
});

test('what ended and comes again is told again', () => {
  const first = step(nothing, [lasting]);
  const ended = step(first.told, []);
  expect(ended.over).toEqual([lasting.key]);
  expect(ended.unseen).toBe(0);
  expect(step(ended.told, [lasting]).tell).toEqual([lasting]);
});

test('what nobody can say now has not ended', () => {
  const first = step(nothing, [lasting]);
  const unknown = step(first.told, [], { unknown: ['signIn '] });
  expect(unknown.over).toEqual([]);
  expect(unknown.unseen).toBe(1);
  expect(step(unknown.told, [lasting]).tell).toEqual([]);
});

test('what the person has before them is not told, then or later', () => {
  const seen = step(nothing, [lasting], { isSeen: true });
  expect(seen.tell).toEqual([]);
  expect(step(seen.told, [lasting]).tell).toEqual([]);
});

test('two windows that show the same are told of once', () => {
  expect(step(nothing, [lasting, { ...lasting }]).tell).toEqual([lasting]);
});

test('what is switched off is not told; what lasts is, once it is switched on', () => {
  const off = step(nothing, [lasting, passing], { isWanted: false });
  expect(off.tell).toEqual([]);
  expect(off.unseen).toBe(0);
  expect(step(off.told, [lasting, passing]).tell).toEqual([lasting]);
});

test('in quiet hours nothing is told; what is still so afterwards is, and the rest only counts', () => {
  const quiet = step(nothing, [lasting, passing], { isQuiet: true });
  expect(quiet.tell).toEqual([]);
  expect(quiet.isWaiting).toBe(true);
  expect(quiet.unseen).toBe(1);
  const after = step(quiet.told, [lasting, passing]);
  expect(after.tell).toEqual([lasting]);
  expect(after.isWaiting).toBe(false);
});

describe('quiet hours', () => {
  test.each([
    [1_080, 1_080, 480, true],
    [1_079, 1_080, 480, false],
    [0, 1_080, 480, true],
    [479, 1_080, 480, true],
    [480, 1_080, 480, false],
    [720, 720, 780, true],
    [780, 720, 780, false],
    [719, 720, 780, false],
    [480, 480, 480, false],
  ])('minute %i of %i to %i: %s', (minute, from, to, isQuiet) => {
    expect(isWithin(minute, from, to)).toBe(isQuiet);
  });
});
