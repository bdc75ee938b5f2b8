/** Whether the server takes the redirect URLs, as far as it says so without a person. */
import { type CheckFinding, finding } from '../../../../shared/checks.ts';
import type { AppError } from '../../../../shared/errors.ts';
import { type ConnectionCheck, doubtful, failedWith, right, unknown } from '../check.ts';
import { namedOriginsOf } from '../network-look.ts';
import { administratorOf } from '../owners.ts';
import { isInteractive } from '../subject.ts';

export const redirect: ConnectionCheck = {
  id: 'redirect',
  about: 'connection',
  concerns: isInteractive,
  needs: ['metadata'],
  asks: namedOriginsOf,
  async run(about, _parts, signal) {
    const { redirectUris, server } = about.connection;
    const accepted: CheckFinding[] = [];
    const refused: CheckFinding[] = [];
    let unclear: CheckFinding | null = null;
    let troubled: CheckFinding | null = null;
    let refusal: AppError | null = null;
    for (const url of redirectUris) {
      signal.throwIfAborted();
      const answer = await about.authorizationAnswer(url);
      if (answer.kind === 'led-back') accepted.push(finding('redirect_accepted', { url }));
      else if (answer.kind === 'page' && isTrouble(answer.status)) {
        const { authorization_endpoint: address } = (await about.servers()).server;
        troubled ??= finding('authorize_troubled', { host: new URL(address).host, status: String(answer.status) });
      } else if (answer.kind === 'page') unclear ??= finding('redirect_unknown', { url, status: answer.status });
      else {
        // The first one tells; a server says the same of each.
        refusal ??= answer.error;
        if (answer.error.code === 'redirect_uri_mismatch') refused.push(finding('redirect_refused', { url }));
      }
    }
    if (refusal !== null) return failedWith(refusal, server, ...refused, ...accepted);
    if (troubled !== null) return doubtful(administratorOf(server), troubled, ...accepted);
    return unclear === null ? right(...accepted) : unknown(unclear, administratorOf(server));
  },
};

/** No page for people, whatever was asked: what answers is not well, or is not what it was taken for. */
const isTrouble = (status: number): boolean => status >= 500 || status === 429 || status === 404 || status === 410;
