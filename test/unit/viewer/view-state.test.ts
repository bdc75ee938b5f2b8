/** What of a view is remembered, and what brings it back. */
import { describe, expect, test } from 'vitest';
import { restoreCommands, shownAt } from '../../../src/main/viewer/restore-commands.ts';
import { urlPlaceOf } from '../../../src/main/viewer/url-place.ts';
import { initialViewState, needsAnotherLoad, reduceViewState } from '../../../src/main/viewer/view-state.ts';
import type { SigmaEvent } from '../../../src/shared/sigma/events.ts';
import { MOST_VARIABLES } from '../../../src/shared/sigma/fields.ts';

const viewAfter = (...events: SigmaEvent[]) => events.reduce(reduceViewState, initialViewState);

describe('view state', () => {
  test('remembers the last value of each variable', () => {
    const view = viewAfter(
      { type: 'workbook:loaded', workbook: { variables: { Borough: '', Year: '2016' } } },
      { type: 'workbook:variables:onchange', workbook: { variables: { Borough: 'Queens' } } },
      { type: 'workbook:variables:onchange', workbook: { variables: { Borough: 'Brooklyn' } } },
    );
    expect(view.variables).toEqual({ Borough: 'Brooklyn', Year: '2016' });
  });

  test('takes what a workbook says of its variables when it is asked', () => {
    const view = viewAfter(
      { type: 'workbook:variables:onchange', workbook: { variables: { Borough: 'Queens' } } },
      { type: 'workbook:variables:current', variables: { Borough: 'Bronx', Year: '2016' } },
    );
    expect(view).toEqual({ ...initialViewState, variables: { Borough: 'Bronx', Year: '2016' } });
  });

  test('remembers no more variables than a message can hold', () => {
    const named = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`v${at}`, 'x']));
    const full = viewAfter({ type: 'workbook:variables:onchange', workbook: { variables: named(MOST_VARIABLES) } });
    expect(Object.keys(full.variables)).toHaveLength(MOST_VARIABLES);
    const more: SigmaEvent = { type: 'workbook:variables:onchange', workbook: { variables: { another: 'x' } } };
    expect(reduceViewState(full, more).variables).toEqual(full.variables);
    const known: SigmaEvent = { type: 'workbook:variables:onchange', workbook: { variables: { v0: 'y' } } };
    expect(reduceViewState(full, known).variables).toEqual({ ...full.variables, v0: 'y' });
  });

  test('is the same view after an event that says nothing of it', () => {
    expect(reduceViewState(initialViewState, { type: 'workbook:dataloaded' })).toBe(initialViewState);
  });

  test('does not let the defaults of a new load undo a choice', () => {
    const view = viewAfter(
      { type: 'workbook:variables:onchange', workbook: { variables: { Borough: 'Queens' } } },
      { type: 'workbook:loaded', workbook: { variables: { Borough: '' } } },
    );
    expect(view.variables).toEqual({ Borough: 'Queens' });
  });

  test('follows exploration, bookmark and selected node', () => {
    const view = viewAfter(
      { type: 'workbook:exploreKey:onchange', exploreKey: 'k1' },
      { type: 'workbook:bookmark:onchange', bookmarkId: 'b1' },
      { type: 'workbook:selectednodeid:onchange', selectedNodeId: 'page-2', nodeType: 'page' },
    );
    expect(view).toMatchObject({ exploreKey: 'k1', bookmarkId: 'b1', selectedNode: { id: 'page-2', type: 'page' } });
    expect(viewAfter({ type: 'workbook:bookmark:oncreate', bookmarkId: 'b2' }).bookmarkId).toBe('b2');
  });

  test.each([
    [null, null],
    ['page-2', null],
    [null, 'page'],
  ] as const)('has no selected node for the id %s and the type %s', (selectedNodeId, nodeType) => {
    const chosen: SigmaEvent = {
      type: 'workbook:selectednodeid:onchange',
      selectedNodeId: 'page-1',
      nodeType: 'page',
    };
    const gone: SigmaEvent = { type: 'workbook:selectednodeid:onchange', selectedNodeId, nodeType };
    expect(viewAfter(chosen, gone).selectedNode).toBeNull();
  });

  test('forgets a bookmark only when that one is deleted', () => {
    const chosen: SigmaEvent = { type: 'workbook:bookmark:onchange', bookmarkId: 'b1' };
    expect(viewAfter(chosen, { type: 'workbook:bookmark:ondelete', bookmarkId: 'b2' }).bookmarkId).toBe('b1');
    expect(viewAfter(chosen, { type: 'workbook:bookmark:ondelete', bookmarkId: 'b1' }).bookmarkId).toBeNull();
  });

  test('comes back by exploration rather than by bookmark, which the exploration holds', () => {
    expect(urlPlaceOf({ ...initialViewState, exploreKey: 'k', bookmarkId: 'b' })).toEqual({ explore: 'k' });
    expect(urlPlaceOf({ ...initialViewState, bookmarkId: 'b' })).toEqual({ bookmark: 'b' });
    expect(urlPlaceOf(initialViewState)).toEqual({});
  });

  test('needs another load for another exploration, not for another variable', () => {
    expect(needsAnotherLoad(initialViewState, { ...initialViewState, variables: { a: '1' } })).toBe(false);
    expect(needsAnotherLoad(initialViewState, { ...initialViewState, exploreKey: 'k' })).toBe(true);
    expect(needsAnotherLoad(initialViewState, { ...initialViewState, bookmarkId: 'b' })).toBe(true);
  });

  test('sends only what differs', () => {
    const wanted = {
      ...initialViewState,
      variables: { a: '1', b: '2' },
      selectedNode: { id: 'p', type: 'page' as const },
    };
    expect(restoreCommands(wanted, shownAt(initialViewState, { a: '1', b: '' }))).toEqual([
      { type: 'workbook:variables:update', variables: { b: '2' } },
      { type: 'workbook:variables:list' },
      { type: 'workbook:selectednodeid:update', selectedNodeId: 'p', nodeType: 'page' },
    ]);
    expect(restoreCommands(initialViewState, shownAt(initialViewState, { a: '1' }))).toEqual([]);
  });
});
