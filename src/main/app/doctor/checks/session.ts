/** Whether a session can be signed for every workbook, with a token for each connection, in an address of a length that is taken. */
import { finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { isHandedOn } from '../../../../shared/profile/connection-rules.ts';
import { failedWith, type ProfileCheck, right, wrong } from '../check.ts';

export const session: ProfileCheck = {
  id: 'session',
  about: 'profile',
  needs: ['grant', 'identity'],
  async run({ profile }, { sign }, signal) {
    const wanted = profile.connections.filter(isHandedOn).length;
    let length = 0;
    try {
      for (const { id } of profile.workbooks) {
        signal.throwIfAborted();
        // It goes nowhere: its address is measured and dropped.
        const { url, claims } = await sign(id);
        const tokens = tokensIn(claims);
        if (tokens !== wanted) return wrong('person', finding('session_without_tokens', { tokens, wanted }));
        length = Math.max(length, Buffer.byteLength(url));
      }
    } catch (error) {
      if (error instanceof AppError) return failedWith(error, profile.connections[0]?.server ?? null);
      throw error;
    }
    return right(finding('session_signed', { workbooks: profile.workbooks.length, tokens: wanted, length }));
  },
};

function tokensIn(claims: object): number {
  const { oauth_token: whole, connection_oauth_tokens: each } = claims as Readonly<Record<string, unknown>>;
  return Object.keys(typeof each === 'object' && each !== null ? each : {}).length + (whole === undefined ? 0 : 1);
}
