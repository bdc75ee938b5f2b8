/**
 * Whether Sigma can read what is signed: it is read with the embed secret at hand, as Sigma would, and held to Sigma's rules. It
 * goes nowhere.
 */
import { finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { sigmaOrigin } from '../../../../shared/profile/sigma.ts';
import { judgedSession } from '../../workbooks/judged-session.ts';
import { failedWith, type ProfileCheck, right, unknown, wrong } from '../check.ts';

export const sessionReadable: ProfileCheck = {
  id: 'session-readable',
  about: 'profile',
  where: 'doctor',
  needs: ['session'],
  async run({ profile }, { sign, secrets, keeper, now }) {
    const [workbook] = profile.workbooks;
    if (!workbook || !secrets.hasEmbedSecret(profile.id)) return unknown(finding('session_elsewhere'));
    try {
      const embedSecret = await secrets.embedSecret(profile.id, sigmaOrigin(profile));
      const { url } = await sign(workbook.id);
      const judged = await judgedSession({ url, embedSecret, profile, held: keeper.held(), now: now() });
      const { isSigned, oddClaims, tokens, readable, outlivesMs } = judged;
      if (!isSigned) return wrong('person', finding('session_unsigned'));
      if (oddClaims.length > 0) return wrong('person', finding('session_claims_wrong', { claims: [...oddClaims] }));
      const sealed = tokens - readable;
      if (sealed > 0) return wrong('person', finding('session_sealed', { count: sealed, tokens }));
      if (outlivesMs > 0) return wrong('person', finding('session_outlives', { duration: String(outlivesMs) }));
      const duration = String(Math.max(0, judged.endsAt - now()));
      return right(finding('session_read', { tokens, length: Buffer.byteLength(url), duration }));
    } catch (error) {
      if (error instanceof AppError) return failedWith(error, profile.connections[0]?.server ?? null);
      throw error;
    }
  },
};
