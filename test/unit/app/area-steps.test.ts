import { expect, test } from 'vitest';
import { createAreaSteps } from '../../../src/main/app/area-steps.ts';

test('every press counts for its own window, and is forgotten with it', () => {
  let changes = 0;
  const areas = createAreaSteps(() => {
    changes += 1;
  });
  areas.move('one', 1);
  areas.move('one', 1);
  areas.move('one', -1);
  areas.move('two', -1);
  expect([areas.windowState('one'), areas.windowState('two')]).toEqual([{ areaSteps: 1 }, { areaSteps: -1 }]);
  expect(changes).toBe(4);
  areas.windowClosed('one');
  expect(areas.windowState('one')).toEqual({ areaSteps: 0 });
});
