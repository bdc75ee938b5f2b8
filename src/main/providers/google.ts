/** Google, for BigQuery. */

import type { ErrorCode } from '../../shared/errors.ts';
import type { GoogleServer } from '../../shared/profile/servers.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { scopeRules } from '../oauth/grants/granted-scopes.ts';
import type { Refusal } from '../oauth/tokens/authorization-server.ts';
import { type Provider, plainAssertion, standardUserNameClaims } from './provider.ts';

const template = providerTemplates.google;

const GOOGLE = 'https://accounts.google.com';

/** Google's metadata points to these; they are trusted for Google itself and for no other issuer. */
const googleOrigins = [
  'https://oauth2.googleapis.com',
  'https://www.googleapis.com',
  'https://openidconnect.googleapis.com',
];

/** Google's own errors, where the standard has none. */
const vendorErrors: Readonly<Record<string, ErrorCode>> = {
  admin_policy_enforced: 'authorization_denied',
  org_internal: 'authorization_denied',
};

/** The error code for what Google said, also when another server passes it on. */
export function googleError({ error }: Refusal): ErrorCode | null {
  return Object.hasOwn(vendorErrors, error) ? (vendorErrors[error] ?? null) : null;
}

/** In answers, the short names of OpenID Connect come as Google's own. */
const longNames: Readonly<Record<string, string>> = {
  email: 'https://www.googleapis.com/auth/userinfo.email',
  profile: 'https://www.googleapis.com/auth/userinfo.profile',
};

export const google: Provider<GoogleServer> = {
  kind: 'google',
  authorizationServer(server) {
    const issuer = new URL(server.issuer).origin;
    return {
      issuer,
      metadataUrls: [`${issuer}/.well-known/openid-configuration`],
      endpointOrigins: issuer === GOOGLE ? googleOrigins : [],
      fixedEndpoints: null,
      vendorError: googleError,
    };
  },
  scopes: scopeRules({
    refreshScope: template.refreshScope,
    place: 'google',
    covers: (requested, granted) => granted.includes(longNames[requested] ?? requested),
  }),
  // Google gives a refresh token for offline access only, and again only when consent is given again.
  authorizationParameters: () => ({ access_type: 'offline', prompt: 'consent' }),
  accountPrompt: () => 'select_account',
  audience: () => null,
  identityUrl: () => null,
  userNameClaims: () => standardUserNameClaims,
  userNameField: null,
  assertion: plainAssertion,
};
