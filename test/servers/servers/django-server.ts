/** django-oauth-toolkit in a Django site, with Django's own sign-in page. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { freePorts } from '../../support/driver/free-ports.ts';
import type { Act } from '../program.ts';
import { ownFolder, startServer, unpacked } from './debian.ts';

export const person = { login: 'dwho', email: 'dwho@badwolf.org', password: 'correct horse battery staple' };

/** Signs in at the page of the site, and answers the question for consent. */
export const signInAnd =
  (answer: 'Authorize' | 'Cancel'): Act =>
  async (page) => {
    await page.getByLabel('Username').fill(person.login);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Log in' }).click();
    await page.getByRole('button', { name: answer }).click();
  };

export interface Application {
  /** Left out: a public client. */
  readonly secret?: string;
  readonly algorithm?: 'HS256';
}

export async function startDjango(
  applications: Readonly<Record<string, Application>>,
  options: { redirectUris: readonly string[]; scopes: readonly string[] },
) {
  const [port] = await freePorts(1);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const site = {
    port: `${port}`,
    person,
    scopes: options.scopes,
    secret: randomBytes(32).toString('hex'),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    applications: Object.entries(applications).map(([clientId, { secret, algorithm = 'RS256' }]) => ({
      name: clientId,
      client_id: clientId,
      client_type: secret === undefined ? 'public' : 'confidential',
      redirect_uris: options.redirectUris.join(' '),
      algorithm,
      ...(secret === undefined ? {} : { client_secret: secret }),
    })),
  };
  const { stop } = await startServer({
    program: '/usr/bin/python3',
    args: [join(import.meta.dirname, 'django-site.py')],
    folder: ownFolder(),
    environment: {
      SITE: JSON.stringify(site),
      PYTHONPATH: join(unpacked, 'usr/lib/python3/dist-packages'),
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
    },
    listens: /Starting development server/,
  });
  const issuer = `http://127.0.0.1:${port}/o`;
  return {
    // It answers at the address without the last slash with 404.
    metadataUrl: `${issuer}/.well-known/openid-configuration/`,
    metadataUrlWithoutSlash: `${issuer}/.well-known/openid-configuration`,
    stop,
  };
}
