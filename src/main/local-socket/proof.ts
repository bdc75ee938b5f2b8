/**
 * How each side shows that it has read the card, without saying what stands in it. On Windows a pipe of a run that has crashed
 * can be made anew by anybody who remembers its name: whoever listens there must not hear a file, or what a person types.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export type Side = 'command line' | 'program';

/** New for each connection, so that what was heard once is good for nothing. */
export const newNonce = (): string => randomBytes(24).toString('base64url');

export const proofOf = (side: Side, secret: string, nonce: string): string =>
  createHmac('sha256', secret).update(`${side}\n${nonce}`).digest('base64url');

export function isProof(given: string, side: Side, secret: string, nonce: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(proofOf(side, secret, nonce))];
  return one.length === other.length && timingSafeEqual(one, other);
}
