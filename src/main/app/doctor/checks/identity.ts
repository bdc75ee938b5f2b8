/** Whom Sigma is told: whether the sign-ins name one person, by an address. */
import { finding } from '../../../../shared/checks.ts';
import { AppError } from '../../../../shared/errors.ts';
import { addressDoubts } from '../../../../shared/profile/address-doubts.ts';
import { isServiceAccount } from '../../../../shared/profile/connection-rules.ts';
import { embedUserOf } from '../../workbooks/embed-user.ts';
import { doubtful, failedWith, type ProfileCheck, right } from '../check.ts';

export const identity: ProfileCheck = {
  id: 'identity',
  about: 'profile',
  needs: ['grant', 'claims'],
  async run({ profile }, { keeper }) {
    const grants = keeper.held();
    const held = profile.connections.flatMap((connection) => {
      const grant = grants.find(({ connectionId }) => connectionId === connection.id);
      return grant ? [{ connection, grant }] : [];
    });
    try {
      const { email } = embedUserOf(profile, held);
      return addressDoubts(email).length === 0
        ? right(finding('identity_told', { email }))
        : doubtful('sigma', finding('identity_doubtful', { email }));
    } catch (error) {
      const { server } = profile.connections.find((connection) => !isServiceAccount(connection)) ?? {};
      if (error instanceof AppError) return failedWith(error, server ?? null);
      throw error;
    }
  },
};
