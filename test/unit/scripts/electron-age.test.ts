/** How far behind the pinned Electron is, and what follows from it. */
import { describe, expect, test } from 'vitest';
import { ageInWords, ageOf, exitCodes, report } from '../../../scripts/electron-age.mjs';

/** As the registry has them: not in order, with releases before the first stable one. */
const times = {
  '45.4.1': '2026-11-19T02:04:13+00:00',
  '42.0.0': '2026-05-06T05:48:56+00:00',
  '43.0.0': '2026-07-01T02:01:30+00:00',
  '44.0.0': '2026-08-25T04:51:59+00:00',
  '45.0.0': '2026-10-21T06:03:52+00:00',
  '45.5.0': '2026-11-24T20:36:15+00:00',
  '45.10.0': '2026-11-26T20:36:15+00:00',
  '44.11.5': '2026-11-19T00:45:49+00:00',
  '46.0.0-alpha.12': '2026-11-25T00:00:00+00:00',
};
const at = (date: string) => Date.parse(`${date}T12:00:00Z`);
const aged = (pinned: string, date: string, more: object = {}) =>
  ageOf({ pinned, times: { ...times, ...more }, now: at(date) });

describe('the pinned Electron', () => {
  test('that is the newest of its major version is current', () => {
    expect(aged('45.10.0', '2026-11-30')).toMatchObject({
      status: 'current',
      pinnedDate: '2026-11-26',
      newestOfMajor: '45.10.0',
      newerSince: null,
      behindDays: 0,
      newest: '45.10.0',
      majorsBehind: 0,
    });
  });

  test('may be a week behind, counted from the first newer release', () => {
    expect(aged('45.4.1', '2026-11-30')).toMatchObject({ status: 'current', newerSince: '2026-11-24', behindDays: 5 });
    expect(aged('45.4.1', '2026-12-02')).toMatchObject({ status: 'current', behindDays: 7 });
    expect(aged('45.4.1', '2026-12-03')).toMatchObject({ status: 'behind', behindDays: 8 });
  });

  test('gets fixes until the third major version after it is there', () => {
    expect(aged('42.0.0', '2026-11-26')).toMatchObject({
      status: 'support ends',
      majorsBehind: 3,
      endOfSupport: { date: '2026-10-21', isEstimate: false },
    });
    expect(aged('44.11.5', '2026-11-26')).toMatchObject({ status: 'current', majorsBehind: 1 });
  });

  test('is to be left three weeks before that, which is estimated while its successor is not there', () => {
    // Eight weeks after 45.0.0 comes 46.0.0, with which 43 ends.
    expect(aged('43.0.0', '2026-11-20').endOfSupport).toEqual({ date: '2026-12-16', isEstimate: true });
    expect(aged('43.0.0', '2026-11-20').status).toBe('current');
    expect(aged('43.0.0', '2026-11-26').status).toBe('support ends');
    expect(aged('43.0.0', '2026-11-26', { '46.0.0': '2027-01-13T00:00:00Z' }).status).toBe('current');
  });

  test('that the registry does not know, as one of a mirror, is compared all the same', () => {
    expect(aged('45.4.9', '2026-11-30')).toMatchObject({ pinnedDate: null, newestOfMajor: '45.10.0', behindDays: 5 });
  });
});

describe('the report', () => {
  const asked = { times, isJson: false, pinned: '45.4.1', chromiumOf: () => '156.0.8078.100' };

  test('tells by its exit code', () => {
    expect(report({ ...asked, now: at('2026-11-26') }).code).toBe(0);
    expect(report({ ...asked, now: at('2026-12-10') }).code).toBe(exitCodes.behind);
    expect(report({ ...asked, pinned: '42.0.0', now: at('2026-11-26') }).code).toBe(exitCodes['support ends']);
    expect(new Set(Object.values(exitCodes)).size).toBe(4);
    // 1 is what every command ends with that fails itself.
    expect(Object.values(exitCodes)).not.toContain(1);
  });

  test('is one line of JSON where that is asked for', () => {
    const { lines } = report({ ...asked, isJson: true, now: at('2026-11-26') });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      status: 'current',
      pinned: '45.4.1',
      chromium: { '45.4.1': '156.0.8078.100' },
    });
  });

  test('says plainly when the registry could not be asked', () => {
    const offline = { ...asked, times: null, now: 0 };
    expect(report(offline)).toEqual({
      code: exitCodes.unknown,
      lines: ['Pinned: Electron 45.4.1.', expect.stringContaining('could not be asked')],
    });
    expect(report({ ...offline, isJson: true }).lines).toEqual(['{"status":"unknown","pinned":"45.4.1"}']);
  });

  test('names for people what is newer, and what is to do', () => {
    const words = ageInWords(ageOf({ ...asked, pinned: '44.11.5', now: at('2026-11-26') })).join('\n');
    expect(words).toContain('Newest of all: 45.10.0 (Chromium 156.0.8078.100), one major version on.');
    expect(words).toContain('until 2027-02-10, by the usual rhythm');
    expect(words).toContain('All is well.');
  });
});
