/** What of a person's place the URL of the next load carries, and how an event of Sigma changes that place. */
import { describe, expect, test } from 'vitest';
import { urlPlaceOf, withoutPlace } from '../../../src/main/viewer/url-place.ts';
import { needsAnotherLoad, openingView, placeOf, reduceViewState } from '../../../src/main/viewer/view-state.ts';
import type { SigmaEvent } from '../../../src/shared/sigma/events.ts';

const target = { workbookPath: '/acme/workbook/Trips-4kX9', title: 'Trips' };
const own = '/acme/workbook/Trips-4kX9';
const winter = '/acme/workbook/Winter-Operations-9Zq1';
const viewAfter = (...events: SigmaEvent[]) => events.reduce(reduceViewState, openingView(target));
const url = (path: string): SigmaEvent => ({ type: 'url:onchange', url: path });
const loaded = (variables: Record<string, string>): SigmaEvent => ({
  type: 'workbook:loaded',
  workbook: { variables },
});
const chosen = (variables: Record<string, string>): SigmaEvent => ({
  type: 'workbook:variables:onchange',
  workbook: { variables },
});

describe('the place that a URL carries', () => {
  test('is nothing before Sigma said anything, so that the workbook opens as its profile has it', () => {
    expect(urlPlaceOf(viewAfter())).toEqual({});
    expect(urlPlaceOf(viewAfter(loaded({ Borough: '', MinFare: '0' })))).toEqual({});
  });

  test('has the controls that differ from what the document has by itself', () => {
    expect(urlPlaceOf(viewAfter(loaded({ Borough: '', MinFare: '0' }), chosen({ Borough: 'Queens' })))).toEqual({
      controls: { Borough: 'Queens' },
    });
  });

  test('has a control that was put back to nothing, where the document has another value by itself', () => {
    expect(urlPlaceOf(viewAfter(loaded({ Borough: 'Bronx' }), chosen({ Borough: '' })))).toEqual({
      controls: { Borough: '' },
    });
  });

  test('has every control under a bookmark or an exploration, which hold values of their own', () => {
    const values = { Borough: '', MinFare: '0' };
    const bookmark: SigmaEvent = { type: 'workbook:bookmark:onchange', bookmarkId: 'b1' };
    const explored: SigmaEvent = { type: 'workbook:exploreKey:onchange', exploreKey: 'k1' };
    expect(urlPlaceOf(viewAfter(loaded(values), bookmark))).toEqual({ bookmark: 'b1', controls: values });
    expect(urlPlaceOf(viewAfter(loaded(values), bookmark, explored))).toEqual({ explore: 'k1', controls: values });
  });

  test('says that no bookmark is wanted once the person left one', () => {
    const left: SigmaEvent = { type: 'workbook:bookmark:onchange', bookmarkId: null };
    expect(urlPlaceOf(viewAfter(loaded({}), left))).toEqual({ bookmark: null });
  });

  test('has every control once the person left the bookmark that the workbook opens with', () => {
    const left: SigmaEvent = { type: 'workbook:bookmark:onchange', bookmarkId: null };
    expect(urlPlaceOf(viewAfter(loaded({ Region: 'West' }), left))).toEqual({
      bookmark: null,
      controls: { Region: 'West' },
    });
  });

  test('is as the person left it in the own document too, once they went away and came back', () => {
    const view = viewAfter(loaded({ Region: 'West' }), url(`${winter}/page/p1`), url(own));
    expect(urlPlaceOf(view)).toEqual({ path: own, bookmark: null });
    expect(placeOf(view, target).document.isOwn).toBe(true);
  });

  test('has the controls of every load after one that began with them', () => {
    const moved = viewAfter(url(winter), chosen({ Region: 'West' }));
    const place = { path: winter, bookmark: null, controls: { Region: 'West' } };
    expect(urlPlaceOf(moved)).toEqual(place);
    // What it says that it has loaded with is what it was told.
    expect(urlPlaceOf(reduceViewState(moved, loaded({ Region: 'West' })))).toEqual(place);
    const begun = { ...openingView(target), variables: { Region: 'West' } };
    expect(urlPlaceOf(reduceViewState(begun, loaded({ Region: 'West' }))).controls).toEqual({ Region: 'West' });
  });

  test('has the page that a person chose where Sigma told no path, also once they chose an element on it', () => {
    const select = (selectedNodeId: string, nodeType: 'page' | 'element'): SigmaEvent => ({
      type: 'workbook:selectednodeid:onchange',
      selectedNodeId,
      nodeType,
    });
    expect(urlPlaceOf(viewAfter(select('p2', 'page'), select('e1', 'element')))).toEqual({ path: `${own}/page/p2` });
    const tagged = openingView({ workbookPath: `${own}/tag/Prod/page/p1` });
    expect(urlPlaceOf(reduceViewState(tagged, select('p1', 'page')))).toEqual({});
    expect(urlPlaceOf(reduceViewState(tagged, select('p2', 'page'))).path).toBe(`${own}/tag/Prod/page/p2`);
  });

  test('has no exploration that is called nothing', () => {
    expect(urlPlaceOf(viewAfter({ type: 'workbook:exploreKey:onchange', exploreKey: '' }))).toEqual({});
  });

  test('is the page, the tag and the edit mode of the document on screen', () => {
    expect(urlPlaceOf(viewAfter(url(`${own}/tag/Prod/page/p2/edit`)))).toEqual({
      path: `${own}/tag/Prod/page/p2/edit`,
    });
  });

  test('is another document, without what was chosen in the one before, and without its own wishes', () => {
    const view = viewAfter(loaded({ Borough: '' }), chosen({ Borough: 'Queens' }), url(`${winter}/page/p1`));
    expect(urlPlaceOf(view)).toEqual({ path: `${winter}/page/p1`, bookmark: null });
    expect(placeOf(view, target).document).toEqual({ title: 'Winter Operations', kind: 'workbook', isOwn: false });
  });

  test('is not what a page says of another organisation, or of no document', () => {
    const before = viewAfter(url(`${own}/page/p2`));
    for (const path of ['/other/workbook/Trips-4kX9', '//evil.example/workbook/x', '/acme/workbook/..']) {
      expect(reduceViewState(before, url(path))).toBe(before);
    }
  });

  test('is the same document under another name', () => {
    const view = viewAfter(chosen({ Borough: 'Queens' }), url('/acme/workbook/Renamed-4kX9'));
    expect(placeOf(view, target).document).toMatchObject({ title: 'Trips', isOwn: true });
    expect(view.variables).toEqual({ Borough: 'Queens' });
  });

  test('is the newest page, in whichever order Sigma tells of it', () => {
    const page: SigmaEvent = { type: 'workbook:selectednodeid:onchange', selectedNodeId: 'p3', nodeType: 'page' };
    expect(urlPlaceOf(viewAfter(url(`${own}/page/p2`), page)).path).toBe(`${own}/page/p3`);
  });

  test('takes another load for another document or version, and none for another page', () => {
    const at = (path: string) => viewAfter(url(path));
    expect(needsAnotherLoad(at(own), at(`${own}/page/p2`))).toBe(false);
    expect(needsAnotherLoad(at(own), at(winter))).toBe(true);
    expect(needsAnotherLoad(at(own), at(`${own}/tag/Prod`))).toBe(true);
    expect(needsAnotherLoad(openingView(target), at(`${own}/page/p2`))).toBe(false);
    // The page that a document begins with has no name that a message could tell.
    expect(needsAnotherLoad(at(`${own}/page/p2`), at(own))).toBe(true);
    // That it opens with a version is no step of the person.
    const tagged = openingView({ workbookPath: `${own}/tag/Prod` });
    expect(needsAnotherLoad(tagged, reduceViewState(tagged, url(`${own}/tag/Prod/page/p1`)))).toBe(false);
  });

  test('is given up step by step when Sigma refuses it: the place in the document, then the document', () => {
    const bookmark: SigmaEvent = { type: 'workbook:bookmark:onchange', bookmarkId: 'b1' };
    const first = withoutPlace(viewAfter(url(`${winter}/page/p1`), bookmark));
    expect(first && urlPlaceOf(first).path).toBe(winter);
    expect(first?.bookmarkId).toBeUndefined();
    const second = first && withoutPlace(first);
    expect(second).toEqual(openingView(target));
    expect(second && withoutPlace(second)).toBeNull();
  });
});

describe('the maximised element', () => {
  const full = (fullScreen: boolean): SigmaEvent => ({ type: 'workbook:fullscreen:onchange', fullScreen });
  const select = (id: string): SigmaEvent => ({
    type: 'workbook:selectednodeid:onchange',
    selectedNodeId: id,
    nodeType: 'element',
  });

  test('is not named by Sigma, and is what is selected in it afterwards', () => {
    expect(viewAfter(full(true)).maximised).toEqual([]);
    expect(viewAfter(full(true), select('chart-1')).maximised).toEqual(['chart-1']);
    expect(viewAfter(full(true), select('chart-1'), full(false)).maximised).toBeNull();
  });
});
