/**
 * The person's place, whatever they are doing: each situation of `test/support/places` is got into, the sign-in is
 * renewed, and nobody notices. `docs/places.md` is the table of them.
 */
import '../support/driver/quick-program.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenDesk, openDesk } from '../support/places/desk.ts';
import { changesOf } from '../support/places/record-place.ts';
import { renewIn } from '../support/places/renew-in.ts';
import { situationGroups } from '../support/places/situations.ts';

for (const { title, surroundings, situations } of situationGroups) {
  describe(`a renewal while a person ${title}`, () => {
    let desk: OpenDesk;
    beforeAll(async () => {
      desk = await openDesk(surroundings);
    });
    afterAll(() => desk?.close());

    for (const situation of situations) {
      test(`and ${situation.name} keeps ${situation.kept}`, async () => {
        const noticed = await renewIn(desk, situation);
        expect.soft(changesOf(noticed.before, noticed.after)).toEqual([]);
        for (const { odd, changed } of noticed.recordings) {
          expect.soft({ odd, changed }).toEqual({ odd: [], changed: null });
        }
        expect.soft(noticed.heard.filter((sentence) => !situation.says?.test(sentence))).toEqual([]);
        expect.soft(noticed.early).toBe(0);
        if (!situation.asksMore) expect.soft(noticed.asked).toEqual(noticed.wanted);
      });
    }
  });
}
