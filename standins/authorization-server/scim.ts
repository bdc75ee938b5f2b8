/** The SCIM call of Databricks that says who an access token belongs to. */
import type { IncomingMessage } from 'node:http';
import type { DemoPerson } from '../people.ts';
import type { Introspect } from './introspection.ts';

export interface MeAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Null when the call was refused. */
  readonly userName: string | null;
}

export function answerMe(request: IncomingMessage, introspect: Introspect): MeAnswer {
  const refuse = (status: number, error_code: string, message: string) => ({
    status,
    body: { error_code, message },
    userName: null,
  });
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!token) return refuse(401, '401', 'Credential was not sent or was of an unsupported type for this API.');
  const found = introspect(token);
  if (!found.active) return refuse(401, '401', found.reason === 'expired' ? 'Token is expired.' : 'Invalid token.');
  if (!found.scopes.includes('all-apis')) {
    return refuse(403, '403', 'Provided OAuth token does not have required scopes: scim');
  }
  return { status: 200, body: scimUser(found.person), userName: found.person.userName };
}

/** A service principal has an application id in the place of addresses. */
function scimUser(person: DemoPerson) {
  const { id, userName, displayName } = person;
  const isServiceAccount = id === userName;
  const [givenName, familyName] = displayName.split(' ');
  return {
    schemas: [`urn:ietf:params:scim:schemas:core:2.0:${isServiceAccount ? 'ServicePrincipal' : 'User'}`],
    id,
    userName,
    displayName,
    active: true,
    ...(isServiceAccount
      ? { applicationId: userName }
      : { name: { givenName, familyName }, emails: [{ type: 'work', value: userName, primary: true }] }),
    groups: person.groups.map((display) => ({ display, value: display.toLowerCase(), type: 'direct' })),
    entitlements: [{ value: 'databricks-sql-access' }, ...(isServiceAccount ? [] : [{ value: 'workspace-access' }])],
  };
}
