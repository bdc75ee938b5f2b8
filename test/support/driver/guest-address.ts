/** Where a guest is: an element may hold another one than that with which it began, so that its `src` does not say. */
import type { Locator } from 'playwright';

/** @param guest the place of a guest in the page of its window @returns the address of its host page */
export const guestAddress = async (guest: Locator): Promise<string> =>
  `sightglass-embed://frame/${await guest.first().getAttribute('data-guest')}`;
