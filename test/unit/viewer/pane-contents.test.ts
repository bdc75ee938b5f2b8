/** What a workbook tells of itself, event by event. */
import { describe, expect, test } from 'vitest';
import {
  type DocumentState,
  freshLoad,
  type LoadState,
  noBookmarks,
  openedDocument,
  reduceDocument,
  reduceLoad,
  shownBookmarks,
  troubleCounts,
} from '../../../src/main/viewer/pane-contents.ts';
import type { SigmaEvent } from '../../../src/shared/sigma/events.ts';

const opened = openedDocument(noBookmarks);
const told = (events: readonly SigmaEvent[], state: DocumentState = opened) =>
  events.reduce((before, event) => reduceDocument(before, event), state);
const bookmark = (
  type: 'oncreate' | 'onchange' | 'ondelete',
  id: string,
  name?: string,
  workbookId = 'own',
): SigmaEvent => ({ type: `workbook:bookmark:${type}`, bookmarkId: id, bookmarkName: name, workbookId });

describe('bookmarks', () => {
  test('are listed as they are met, in that order, and go when they are deleted', () => {
    const state = told([
      bookmark('onchange', 'a', 'East'),
      bookmark('oncreate', 'b', 'West'),
      bookmark('onchange', 'a', 'East'),
    ]);
    expect(shownBookmarks(state).map(({ id, name }) => [id, name])).toEqual([
      ['a', 'East'],
      ['b', 'West'],
    ]);
    expect(shownBookmarks(told([bookmark('ondelete', 'a')], state)).map(({ id }) => id)).toEqual(['b']);
  });

  test('keep what was told of them, whatever a later message leaves out', () => {
    const state = told([
      bookmark('oncreate', 'a', 'East'),
      { type: 'workbook:bookmark:onupdate', bookmarkId: 'a', isShared: true },
      { type: 'workbook:bookmark:onchange', bookmarkId: 'a' },
    ]);
    expect(shownBookmarks(state)).toEqual([{ id: 'a', name: 'East', isShared: true, isDefault: null }]);
    const renamed = told([{ type: 'workbook:bookmark:onupdate', bookmarkId: 'a', bookmarkName: 'North' }], state);
    expect(shownBookmarks(renamed)).toEqual([{ id: 'a', name: 'North', isShared: true, isDefault: null }]);
  });

  test('and elements have names that turn nothing around them', () => {
    const state = told([
      bookmark('onchange', 'a', 'East\u202e\n\u3164 of it'),
      { type: 'workbook:chart:onvalueselect', nodeId: 'one', title: '\u202eRevenue' },
      { type: 'workbook:chart:onvalueselect', nodeId: 'two', title: '\u200b' },
    ]);
    expect(shownBookmarks(state)[0]?.name).toBe('East of it');
    expect(state.nodes.map(({ title }) => title)).toEqual(['Revenue']);
    const wanted = { name: 'Two  words', isShared: true, isDefault: false };
    const made = reduceDocument(opened, bookmark('oncreate', 'a', 'Two  words'), wanted);
    expect(shownBookmarks(made)[0]).toMatchObject({ name: 'Two words', isShared: true });
  });

  test('have no name when Sigma tells none', () => {
    expect(shownBookmarks(told([{ type: 'workbook:bookmark:onchange', bookmarkId: 'a' }]))).toMatchObject([
      { id: 'a', name: '' },
    ]);
    expect(shownBookmarks(told([{ type: 'workbook:bookmark:onchange', bookmarkId: null }]))).toEqual([]);
  });

  test('are what the person asked for when they made one of that name', () => {
    const wanted = { name: 'East', isShared: true, isDefault: true };
    const first = reduceDocument(opened, bookmark('oncreate', 'a', 'East'), wanted);
    expect(shownBookmarks(first)).toMatchObject([{ isShared: true, isDefault: true }]);
    const other = reduceDocument(opened, bookmark('oncreate', 'a', 'Of somebody else'), wanted);
    expect(shownBookmarks(other)).toMatchObject([{ isShared: null, isDefault: null }]);
  });

  test('have one among them that opens by default', () => {
    const state = told([
      { type: 'workbook:bookmark:onupdate', bookmarkId: 'a', isDefault: true },
      { type: 'workbook:bookmark:onupdate', bookmarkId: 'b', isDefault: true },
    ]);
    expect(shownBookmarks(state).map(({ id, isDefault }) => [id, isDefault])).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });

  test('are those of the document on screen, and there again when the person comes back', () => {
    const own = told([bookmark('onchange', 'a', 'East')]);
    const elsewhere = told(
      [{ type: 'workbook:id:onchange', id: 'copy' }, bookmark('onchange', 'b', 'Of the copy', 'copy')],
      own,
    );
    expect(shownBookmarks(elsewhere).map(({ id }) => id)).toEqual(['b']);
    expect(shownBookmarks(told([{ type: 'workbook:id:onchange', id: 'own' }], elsewhere)).map(({ id }) => id)).toEqual([
      'a',
    ]);
    expect(shownBookmarks(openedDocument(elsewhere)).map(({ id }) => id)).toEqual(['a']);
  });

  test('are no more than anybody looks at', () => {
    const many = Array.from({ length: 300 }, (_, index) => bookmark('onchange', `b${index}`, 'x'));
    const shown = shownBookmarks(told(many));
    expect(shown).toHaveLength(200);
    expect(shown.at(-1)?.id).toBe('b299');
  });
});

