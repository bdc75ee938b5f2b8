/**
 * Faults at the stand-ins, on the network and on the disk, through the whole doctor: its registry, its runner and what it
 * says first. One fault is one line, whoever else meets it, and whoever must act is told what to do.
 */
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryVault } from '../../../src/main/vault/vault.ts';
import type { CheckId, CheckOwner } from '../../../src/shared/checks.ts';
import type { ProfileDraft } from '../../../src/shared/profile/profile.ts';
import type { SigmaEvent } from '../../../src/shared/sigma/events.ts';
import { checkText } from '../../../src/shared/text/check-text.ts';
import { doctorVerdict } from '../../../src/shared/text/doctor-text.ts';
import { en } from '../../../src/shared/text/en.ts';
import type { Endpoint } from '../../../standins/control/calls.ts';
import { wholeComputer, wholeDesk } from '../../support/doctor.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { faultsOf } from '../../support/faults-found.ts';
import { createOwnFolder } from '../../support/own-folder.ts';
import {
  closers,
  databricks,
  endDesk,
  leaveDesk,
  network,
  open,
  type Program,
  profileOf,
  services,
  setUpFaults,
  startDesk,
  tidyDesk,
} from '../../support/set-up-faults.ts';

beforeAll(startDesk, 30_000);
afterAll(endDesk);
beforeEach(tidyDesk);
afterEach(leaveDesk);

/** What the report says first, and the only thing that it says. */
type Told = readonly [check: CheckId, outcome: 'failed' | 'warning', owner: CheckOwner, code: string];
/** The saved set-up of a program, in a world in which something is wrong. */
type Make = () => Promise<{ readonly program: Program; readonly profileId: string }>;

async function saved(draft: ProfileDraft, program?: Program): ReturnType<Make> {
  const at = program ?? (await open());
  return { program: at, profileId: (await at.save(draft)).id };
}

async function signedIn(draft: ProfileDraft, as?: string): ReturnType<Make> {
  const program = await open();
  const profile = await program.save(draft);
  await program.signIn(profile, as);
  return { program, profileId: profile.id };
}

/** A person has tried to sign in, and it failed. */
async function refused(draft: ProfileDraft): ReturnType<Make> {
  const { program, profileId } = await saved(draft);
  const profile = program.state().profiles.find((one) => one.profile.id === profileId)?.profile;
  if (!profile) throw new Error('It was saved.');
  await expect(program.signIn(profile)).rejects.toThrow();
  return { program, profileId };
}

/** A workbook was opened, and Sigma refused it so. */
const afterRefusal =
  (code: string | undefined, message?: string): Make =>
  async () => {
    const found = await signedIn(databricks());
    const { program } = found;
    await program.open(program.state().profiles[0]?.profile.workbooks[0]?.id ?? '');
    const guestId = program.state().window.panes[0]?.guests[0]?.guestId ?? '';
    program.panes.takeEvent(guestId, { type: 'workbook:error', code, message } as SigmaEvent);
    return found;
  };

const company = (): ProfileDraft => profileOf(services.drafts.identityProvider());
const answers = {
  busy: { status: 503, body: 'We are back soon.' },
  missing: { status: 404, body: 'Nothing is here.' },
  page: { status: 200, body: '<h1>Hello</h1>', headers: { 'content-type': 'text/html' } },
  nothing: { cut: 'before' },
} as const;
const whoever = { databricks: 'authorizationServer', company: 'identityProvider' } as const;

/** From now on this endpoint answers so, until the next test. */
async function failing(at: keyof typeof whoever, endpoint: Endpoint, answer: keyof typeof answers): Promise<void> {
  const control = services.controls[whoever[at]];
  await control?.failNext({ endpoint, times: 100, ...answers[answer] });
  closers.push(async () => void (await control?.clearFaults()));
}

const broken =
  (at: keyof typeof whoever, endpoint: Endpoint, answer: keyof typeof answers): Make =>
  async () => {
    await failing(at, endpoint, answer);
    return saved(at === 'databricks' ? databricks() : company());
  };

