/** LemonLDAP::NG with its demonstration users, whose passwords are their names. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../../support/driver/free-ports.ts';
import type { Act } from '../program.ts';
import { ownFolder, startServer, unpacked } from './debian.ts';

export const person = { login: 'dwho', email: 'dwho@badwolf.org' };

/** An application as an administrator registers it; the name is its client id. */
export interface Application {
  /** Left out: a public client with PKCE. */
  readonly secret?: string;
  /** Whether ID tokens say what UserInfo says. */
  readonly claimsInIdToken?: boolean;
  readonly algorithm?: 'HS256';
  readonly asksForConsent?: boolean;
}

/** Types name and password, and presses what comes next. */
export const signInAnd =
  (...buttons: readonly string[]): Act =>
  async (page) => {
    await page.locator('input[name=user]').fill(person.login);
    await page.locator('input[name=password]').fill(person.login);
    await page.locator('#lform button[type=submit]').click();
    for (const button of buttons) await page.locator(button).click();
  };

const capitals = 'oidcRPMetaDataOptions';

function optionsOf(name: string, application: Application, redirectUris: readonly string[]) {
  const { secret, claimsInIdToken = true, algorithm = 'RS256', asksForConsent = false } = application;
  const options: Record<string, unknown> = {
    ClientID: name,
    ...(secret === undefined ? { Public: 1, RequirePKCE: 1 } : { ClientSecret: secret }),
    AllowOffline: 1,
    RedirectUris: redirectUris.join(' '),
    IDTokenSignAlg: algorithm,
    IDTokenForceClaims: claimsInIdToken ? 1 : 0,
    BypassConsent: asksForConsent ? 0 : 1,
    AccessTokenExpiration: 600,
    OfflineSessionExpiration: 3600,
  };
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [`${capitals}${key}`, value]));
}

export async function startLemonLdap(
  applications: Readonly<Record<string, Application>>,
  redirectUris: readonly string[],
) {
  const folder = ownFolder();
  const [port] = await freePorts(1);
  const portal = `http://127.0.0.1:${port}/`;
  const sessions = join(folder, 'sessions');
  for (const path of ['conf', 'sessions/lock', 'perl/Lemonldap/NG/Portal/Captcha']) {
    mkdirSync(join(folder, path), { recursive: true });
  }
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const store = {
    Directory: sessions,
    LockDirectory: join(sessions, 'lock'),
    generateModule: 'Lemonldap::NG::Common::Apache::Session::Generate::SHA256',
  };
  const forEach = <Value>(make: (name: string, application: Application) => Value) =>
    Object.fromEntries(Object.entries(applications).map(([name, one]) => [name, make(name, one)]));
  const configuration = {
    cfgNum: 1,
    cfgAuthor: 'test',
    cfgDate: 1,
    domain: '127.0.0.1',
    portal,
    cookieName: 'lemonldap',
    securedCookie: 0,
    authentication: 'Demo',
    userDB: 'Same',
    passwordDB: 'Null',
    registerDB: 'Null',
    whatToTrace: 'uid',
    // Defaults of these are for sites that it guards.
    locationRules: {},
    exportedHeaders: {},
    exportedVars: {},
    groups: {},
    macros: {},
    // The one that comes with it needs a package for pictures.
    captcha: '::Captcha::None',
    globalStorage: 'Apache::Session::File',
    globalStorageOptions: store,
    persistentStorage: 'Apache::Session::File',
    persistentStorageOptions: store,
    localSessionStorage: '',
    demoExportedVars: { cn: 'cn', mail: 'mail', uid: 'uid' },
    issuerDBOpenIDConnectActivation: 1,
    oidcServiceMetaDataIssuer: portal,
    oidcServiceAllowAuthorizationCodeFlow: 1,
    oidcServicePrivateKeySig: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    oidcServicePublicKeySig: publicKey.export({ type: 'spki', format: 'pem' }),
    oidcServiceKeyIdSig: 'key',
    oidcRPMetaDataOptions: forEach((name, one) => optionsOf(name, one, redirectUris)),
    oidcRPMetaDataExportedVars: forEach(() => ({ email: 'mail', name: 'cn', preferred_username: 'uid' })),
    oidcRPMetaDataOptionsExtraClaims: forEach(() => ({})),
    oidcRPMetaDataMacros: forEach(() => ({})),
    oidcRPMetaDataScopeRules: forEach(() => ({})),
  };
  const shared = join(unpacked, 'usr/share');
  const files: Readonly<Record<string, string>> = {
    'conf/lmConf-1.json': JSON.stringify(configuration),
    'lemonldap-ng.ini': `[all]
logger = Lemonldap::NG::Common::Logger::Std
logLevel = error
[configuration]
type = File
dirName = ${join(folder, 'conf')}
[portal]
staticPrefix = /static
templateDir = ${join(shared, 'lemonldap-ng/portal/templates')}
languages = en
`,
    'perl/Lemonldap/NG/Portal/Captcha/None.pm': `package Lemonldap::NG::Portal::Captcha::None;
use Mouse;
extends 'Lemonldap::NG::Portal::Main::Plugin';
sub init { 1 }
1;
`,
    'portal.psgi': `use Plack::Builder;
use Lemonldap::NG::Portal;
builder {
  enable 'Static', path => qr{^/static/}, root => '${join(shared, 'lemonldap-ng/portal/htdocs')}';
  Lemonldap::NG::Portal->run({});
};
`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

  const libraries = join(unpacked, 'usr/lib');
  const compiled = readdirSync(libraries).flatMap((machine) => {
    const path = join(libraries, machine, 'perl5');
    return machine.includes('-linux-') ? readdirSync(path).map((version) => join(path, version)) : [];
  });
  const running = await startServer({
    program: '/usr/bin/perl',
    args: [join(unpacked, 'usr/bin/plackup'), '--host', '127.0.0.1', '--port', `${port}`, 'portal.psgi'],
    folder,
    environment: {
      PERL5LIB: [join(folder, 'perl'), join(shared, 'perl5'), ...compiled].join(':'),
      LLNG_DEFAULTCONFFILE: join(folder, 'lemonldap-ng.ini'),
    },
    listens: /Accepting connections/,
  });
  return {
    metadataUrl: `${portal}.well-known/openid-configuration`,
    /** As its administrator: everything that was kept of people and of applications. */
    forgetSessions() {
      for (const entry of readdirSync(sessions, { withFileTypes: true })) {
        if (entry.isFile()) rmSync(join(sessions, entry.name));
      }
    },
    stop: running.stop,
  };
}
