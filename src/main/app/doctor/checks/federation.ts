/** Whether Databricks took the identity provider's token for one of its own (RFC 8693), and if not, in which words. */
import { finding } from '../../../../shared/checks.ts';
import { errorOfView } from '../../../../shared/errors.ts';
import { plainText } from '../../../log/plain-text.ts';
import { type ConnectionCheck, failedWith, right, unknown } from '../check.ts';

export const federation: ConnectionCheck = {
  id: 'federation',
  about: 'connection',
  where: 'doctor',
  concerns: ({ connection }) => connection.exchange !== null,
  async run({ connection: { id, exchange } }, { keeper, signInProblem }) {
    const problem = [keeper.view(id).problem, signInProblem?.(id) ?? null].find(
      (one) => one?.code === 'exchange_rejected',
    );
    if (problem) return failedWith(errorOfView(problem), exchange?.server ?? null);
    const grant = keeper.held().find(({ connectionId }) => connectionId === id);
    if (!grant?.exchange) return unknown(finding('signed_out'), 'person');
    const { tokenEndpoint, scopes } = grant.exchange;
    return right(
      finding('federation_exchanged', {
        issuer: plainText(grant.server.issuer, 300),
        token: plainText(tokenEndpoint, 300),
        scopes,
      }),
    );
  },
};