/** What is in the files is changed while nobody runs. */
const nextStart =
  (change: (folder: string) => Promise<unknown>): Make =>
  async () => {
    const own = await createOwnFolder();
    closers.push(own.remove);
    await mkdir(join(own.folder, 'downloads'));
    const before = await open(await own.options(network));
    const { id: profileId } = await before.save(databricks());
    await before.restore();
    await change(own.folder);
    return { program: await open(await own.options(network)), profileId };
  };

/** And while it runs. */
const meanwhile =
  (change: (folder: string) => Promise<unknown>): Make =>
  async () => {
    const own = await createOwnFolder();
    closers.push(own.remove);
    await mkdir(join(own.folder, 'downloads'));
    const found = await saved(databricks(), await open(await own.options(network)));
    await change(own.folder);
    return found;
  };

const half = async (file: string): Promise<void> => {
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.slice(0, Math.floor(text.length / 2)));
};

const more: readonly (readonly [name: string, told: Told, make: Make])[] = [
  // Servers
  [
    'a Databricks that cannot describe itself now',
    ['metadata', 'warning', 'databricks', 'metadata_troubled'],
    broken('databricks', 'metadata', 'busy'),
  ],
  [
    'a Databricks whose metadata is a page',
    ['metadata', 'warning', 'person', 'metadata_fixed'],
    broken('databricks', 'metadata', 'page'),
  ],
  [
    'an identity provider that cannot describe itself now',
    ['metadata', 'failed', 'identity-provider', 'server_busy'],
    broken('company', 'metadata', 'busy'),
  ],
  [
    'keys that do not come',
    ['metadata', 'failed', 'identity-provider', 'server_busy'],
    broken('company', 'jwks', 'busy'),
  ],
  [
    'keys that are gone',
    ['metadata', 'failed', 'identity-provider', 'metadata_invalid'],
    broken('company', 'jwks', 'missing'),
  ],
  [
    'keys that are a page',
    ['metadata', 'failed', 'identity-provider', 'metadata_invalid'],
    broken('company', 'jwks', 'page'),
  ],
  ['keys that are cut off', ['metadata', 'failed', 'it', 'offline'], broken('company', 'jwks', 'nothing')],
  [
    'a sign-in page that is busy',
    ['redirect', 'warning', 'databricks', 'authorize_troubled'],
    broken('databricks', 'authorize', 'busy'),
  ],
  [
    'a sign-in page that is not there',
    ['redirect', 'warning', 'identity-provider', 'authorize_troubled'],
    broken('company', 'authorize', 'missing'),
  ],
  [
    'a sign-in page that is cut off',
    ['redirect', 'failed', 'it', 'offline'],
    broken('databricks', 'authorize', 'nothing'),
  ],
  [
    'a token endpoint that is busy',
    ['client', 'warning', 'databricks', 'server_busy'],
    broken('databricks', 'token', 'busy'),
  ],
  [
    'a token endpoint that is not there',
    ['client', 'warning', 'databricks', 'token_request_rejected'],
    broken('databricks', 'token', 'missing'),
  ],
  [
    'a token endpoint that answers with a page',
    ['client', 'warning', 'identity-provider', 'token_response_invalid'],
    broken('company', 'token', 'page'),
  ],
  ['a token endpoint that is cut off', ['client', 'failed', 'it', 'offline'], broken('databricks', 'token', 'nothing')],
  [
    'a host that cannot say which level it is',
    ['level', 'warning', 'databricks', 'server_busy'],
    broken('databricks', 'hostMetadata', 'busy'),
  ],
  [
    'a host that cannot say which level it is, where it is to say so',
    ['level', 'failed', 'databricks', 'server_busy'],
    async () => {
      await failing('databricks', 'hostMetadata', 'busy');
      const { origin: host } = services.authorizationServer;
      return saved(databricks({ server: { provider: 'databricks', host, level: 'automatic', accountId: null } }));
    },
  ],
  [
    'the address of an account console for a workspace',
    ['level', 'failed', 'person', 'metadata_invalid'],
    async () => {
      await services.controls.authorizationServer.setBehaviour({ hostKind: 'account' });
      return saved(databricks());
    },
  ],
  [
    'a server whose own clock is ahead',
    ['clock', 'warning', 'databricks', 'clock_of_server_ahead'],
    async () => {
      await services.controls.authorizationServer.setBehaviour({ clockAheadMs: 3_600_000 });
      return saved(databricks());
    },
  ],
  [
    'a server whose own clock is behind',
    ['clock', 'warning', 'databricks', 'clock_of_server_behind'],
    async () => {
      await services.controls.authorizationServer.setBehaviour({ clockAheadMs: -3_600_000 });
      return saved(databricks());
    },
  ],
  // The application
  [
    'an application with a secret, entered without one',
    ['client', 'failed', 'person', 'client_rejected'],
    () => saved(databricks({ clientSecret: null, clientAuthentication: 'none' })),
  ],
  [
    'a secret of an application that has none',
    ['client', 'failed', 'person', 'client_rejected'],
    () => saved(databricks({ clientId: services.authorizationServer.clients.public.clientId })),
  ],
  [
    'an application that nobody knows',
    ['redirect', 'failed', 'person', 'client_rejected'],
    () => saved(databricks({ clientId: 'nobody', clientSecret: null, clientAuthentication: 'none' })),
  ],
  // Signing in, and what comes after it
  [
    'a policy that lets nobody in',
    ['grant', 'failed', 'identity-provider', 'authorization_denied'],
    async () => {
      const refuseSignIn = { error: 'access_denied', error_description: 'Your device is not managed.' };
      await services.controls.identityProvider?.setBehaviour({ refuseSignIn });
      return refused(company());
    },
  ],
  [
    'an address for which nobody vouches',
    ['identity', 'failed', 'identity-provider', 'email_unverified'],
    async () => {
      await services.controls.identityProvider?.setBehaviour({ emailVerified: false });
      return signedIn(company());
    },
  ],
  [
    'a token that was revoked',
    ['identity', 'warning', 'databricks', 'identity_unknown'],
    async () => {
      const found = await signedIn(databricks());
      await services.controls.authorizationServer.revokeGrants({});
      return found;
    },
  ],
  [
    'a workspace that does not say who it is now',
    ['identity', 'warning', 'databricks', 'identity_unknown'],
    async () => {
      const found = await signedIn(databricks());
      await failing('databricks', 'me', 'busy');
      return found;
    },
  ],
  // Sigma
  [
    'a workbook that was archived',
    ['sigma-answer', 'failed', 'sigma', 'sigma_not_found'],
    afterRefusal('ENOENT', 'Object does not exist'),
  ],
  [
    'an embed secret that was replaced at Sigma',
    ['sigma-answer', 'failed', 'person', 'sigma_secret_wrong'],
    afterRefusal('EINVAL', 'Invalid embed signature'),
  ],
  [
    'a team that Sigma does not have',
    ['sigma-answer', 'failed', 'person', 'sigma_parameter_invalid'],
    afterRefusal('EINVAL', 'The specified teams in the JWT do not exist'),
  ],
  [
    'a session that is longer than Sigma allows',
    ['sigma-answer', 'failed', 'person', 'session_too_long'],
    afterRefusal('EINVAL', '":session_length" exceeds maximum'),
  ],
  [
    'a role that may not read the data',
    ['sigma-answer', 'failed', 'databricks', 'data_access_denied'],
    afterRefusal(undefined, 'INSUFFICIENT_PERMISSIONS: SELECT on table trips'),
  ],
  // The disk
  [
    'a vault that was damaged before the start',
    ['files', 'failed', 'person', 'secrets_gone'],
    nextStart((folder) => half(join(folder, 'vault.json'))),
  ],
  [
    'a vault that is gone',
    ['files', 'failed', 'person', 'secrets_gone'],
    nextStart((folder) => rm(join(folder, 'vault.json'))),
  ],
  [
    'a vault of another keychain',
    ['files', 'failed', 'person', 'secrets_gone'],
    nextStart(async (folder) => {
      const file = join(folder, 'vault.json');
      const entries = Object.keys(JSON.parse(await readFile(file, 'utf8')));
      await writeFile(file, JSON.stringify(Object.fromEntries(entries.map((name) => [`old-${name}`, 'AAAA']))));
    }),
  ],
  [
    'a vault that was damaged meanwhile',
    ['files', 'failed', 'person', 'files_damaged'],
    meanwhile((folder) => half(join(folder, 'vault.json'))),
  ],
  [
    'settings that were damaged meanwhile',
    ['files', 'failed', 'person', 'files_damaged'],
    meanwhile((folder) => writeFile(join(folder, 'settings.json'), '[]')),
  ],
  [
    'a file that others may read',
    ['files', 'warning', 'person', 'files_open'],
    meanwhile((folder) => chmod(join(folder, 'vault.json'), 0o644)),
  ],
  [
    'a file that cannot be read',
    ['files', 'failed', 'it', 'file_unreadable'],
    meanwhile(async (folder) => {
      await rm(join(folder, 'vault.json'));
      await mkdir(join(folder, 'vault.json'));
    }),
  ],
  [
    'settings of a newer version',
    ['files', 'warning', 'person', 'files_newer'],
    async () => {
      const own = await createOwnFolder();
      closers.push(own.remove);
      await mkdir(join(own.folder, 'downloads'));
      const newer = await open({ ...(await own.options(network)), version: '9.0.0' });
      await newer.restore();
      const found = await open({ ...(await own.options(network)), version: '1.2.3' });
      await found.restore();
      return saved(databricks(), found);
    },
  ],
  [
    'a folder that others may write into',
    ['folder', 'warning', 'person', 'folder_open'],
    meanwhile((folder) => chmod(folder, 0o777)),
  ],
  [
    'a folder of downloads that is gone',
    ['downloads', 'failed', 'person', 'downloads_missing'],
    meanwhile((folder) => rm(join(folder, 'downloads'), { recursive: true })),
  ],
  [
    'what draws the windows crashes',
    ['graphics', 'warning', 'it', 'graphics_crashed'],
    async () => {
      const graphics = async () => ({ compositing: 'disabled_software', isSwitchedOff: false, crashes: 3 });
      return saved(databricks(), await open({ doctor: { ...wholeComputer, computer: { ...wholeDesk, graphics } } }));
    },
  ],
  [
    'no keychain, and none at the start',
    ['keychain', 'warning', 'it', 'vault_unprotected'],
    async () => {
      const keychain = async () => ({ backend: 'none', selected: 'basic_text', tried: 'none' }) as const;
      const doctor = { ...wholeComputer, network, computer: { ...wholeDesk, keychain } };
      return saved(databricks(), await open({ vault: createMemoryVault(), doctor }));
    },
  ],
  // The network
  [
    'a name that nobody knows',
    ['dns', 'failed', 'person', 'dns_unknown'],
    () => saved(databricksAt('https://databricks.invalid')),
  ],
  [
    'a server that is not there',
    ['reach', 'failed', 'it', 'reach_refused'],
    async () => saved(databricksAt(`http://localhost:${(await freePorts(1))[0]}`)),
  ],
];

