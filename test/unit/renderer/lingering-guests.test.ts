/** Where the guests of a pane stand in the page, those included that have just been given up. */
import { expect, test } from 'vitest';
import { placeGuests } from '../../../src/renderer/workbook/use-lingering-guests.ts';
import type { GuestView } from '../../../src/shared/state.ts';

const guest = (guestId: string, role: GuestView['role']): GuestView => ({
  guestId,
  role,
  src: `sightglass-embed://frame/${guestId}`,
  partition: 'partition',
});
const rolesOf = (placed: readonly { guestId: string; role: string }[]) =>
  placed.map(({ guestId, role }) => `${guestId} ${role}`);

const alone = placeGuests([], [guest('a', 'active')]);
const renewing = placeGuests(alone, [guest('a', 'active'), guest('b', 'standby')]);

test('what a standby takes over from stays in the page, in its place', () => {
  const swapped = placeGuests(renewing, [guest('b', 'active')]);
  expect(rolesOf(swapped)).toEqual(['a outgoing', 'b active']);
  // And while the next one comes.
  const again = placeGuests(swapped, [guest('b', 'active'), guest('c', 'standby')]);
  expect(rolesOf(again)).toEqual(['a outgoing', 'b active', 'c standby']);
  expect(rolesOf(placeGuests(again, [guest('c', 'active')]))).toEqual(['a outgoing', 'b outgoing', 'c active']);
});

test('no guest moves, whatever order main names them in', () => {
  expect(rolesOf(placeGuests(renewing, [guest('b', 'standby'), guest('a', 'active')]))).toEqual([
    'a active',
    'b standby',
  ]);
});

test('guests that are as before are the same objects, so that nothing is written again', () => {
  const same = placeGuests(renewing, [guest('a', 'active'), guest('b', 'standby')]);
  expect(same.map((placed, index) => placed === renewing[index])).toEqual([true, true]);
});
