/** Google, for BigQuery. */

import type { GoogleServer } from '../../shared/profile/servers.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { scopeRules } from '../oauth/grants/granted-scopes.ts';
import { ownGoogleError } from './google-refusals.ts';
import { type Provider, plainAssertion, standardUserNameClaims } from './provider.ts';

const template = providerTemplates.google;

const GOOGLE = 'https://accounts.google.com';

/** Google's metadata points to these; they are trusted for Google itself and for no other issuer. */
const googleOrigins = [
  'https://oauth2.googleapis.com',
  'https://www.googleapis.com',
  'https://openidconnect.googleapis.com',
];

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
      vendorError: ownGoogleError,
      remedies: {
        client_rejected: 'googleClient',
        redirect_uri_mismatch: 'googleRedirect',
        authorization_invalid_scope: 'googleScopes',
        renewal_unavailable: 'googleRefresh',
      },
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