const databricksAt = (host: string): ProfileDraft =>
  databricks({ server: { provider: 'databricks', host, level: 'workspace', accountId: null } });

const ofSetUp = setUpFaults.map(([name, found, make, toDoctor]) => {
  const { check, outcome, owner, code } = { ...found, ...toDoctor };
  const told = [check, outcome, owner as CheckOwner, code] as const satisfies Told;
  const asSaved: Make = async () => {
    const { program, draft } = await make();
    return saved(draft, program);
  };
  return [name, told, asSaved] as const;
});
const faults = [...ofSetUp, ...more];

describe('of one fault the doctor says first what is wrong and who must act, and nothing besides', () => {
  test.each(faults)('%s', async (_, [check, outcome, owner, code], make) => {
    const { program, profileId } = await make();
    const view = await program.examine(profileId);
    expect(faultsOf(view).map((found) => [found.check, found.outcome, found.owner, found.code])).toEqual([
      [check, outcome, owner, code],
    ]);
    const first = doctorVerdict(view, []);
    expect([first.check?.check, first.check?.result?.owner]).toEqual([check, owner]);
    // And they are told what to do.
    const { todo } = first.check ? checkText(en, first.check) : { todo: [] };
    expect(todo.join('')).not.toBe('');
  });
});

test('there are more than forty, of which no two are the same', () => {
  expect(faults.length).toBeGreaterThan(40);
  expect(new Set(faults.map(([name]) => name)).size).toBe(faults.length);
});
