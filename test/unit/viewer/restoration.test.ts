/** How a workbook is brought to a wanted view by messages. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createRestoration } from '../../../src/main/viewer/restoration.ts';
import { initialViewState } from '../../../src/main/viewer/view-state.ts';
import type { SigmaCommand } from '../../../src/shared/sigma/commands.ts';

const wanting = (variables: Record<string, string>) => ({ ...initialViewState, variables });

describe('a workbook', () => {
  let sent: SigmaCommand[] = [];
  let restoration = createRestoration(() => {});
  const updates = () =>
    sent.flatMap((command) => (command.type === 'workbook:variables:update' ? [command.variables] : []));
  beforeEach(() => {
    sent = [];
    restoration = createRestoration((command) => sent.push(command));
  });

  test('that is as wanted is sent nothing and is not under way', () => {
    restoration.begin(wanting({ Borough: 'Queens' }));
    restoration.loaded({ Borough: 'Queens', Year: '2024' });
    expect(restoration.send()).toBe(false);
    expect(sent).toEqual([]);
    expect(restoration.isRestored()).toBe(true);
    expect(restoration.isUnderWay()).toBe(false);
  });

  test('is sent what is missing, and is restored once it reports that, value by value', () => {
    restoration.begin(wanting({ Borough: 'Queens', Year: '2024' }));
    restoration.loaded({ Borough: '', Year: '' });
    expect(restoration.send()).toBe(true);
    expect(updates()).toEqual([{ Borough: 'Queens', Year: '2024' }]);
    restoration.reported({ Year: '2024' });
    expect(restoration.isRestored()).toBe(false);
    restoration.reported({ Borough: 'Queens' });
    expect(restoration.isRestored()).toBe(true);
    expect(restoration.isUnderWay()).toBe(true);
    restoration.finish();
    expect(restoration.isUnderWay()).toBe(false);
  });

  test('is not sent again what is on its way, and is under way as long as that is', () => {
    restoration.begin(wanting({ Borough: 'Queens' }));
    restoration.loaded({ Borough: '' });
    restoration.send();
    expect(restoration.send()).toBe(false);
    expect(updates()).toHaveLength(1);
    expect(restoration.isUnderWay()).toBe(true);
  });

  test('is sent a choice that was taken back before the first had arrived', () => {
    restoration.begin(wanting({ Borough: 'Queens' }));
    restoration.loaded({ Borough: '' });
    restoration.send();
    restoration.aim(wanting({ Borough: '' }));
    restoration.send();
    expect(updates()).toEqual([{ Borough: 'Queens' }, { Borough: '' }]);
  });

  test('is sent the same value again when it was reported and then changed', () => {
    restoration.begin(wanting({ Borough: 'Queens' }));
    restoration.loaded({ Borough: '' });
    restoration.send();
    restoration.reported({ Borough: 'Queens' });
    restoration.reported({ Borough: 'Bronx' });
    restoration.send();
    expect(updates()).toEqual([{ Borough: 'Queens' }, { Borough: 'Queens' }]);
  });

  test('is not under way before anything is asked of it', () => {
    expect(restoration.isUnderWay()).toBe(false);
  });

  test('is under way to the page that was shown, though every value is in place', () => {
    restoration.begin({ ...initialViewState, selectedNode: { id: 'page-2', type: 'page' } });
    restoration.loaded({});
    expect(restoration.send()).toBe(true);
    expect(sent).toEqual([{ type: 'workbook:selectednodeid:update', selectedNodeId: 'page-2', nodeType: 'page' }]);
    expect(restoration.isRestored()).toBe(true);
    expect(restoration.isUnderWay()).toBe(true);
  });

  test('knows nothing of an earlier load', () => {
    restoration.begin(wanting({ Borough: 'Queens' }));
    restoration.loaded({ Borough: '' });
    restoration.send();
    restoration.begin(wanting({ Borough: 'Queens' }));
    expect(restoration.isUnderWay()).toBe(false);
    expect(restoration.isRestored()).toBe(false);
    restoration.loaded({ Borough: '' });
    restoration.send();
    expect(updates()).toEqual([{ Borough: 'Queens' }, { Borough: 'Queens' }]);
  });
});
