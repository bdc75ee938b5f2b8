/** Which paths of Sigma's page are followed: known shapes, written anew, and nothing that leads elsewhere. */
import { describe, expect, test } from 'vitest';
import {
  documentKey,
  parseDocumentPath,
  titleOf,
  writeDocumentPath,
} from '../../../../src/shared/sigma/document-path.ts';

const read = (path: string) => {
  const parsed = parseDocumentPath(path);
  if (!parsed) throw new Error('not a path');
  return parsed;
};

describe('the path of a document', () => {
  test.each([
    ['/acme/workbook/Trips-4kX9', '/acme/workbook/Trips-4kX9'],
    ['/acme/workbook/4kX9', '/acme/workbook/4kX9'],
    ['/acme/workbook/Trips/4kX9/page/p1', '/acme/workbook/Trips/4kX9/page/p1'],
    ['/acme/report/The-Month-9Zq/', '/acme/report/The-Month-9Zq'],
    ['/acme/workbook/Trips-4kX9/edit', '/acme/workbook/Trips-4kX9/edit'],
    ['/acme/workbook/Trips-4kX9/page/p1/tag/Prod/edit', '/acme/workbook/Trips-4kX9/tag/Prod/page/p1/edit'],
    ['/acme/workbook/Trips-4kX9/element/e-1', '/acme/workbook/Trips-4kX9/element/e-1'],
    ['/acme/workbook/%C3%9Cbersicht-4kX9', '/acme/workbook/%C3%9Cbersicht-4kX9'],
    ['/acme/workbook/Übersicht-4kX9', '/acme/workbook/%C3%9Cbersicht-4kX9'],
    ['/acme/workbook/100%25-Growth-4kX9', '/acme/workbook/100%25-Growth-4kX9'],
  ])('%s is loaded as %s', (path, written) => {
    expect(writeDocumentPath(read(path))).toBe(written);
  });

  test.each([
    '',
    'acme/workbook/Trips-4kX9',
    '//evil.example/workbook/Trips-4kX9',
    '/\\evil.example/workbook/Trips-4kX9',
    'https://evil.example/acme/workbook/Trips-4kX9',
    'javascript:alert(1)',
    '/acme/workbook/Trips-4kX9?:embed=false',
    '/acme/workbook/Trips-4kX9#x',
    '/acme/workbook/Trips-4kX9%3F:jwt=x',
    '/acme/workbook/Trips-4kX9%23x',
    '/acme/workbook/..',
    '/acme/workbook/%2e%2e',
    '/acme/workbook/%252e%252e',
    '/acme/workbook/../../api',
    '/acme/workbook/a%2f..%2fb',
    '/acme/workbook/a%5cb',
    '/acme/workbook/a%0d%0ab',
    '/acme/workbook/a\u0000b',
    '/acme/workbook/%E0%A4%A',
    '/acme/workbook/\ud800',
    '/acme/workbook//page/p1',
    '/acme/workbook/Trips-4kX9/page',
    '/acme/workbook/Trips-4kX9/page/p1/page/p2',
    '/acme/workbook/Trips-4kX9/tag/a/logout/b',
    '/acme/workbook/Trips/4kX9/api/v2',
    '/acme/admin/Trips-4kX9',
    '/acme/workbook',
    '/workbook/Trips-4kX9',
    `/acme/workbook/${'x'.repeat(513)}`,
    `/acme/workbook/Trips-4kX9/page/p${'/'.repeat(2_048)}`,
  ])('%j is not followed', (path) => {
    expect(parseDocumentPath(path)).toBeNull();
  });

  test('tells documents apart by their id, whatever they are called', () => {
    const key = (path: string) => documentKey(read(path));
    expect(key('/acme/workbook/Trips-4kX9/page/p1')).toBe(key('/acme/workbook/Renamed-Trips-4kX9'));
    expect(key('/acme/workbook/Trips/4kX9')).toBe(key('/acme/workbook/4kX9/edit'));
    expect(key('/acme/workbook/Trips-4kX9')).not.toBe(key('/acme/workbook/Trips-4kX8'));
    expect(key('/acme/workbook/Trips-4kX9')).not.toBe(key('/acme/report/Trips-4kX9'));
  });

  test.each([
    ['/acme/workbook/NYC-Taxi-Trips-4kX9', 'NYC Taxi Trips'],
    ['/acme/workbook/Taxi--Trips/4kX9', 'Taxi Trips'],
    ['/acme/workbook/4kX9', null],
    ['/acme/workbook/Trips%E2%80%AEdlog-4kX9', 'Tripsdlog'],
    [`/acme/workbook/${'x'.repeat(300)}-4kX9`, 'x'.repeat(120)],
  ])('of %s is called %j', (path, title) => {
    expect(titleOf(read(path))).toBe(title);
  });
});
