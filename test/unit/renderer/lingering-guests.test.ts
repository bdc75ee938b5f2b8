/** Where the guests of a pane stand in the page, those included that have just been given up. */
import { expect, test } from 'vitest';
import { placeGuests } from '../../../src/renderer/workbook/use-lingering-guests.ts';
import type { GuestView } from '../../../src/shared/state.ts';

const guest = (guestId: string, role: GuestView['role'], element = guestId): GuestView => ({
  guestId,
  element,
  role,
  src: `sightglass-embed://frame/${element}`,
  partition: 'partition',
});
const rolesOf = (placed: readonly { guestId: string; role: string }[]) =>
  placed.map(({ guestId, role }) => `${guestId} ${role}`);

const alone = placeGuests([], [guest('a', 'active')]);
const renewing = placeGuests(alone, [guest('a', 'active'), guest('b', 'standby')]);

test('a guest that loads in the element of the one before it takes its place, and nothing lingers', () => {
  const again = placeGuests(renewing, [guest('c', 'active', 'a'), guest('b', 'standby')]);
  expect(rolesOf(again)).toEqual(['c active', 'b standby']);
  expect(again[0]?.src).toBe(alone[0]?.src);
});

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
