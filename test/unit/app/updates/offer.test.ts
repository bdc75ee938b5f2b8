import { describe, expect, test } from 'vitest';
import type { UpdateDescription } from '../../../../src/main/app/updates/description.ts';
import {
  deferralOf,
  type OfferConditions,
  rollOutPlace,
  whyNotOffered,
} from '../../../../src/main/app/updates/offer.ts';

const NOW = Date.UTC(2026, 10, 26);
const DAY = 24 * 3_600_000;

const description = (change: Partial<UpdateDescription> = {}): UpdateDescription => ({
  version: '1.1.0',
  files: [{ url: 'x.AppImage', sha512: '', size: 1 }],
  releaseDate: NOW,
  releaseNotes: '',
  stagingPercentage: 100,
  sightglass: { product: '', file: '', channel: 'latest', signedAt: NOW, expires: NOW + DAY },
  ...change,
});
const here: OfferConditions = { version: '1.0.0', systemRelease: '6.1.0', installId: 'an id', failedVersions: [] };

describe('an update', () => {
  test('is offered when it is newer, and never when it is not', () => {
    expect(whyNotOffered(description(), here)).toBe(null);
    expect(whyNotOffered(description({ version: '1.0.0' }), here)).toBe('same');
    expect(whyNotOffered(description({ version: '1.0.0-beta.1' }), here)).toBe('older');
    expect(whyNotOffered(description({ version: '0.9.9' }), here)).toBe('older');
  });

  test('that was put back once is not offered again', () => {
    expect(whyNotOffered(description(), { ...here, failedVersions: ['1.1.0'] })).toBe('failed-before');
  });

  test('is not offered to a system that it does not run on', () => {
    expect(whyNotOffered(description({ minimumSystemVersion: '6.2' }), here)).toBe('system');
  });

  test('is offered to everybody at 100 %, to nobody at 0 %, and to about as many as it says in between', () => {
    const ids = Array.from({ length: 2_000 }, (_, index) => `id ${index}`);
    const offered = (stagingPercentage: number) =>
      ids.filter((installId) => whyNotOffered(description({ stagingPercentage }), { ...here, installId }) === null);
    expect(offered(0)).toEqual([]);
    expect(offered(100)).toEqual(ids);
    expect(offered(25).length).toBeGreaterThan(400);
    expect(offered(25).length).toBeLessThan(600);
    // Whoever had it at 25 % has it at 50 %.
    const half = new Set(offered(50));
    expect(offered(25).filter((id) => !half.has(id))).toEqual([]);
  });

  test('does not come to the same people first each time', () => {
    expect(rollOutPlace('an id', '1.1.0')).toBe(rollOutPlace('an id', '1.1.0'));
    expect(rollOutPlace('an id', '1.1.0')).not.toBe(rollOutPlace('an id', '1.2.0'));
  });

  test('is left alone for as long as the administrator says, from its publication on', () => {
    const when = (now: number) => deferralOf(description(), { deferralDays: 7, later: null, now });
    expect(when(NOW + 7 * DAY - 1)).toEqual({ until: NOW + 7 * DAY, by: 'policy' });
    expect(when(NOW + 7 * DAY)).toBe(null);
  });

  test('is left alone for a day when the person says so, and no other version is', () => {
    const later = { version: '1.1.0', until: NOW + DAY };
    expect(deferralOf(description(), { deferralDays: 0, later, now: NOW })).toEqual({ until: NOW + DAY, by: 'person' });
    expect(deferralOf(description({ version: '1.2.0' }), { deferralDays: 0, later, now: NOW })).toBe(null);
    expect(deferralOf(description(), { deferralDays: 0, later, now: NOW + DAY })).toBe(null);
    // The clock was a year ahead when the person said so.
    const wrong = { version: '1.1.0', until: NOW + 366 * DAY };
    expect(deferralOf(description(), { deferralDays: 0, later: wrong, now: NOW })).toBe(null);
  });
});
