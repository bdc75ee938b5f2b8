/** Whether what was granted is what the connection asks for. */
import { finding } from '../../../../shared/checks.ts';
import { missingScopes } from '../../sign-in/grant-services.ts';
import { type ConnectionCheck, failedWith, right, unknown } from '../check.ts';

export const grantedScopes: ConnectionCheck = {
  id: 'granted-scopes',
  about: 'connection',
  needs: ['grant'],
  async run({ connection, whole }, { keeper }) {
    const grant = keeper.held().find(({ connectionId }) => connectionId === connection.id);
    if (grant === undefined) return unknown(finding('signed_out'), 'person');
    const server = (grant.exchange && connection.exchange?.server) ?? connection.server;
    const problem = missingScopes(whole.rooms, grant);
    if (problem !== null) return failedWith(problem, server);
    const wanted = grant.exchange?.scopes ?? grant.requestedScopes;
    const missing = wanted.filter((scope) => !grant.scopes.includes(scope));
    return right(
      missing.length === 0 ? finding('granted_all', { scopes: wanted }) : finding('granted_without', { missing }),
    );
  },
};
