/** Whatever Sigma says of where a person is can be kept, and is not lost as a whole for one part of it. */
import { expect, test } from 'vitest';
import { keptViewOf, viewOfKept } from '../../../src/main/viewer/kept-view.ts';
import { openingView, reduceViewState, type ViewState } from '../../../src/main/viewer/view-state.ts';
import { SigmaEvent } from '../../../src/shared/sigma/events.ts';
import { target } from '../../support/panes.ts';

const after = (events: readonly unknown[]): ViewState =>
  events.reduce<ViewState>((view, event) => reduceViewState(view, SigmaEvent.parse(event)), openingView(target));
const region = { type: 'workbook:variables:onchange', workbook: { variables: { Region: 'East' } } };

test('an exploration is kept with the longest key that Sigma may give it', () => {
  const exploreKey = 'k'.repeat(4_096);
  const kept = keptViewOf(after([region, { type: 'workbook:exploreKey:onchange', exploreKey }]));
  expect(viewOfKept(kept, target)).toMatchObject({ exploreKey, variables: { Region: 'East' } });
});

test('a maximised element is kept however much was chosen in it, the last first', () => {
  const chosen = Array.from({ length: 200 }, (_, at) => ({
    type: 'workbook:selectednodeid:onchange',
    selectedNodeId: `cell-${at}`,
    nodeType: 'element',
  }));
  const view = after([region, { type: 'workbook:fullscreen:onchange', fullScreen: true }, ...chosen]);
  const kept = keptViewOf(view);
  expect(viewOfKept(kept, target)).toMatchObject({ variables: { Region: 'East' } });
  expect(kept?.maximised).toHaveLength(24);
  expect(kept?.maximised?.[0]).toBe('cell-199');
});
