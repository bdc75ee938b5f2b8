/** What may be the matter with an address in Sigma, in words. */
import type { AddressDoubt } from '../../shared/profile/address-doubts.ts';
import type { Text } from '../../shared/text/en.ts';

/** Undefined where there is nothing to say. */
export function addressDoubtText(doubts: readonly AddressDoubt[], { addressDoubts }: Text): string | undefined {
  if (doubts.length === 0) return undefined;
  return [addressDoubts.lead, ...doubts.map((doubt) => addressDoubts.about[doubt])].join(' ');
}
