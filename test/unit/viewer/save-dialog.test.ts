import { expect, test } from 'vitest';
import { saveDialogOf } from '../../../src/main/viewer/save-dialog.ts';

const of = (suggested: string) => saveDialogOf(suggested, '/home/ada/Downloads', 'Export');

test('has a name, a kind and a folder', () => {
  expect(of('Fares a day.csv')).toEqual({
    title: 'Fares a day.csv',
    defaultPath: '/home/ada/Downloads/Fares a day.csv',
    filters: [{ name: 'CSV', extensions: ['csv'] }],
  });
});

test.each([
  ['', 'Export'],
  ['...', 'Export'],
  ['.csv', 'csv'],
  ['../../etc/passwd', 'etc passwd'],
  ['C:\\Windows\\a.xlsx', 'C Windows a.xlsx'],
  ['report\u202efdp.exe', 'report fdp.exe'],
  ['a\u0000b\n.pdf', 'a b.pdf'],
  ['nul.csv', '_nul.csv'],
  ['CON', '_CON'],
  ['concert.csv', 'concert.csv'],
  [`${'a'.repeat(300)}.csv`, `${'a'.repeat(120)}.csv`],
  ['Umsatz je Region – März.csv', 'Umsatz je Region – März.csv'],
  ['no ending', 'no ending'],
])('%j becomes %j', (suggested, name) => {
  expect(of(suggested).title).toBe(name);
});

test('knows no kind of a file without an ending', () => {
  expect(of('no ending')).not.toHaveProperty('filters');
});
