/** What may be the matter with an address in Sigma, in words. */
import { addressDoubts } from '../../shared/profile/address-doubts.ts';
import type { Text } from '../../shared/text/en.ts';
import { format } from '../../shared/text/format.ts';

/** Undefined where there is nothing to say, also while it is no address yet. */
export function addressDoubtText(address: string, { addressDoubts: texts }: Text): string | undefined {
  const doubts = addressDoubts(address);
  if (doubts.length === 0) return undefined;
  return [format(texts.lead, { address }), ...doubts.map((doubt) => texts.about[doubt])].join(' ');
}
