/** Answers the requests of the sign-in page, on which a person of the demo is chosen, for one issuer. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, sendHtml } from '../http-service.ts';
import { findPerson } from '../people.ts';
import type { SignInIssuer } from './issuer-parts.ts';
import { LOGIN_PAGE_CSP, renderErrorPage, renderLoginPage } from './login-page.ts';

export interface SignInRefusal {
  error: string;
  error_description: string;
}

/** Answers everything below `{mount}/login/`. `inner` is the path after the mount. */
export async function handleLogin(
  issuer: SignInIssuer,
  request: IncomingMessage,
  response: ServerResponse,
  inner: string,
  options: {
    brand: string;
    grantOnlyScopes: readonly string[] | null;
    /** Whether a person who signed in before to the same client gets no second grant. */
    oneGrantPerPerson?: boolean;
    /** Whether the person of the browser's session goes on without a page, where only consent is missing. */
    remembersPeople?: boolean;
    /** Ends every sign-in, once a person was chosen. */
    refuseSignIn?: SignInRefusal | null;
    /** Told of every grant, with the parameters of the request that it came from. */
    onGrant?: (grantId: string, parameters: Record<string, unknown>) => void;
  },
): Promise<void> {
  response.setHeader('content-security-policy', LOGIN_PAGE_CSP);
  response.setHeader('referrer-policy', 'no-referrer');
  const { provider } = issuer;
  const page = (error: string, description: string) =>
    sendHtml(response, 400, renderErrorPage(error, description, options.brand));
  const finish = (result: Parameters<typeof provider.interactionFinished>[2]) =>
    provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });

  const interaction = await provider.interactionDetails(request, response).catch(() => null);
  if (!interaction) return page('session_not_found', 'This sign-in has ended.');
  const clientId = String(interaction.params.client_id);
  const scopes = String(interaction.params.scope ?? '')
    .split(' ')
    .filter(Boolean);
  if (inner.endsWith('/cancel')) {
    return finish({ error: 'access_denied', error_description: 'The person denied access.' });
  }
  const known =
    options.remembersPeople && interaction.prompt.name === 'consent' ? interaction.session?.accountId : null;
  if (request.method !== 'POST' && !known) {
    const client = await provider.Client.find(clientId);
    const clientName = client?.clientName ?? 'An application';
    const action = `${issuer.mount}${inner}`;
    return sendHtml(response, 200, renderLoginPage({ action, clientName, scopes, brand: options.brand }));
  }
  const person = findPerson(known ?? new URLSearchParams(await readBody(request)).get('person') ?? '');
  if (!person) return page('unknown_person', 'Choose one of the people.');
  if (options.refuseSignIn) return finish({ ...options.refuseSignIn });
  const earlier = options.oneGrantPerPerson ? issuer.store.grantOf(person.id, clientId) : undefined;
  const grant =
    (earlier && (await provider.Grant.find(earlier))) || new provider.Grant({ accountId: person.id, clientId });
  const allowed = (scope: string) => options.grantOnlyScopes?.includes(scope) ?? true;
  grant.addOIDCScope(scopes.filter(allowed).join(' '));
  const refused = scopes.filter((scope) => !allowed(scope));
  if (refused.length > 0) grant.rejectOIDCScope(refused.join(' '));
  const grantId = await grant.save();
  options.onGrant?.(grantId, interaction.params);
  await finish({ login: { accountId: person.id, amr: ['pwd'] }, select_account: {}, consent: { grantId } });
}
