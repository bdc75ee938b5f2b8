/** Where a link leads in a workbook, as a load begins there. */
import { describe, expect, test } from 'vitest';
import { isAt, viewAt } from '../../../../src/main/app/workbooks/link-place.ts';
import { KeptView, viewOfKept } from '../../../../src/main/viewer/kept-view.ts';
import { urlPlaceOf } from '../../../../src/main/viewer/url-place.ts';
import { nowhere } from '../../../../src/shared/open-link.ts';
import { target } from '../../../support/panes.ts';

const loaded = (place: Partial<typeof nowhere>, workbookPath = target.workbookPath) => {
  const at = { ...target, workbookPath };
  const kept = viewAt({ ...nowhere, ...place }, at);
  expect(KeptView.parse(kept)).toEqual(kept);
  return urlPlaceOf(viewOfKept(kept, at));
};

describe('what is loaded for a place', () => {
  test('has page, element, version, bookmark and values in its address', () => {
    expect(loaded({ page: 'p1' })).toEqual({ path: '/acme/workbook/Trips-4kX9/page/p1' });
    expect(loaded({ element: 'e1', tag: 'live' })).toEqual({ path: '/acme/workbook/Trips-4kX9/tag/live/element/e1' });
    expect(loaded({ bookmark: 'b1', controls: { Region: 'West' } })).toEqual({
      bookmark: 'b1',
      controls: { Region: 'West' },
    });
  });

  test('keeps the version that the profile opens, and not its page', () => {
    expect(loaded({ page: 'p2' }, '/acme/workbook/Trips-4kX9/tag/live/page/p1')).toEqual({
      path: '/acme/workbook/Trips-4kX9/tag/live/page/p2',
    });
    expect(loaded({ tag: 'live', bookmark: 'b' }, '/acme/workbook/Trips-4kX9/tag/live/page/p1')).toEqual({
      bookmark: 'b',
    });
  });

  test('has no page where the address of the workbook has no place for one', () => {
    expect(loaded({ page: 'p1', controls: { A: '1' } }, '/embed/1-abc')).toEqual({ controls: { A: '1' } });
  });
});

describe('a person', () => {
  const view = viewOfKept(
    viewAt({ ...nowhere, page: 'p1', bookmark: 'b1', controls: { A: '1', B: '2' } }, target),
    target,
  );

  test('is at a place whose every part is before them', () => {
    expect(isAt(view, nowhere)).toBe(true);
    expect(isAt(view, { ...nowhere, page: 'p1', bookmark: 'b1', controls: { A: '1' } })).toBe(true);
  });

  test.each([
    { page: 'p2' },
    { element: 'e' },
    { tag: 't' },
    { bookmark: 'b2' },
    { controls: { A: '2' } },
    { controls: { C: '' } },
  ])('is elsewhere where one is not: %j', (part) => {
    expect(isAt(view, { ...nowhere, ...part } as typeof nowhere)).toBe(false);
  });
});
