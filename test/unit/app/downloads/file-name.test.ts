/** Names of files of workbooks: good on every system, and of their own kind. */
import { describe, expect, test } from 'vitest';
import {
  dayOf,
  fileNameOf,
  isData,
  isProgram,
  kindOf,
  withNumber,
} from '../../../../src/main/app/downloads/file-name.ts';

const named = (name: string, changes: { workbook?: string; mimeType?: string } = {}) =>
  fileNameOf({ name, mimeType: '', workbook: 'NYC taxi', date: '2026-11-27', fallback: 'Export', ...changes });

describe('a name', () => {
  test.each([
    ['Fares a day.csv', 'NYC taxi - Fares a day 2026-11-27.csv'],
    ['nyc-taxi-trips.csv', 'nyc-taxi-trips 2026-11-27.csv'],
    ['taxi.csv', 'NYC taxi 2026-11-27.csv'],
    ['export.CSV', 'NYC taxi 2026-11-27.csv'],
    ['5b6f1a3e-6a51-4f7e-9d3c-2f1f6f9f4c11.png', 'NYC taxi 2026-11-27.png'],
    ['', 'NYC taxi 2026-11-27'],
    ['...', 'NYC taxi 2026-11-27'],
    ['../../etc/passwd', 'NYC taxi - etc passwd 2026-11-27'],
    ['C:\\Windows\\a.xlsx', 'NYC taxi - C Windows a 2026-11-27.xlsx'],
    ['report\u202efdp.exe', 'NYC taxi - report fdp 2026-11-27.exe'],
    ['a\u0000b\n.pdf', 'NYC taxi - a b 2026-11-27.pdf'],
    ['stream.csv:zone.exe', 'NYC taxi - stream.csv zone 2026-11-27.exe'],
    ['setup.exe. . .', 'NYC taxi - setup 2026-11-27.exe'],
    ['Umsatz je Region – März.csv', 'NYC taxi - Umsatz je Region – März 2026-11-27.csv'],
  ])('of %j is %j', (suggested, name) => {
    expect(named(suggested)).toBe(name);
  });

  test.each(['CON', 'nul', 'com1', 'LPT9', 'com¹', 'CONIN$', 'aux.old'])(
    'is no device where the workbook is %s',
    (workbook) => {
      expect(named('', { workbook })).toBe(`_${workbook} 2026-11-27`);
    },
  );

  test('is taken from the program where the workbook has none that could be one', () => {
    expect(named('a.csv', { workbook: '///' })).toBe('Export - a 2026-11-27.csv');
  });

  test.each([
    ['text/csv', 'csv'],
    ['image/png', 'png'],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ])('without a kind gets that of %s', (mimeType, kind) => {
    expect(named('Trips', { mimeType })).toBe(`NYC taxi - Trips 2026-11-27.${kind}`);
  });

  test.each(['z', 'ä', '統', '🚕'])(
    'of many %s is short enough for every system, and cut between letters',
    (letter) => {
      const name = named(`${letter.repeat(400)}.csv`);
      expect(name.length).toBeLessThanOrEqual(120);
      expect(new TextEncoder().encode(withNumber(name, 9_999)).length).toBeLessThanOrEqual(240);
      expect(name).toMatch(/ 2026-11-27\.csv$/);
      expect(name).not.toMatch(/\p{Cs}/u);
      expect(name.replaceAll(letter, '').replace('NYC taxi - ', '')).toBe(' 2026-11-27.csv');
    },
  );

  test('is the same however its letters are written', () => {
    expect(named('Ma\u0308rz.csv')).toBe(named('M\u00e4rz.csv'));
  });

  test('gets a number before its kind', () => {
    expect([1, 2, 10].map((number) => withNumber('Trips 2026.csv', number))).toEqual([
      'Trips 2026.csv',
      'Trips 2026 (2).csv',
      'Trips 2026 (10).csv',
    ]);
    expect(withNumber('Trips', 2)).toBe('Trips (2)');
  });
});

describe('a kind', () => {
  test.each(['a.csv', 'a.xlsx', 'a.PDF', 'a.png', 'a.json'])('of data is opened: %s', (name) => {
    expect([isData(name), isProgram(name)]).toEqual([true, false]);
  });
  test.each(['a.exe', 'a.csv.scr', 'a.desktop', 'a.command', 'a.xlsm', 'a.svg', 'a.html', 'a.lnk', 'a.AppImage'])(
    'that can run is one of programs: %s',
    (name) => {
      expect([isData(name), isProgram(name)]).toEqual([false, true]);
    },
  );
  test.each([
    'a.appinstaller',
    'a.searchConnector-ms',
    'a.msu',
    'a.rdp',
    'a.wsb',
    'a.one',
    'a.ftploc',
    'a.webarchive',
    'a.xht',
  ])('that leads a system to what runs is one of programs: %s', (name) => {
    expect([isData(name), isProgram(name)]).toEqual([false, true]);
  });
  test.each(['a', 'a.zip', 'a.unknown', 'a.xls'])('that is neither is saved and not opened: %s', (name) => {
    expect([isData(name), isProgram(name)]).toEqual([false, false]);
  });
  test('is written small', () => {
    expect(kindOf('a.CSV')).toBe('csv');
  });
});

test('a day is the one where the person is', () => {
  expect(dayOf(new Date(2026, 0, 5, 23, 59).getTime())).toBe('2026-01-05');
});
