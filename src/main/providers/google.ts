/** Google, for BigQuery. */

import type { GoogleServer } from '../../shared/profile/servers.ts';
import { providerTemplates } from '../../shared/providers/catalog.ts';
import { scopeRules } from '../oauth/grants/granted-scopes.ts';
import { claimsIn } from '../oauth/tokens/jwt-claims.ts';
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

/**
 * Google still calls itself by its bare host in some answers ("OpenID Connect", the table of the discovery document: "for
 * legacy implementations"). It is one server under both names.
 */
const OLD_NAME = 'accounts.google.com';

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
      ...(issuer === GOOGLE && {
        issuerOfIdToken: (metadataIssuer, idToken) => (claimsIn(idToken)?.iss === OLD_NAME ? OLD_NAME : metadataIssuer),
        issuerOfResponse: (metadataIssuer, stated) => (stated === OLD_NAME ? OLD_NAME : metadataIssuer),
      }),
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