describe('pages and elements', () => {
  test('are listed as they are met, with the title once one is told', () => {
    const state = told([
      { type: 'workbook:selectednodeid:onchange', selectedNodeId: 'page-1', nodeType: 'page' },
      { type: 'workbook:selectednodeid:onchange', selectedNodeId: 'chart', nodeType: 'element' },
      { type: 'workbook:chart:onvalueselect', nodeId: 'chart', title: 'Fares a day', values: [] },
      { type: 'workbook:selectednodeid:onchange', selectedNodeId: 'chart', nodeType: 'element' },
      { type: 'workbook:table:oncellselect', nodeId: 'table', title: 'Trips', cells: [] },
      { type: 'workbook:table:oncellselect', title: 'Of nothing', cells: [] },
      { type: 'workbook:selectednodeid:onchange', selectedNodeId: null, nodeType: null },
    ]);
    expect(state.nodes).toEqual([
      { id: 'page-1', type: 'page', title: null },
      { id: 'chart', type: 'element', title: 'Fares a day' },
      { id: 'table', type: 'element', title: 'Trips' },
    ]);
    expect(told([{ type: 'workbook:id:onchange', id: 'copy' }], state).nodes).toEqual([]);
  });
});

describe('a document', () => {
  test('is deleted when Sigma says so of it, and of no other', () => {
    const known = told([bookmark('onchange', 'a', 'East')]);
    expect(told([{ type: 'workbook:ondelete', id: 'other' }], known).isDeleted).toBe(false);
    expect(told([{ type: 'workbook:ondelete', id: 'own' }], known).isDeleted).toBe(true);
    expect(told([{ type: 'workbook:ondelete' }], known).isDeleted).toBe(true);
    expect(told([{ type: 'workbook:ondelete', id: 'own' }, { type: 'workbook:loaded' }], known).isDeleted).toBe(false);
  });

  test('is edited while its address says so', () => {
    expect(told([{ type: 'url:onchange', url: '/org/workbook/Trips-1/edit' }]).isEditing).toBe(true);
    expect(told([{ type: 'url:onchange', url: '/org/workbook/edit-1' }]).isEditing).toBe(false);
  });
});

describe('elements in trouble', () => {
  const load = (events: readonly SigmaEvent[], state: LoadState = freshLoad) =>
    events.reduce((before, event) => reduceLoad(before, event), state);
  const failed = (nodeId?: string): SigmaEvent => ({ type: 'workbook:chart:error', nodeId });
  const empty = (nodeId: string): SigmaEvent => ({ type: 'document:element:nodata', nodeId });
  const data: SigmaEvent = { type: 'workbook:dataloaded' };
  const choice: SigmaEvent = { type: 'workbook:variables:onchange', workbook: { variables: {} } };

  test('are counted once each, also when they are told twice', () => {
    expect(troubleCounts(load([failed('a'), failed('a'), failed('b'), empty('c'), failed()]))).toEqual({
      chartErrors: 3,
      noData: 1,
    });
    expect(troubleCounts(load([empty('a'), failed('a')]))).toEqual({ chartErrors: 1, noData: 0 });
  });

  test('stay with the data of their own round, and go with that of the next', () => {
    const state = load([empty('a'), data]);
    expect(troubleCounts(state).noData).toBe(1);
    expect(troubleCounts(load([data], state)).noData).toBe(0);
    expect(troubleCounts(load([choice, empty('a'), data], state)).noData).toBe(1);
  });

  test('of a round that brought no data are gone with the data of a later one', () => {
    const state = load([failed('a')]);
    expect(troubleCounts(load([choice], state)).chartErrors).toBe(1);
    expect(troubleCounts(load([choice, data], state)).chartErrors).toBe(0);
  });

  test('are those of the document on screen', () => {
    expect(troubleCounts(load([failed('a'), { type: 'workbook:id:onchange', id: 'copy' }])).chartErrors).toBe(0);
    expect(troubleCounts(load([failed('a'), { type: 'workbook:loaded' }])).chartErrors).toBe(0);
  });

  test('are bounded, whatever a page says', () => {
    expect(troubleCounts(load(Array.from({ length: 600 }, (_, index) => failed(`n${index}`)))).chartErrors).toBe(500);
  });

  test('that are none change nothing, so that no window is told', () => {
    expect(load([data, choice, { type: 'workbook:loaded' }])).toBe(freshLoad);
  });
});
