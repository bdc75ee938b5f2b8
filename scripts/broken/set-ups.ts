/**
 * Fourteen set-ups that do not work, each over the stand-ins. What is wrong stands here, and is told to nobody who walks through
 * them: they see what a person would see, and have the doctor.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Profile } from '../../src/shared/profile/profile.ts';
import { type DemoServices, type DemoServicesOptions, startDemoServices } from '../../standins/demo-services.ts';
import { serversAuthority } from '../../test/support/certificates.ts';
import { COMPANY_SIGMA, KEY_OF_SIGMA, startCompanyWay } from './company-way.ts';

/** Whom a person can ask for something that they cannot do themselves. */
export const askable = ['it', 'databricks', 'sigma'] as const;
export type Askable = (typeof askable)[number];

/** One set-up that was started. */
export interface BrokenSetUp {
  readonly services: DemoServices;
  /** The file that the profile is made from; null where the profile is there already. */
  readonly envFile: string | null;
  /** What of this computer is otherwise than usual, for whoever opens the program. */
  readonly computer: BrokenComputer;
  /** What this administrator says; whoever is the right one has done their part by then. */
  ask(whom: Askable): Promise<string>;
  stop(): Promise<void>;
}

export interface BrokenComputer {
  /** The proxy that the system names for every server but those of this computer, as a host with its port. */
  readonly proxy?: string;
  /** A certificate authority that the system knows, in PEM. */
  readonly authority?: string;
  /** By what guests know the key of such a server. */
  readonly knownKey?: string;
}

interface Broken {
  /** What a person sees, and no word of why. */
  readonly seen: string;
  readonly options?: DemoServicesOptions;
  /** Breaks it. */
  start(at: Workshop): Promise<Partial<Record<Askable, () => Promise<string> | string>>>;
}

/** What a fault is made of. */
interface Workshop {
  readonly services: DemoServices;
  /** Puts another value into the file that the profile is made from. */
  put(name: string, value: string): void;
  value(name: string): string;
  onStop(stop: () => Promise<void>): void;
  /** Where the settings of the program are. */
  readonly folder: string;
  /** The profile is among them already, and no file brings it. */
  isThere(): void;
  computerHas(computer: BrokenComputer): void;
}

const TWO_HOURS_MS = 7_200_000;

const takesPort = `require('node:http').createServer((_, answer) => answer.end('I was here first.'))
  .listen(Number(process.argv[1]), '127.0.0.1', () => console.log('listening'));`;

export const brokenSetUps: readonly Broken[] = [
  {
    seen: 'The browser never opens: Sightglass says that the sign-in cannot receive its answer.',
    async start({ value, onStop }) {
      const { port } = new URL(value('DATABRICKS_REDIRECT_URI'));
      // A program of its own, which a person can find and end.
      const other = spawn(process.execPath, ['-e', takesPort, port], { stdio: ['ignore', 'pipe', 'ignore'] });
      await once(other.stdout, 'data');
      const free = async () => {
        if (other.exitCode !== null || other.signalCode !== null) return;
        other.kill();
        await once(other, 'exit');
      };
      onStop(free);
      return {
        it: async () => {
          await free();
          return 'We have ended the program that held this port.';
        },
      };
    },
  },
  {
    seen: 'You choose a person in the browser, and Sightglass says that the application was not recognised.',
    async start({ services, put }) {
      put('DATABRICKS_OAUTH_CLIENT_SECRET', 'the-secret-of-last-year');
      const { clientSecret } = services.authorizationServer.clients.confidential;
      return { databricks: () => `The secret of this application is ${clientSecret}` };
    },
  },
  {
    seen: 'The browser shows an error in the place of the people, and Sightglass waits.',
    async start({ services, value, put }) {
      const registered = value('DATABRICKS_REDIRECT_URI');
      put('DATABRICKS_REDIRECT_URI', registered.replace('/auth/databricks/callback', '/auth/callback'));
      const { redirectUris } = services.authorizationServer;
      return { databricks: () => `Registered for this application: ${redirectUris.join(' and ')}` };
    },
  },
  {
    seen: 'The sign-in fails, or the workbook has no data, whoever signs in.',
    options: { behaviour: { hostKind: 'unified' } },
    start: async () => ({
      databricks: () => 'This host is an account as well. Let Sightglass find out by itself which.',
    }),
  },
  {
    seen: 'The sign-in works. The workbook does not appear.',
    start: (at) => startGate(at, 'login', 'it', 'This computer is now logged in to the network.'),
  },
  {
    seen: 'The sign-in works. In the place of the workbook is a page of somebody else, or nothing.',
    start: (at) => startGate(at, 'blocked', 'it', 'We have let this address through.'),
  },
  {
    seen: 'It worked yesterday. Today the workbook does not appear.',
    start: (at) => startGate(at, 'maintained', 'sigma', 'The maintenance is over.'),
  },
  {
    seen: 'The browser never opens, and Sightglass complains about addresses.',
    async start({ services, put, onStop }) {
      const other = createServer((_request, response) => response.writeHead(404).end('There is nothing here.'));
      put('DATABRICKS_HOST', await listening(other, onStop));
      const { origin, clients } = services.authorizationServer;
      return {
        databricks: () =>
          `Our workspace is at ${origin}, and the secret of the application is ${clients.confidential.clientSecret}`,
      };
    },
  },
  {
    seen: 'The sign-in works. In the place of the workbook stands that there is no network, though there is one.',
    async start({ services, value, put }) {
      const address = value('DATABRICKS_OAUTH_BASE_URL');
      put('DATABRICKS_OAUTH_BASE_URL', address.replace(new URL(address).origin, 'https://sigma.invalid'));
      return {
        it: () => 'There is no such name, here or anywhere. Ask Sigma’s administrator for the address of the workbook.',
        sigma: () => `The workbook is at ${address}, and the embed secret is ${services.sigma.embedClient.secret}`,
      };
    },
  },
  {
    seen: 'The browser shows an error in the place of the people. It does so on every computer.',
    async start({ services, put }) {
      put('DATABRICKS_OAUTH_CLIENT_ID', 'the-application-of-last-year');
      const { clientId, clientSecret } = services.authorizationServer.clients.confidential;
      return { databricks: () => `The client ID of this application is ${clientId}, its secret ${clientSecret}` };
    },
  },
  {
    seen: 'The sign-in works. In the place of the workbook stands that there is no network, though browsers show pages.',
    start: (at) => startWay(at, 'password', 'We let this address through without a password now.'),
  },
  {
    seen: 'The sign-in works. In the place of the workbook stands that it could not be loaded. At home it can.',
    start: (at) => startWay(at, 'inspected', 'We do not look into the traffic of this address any more.'),
  },
  {
    seen: 'Sightglass warns of something about time. Sign-ins and workbooks end when they should not.',
    options: { behaviour: { clockAheadMs: TWO_HOURS_MS } },
    async start({ services, value, put, onStop }) {
      let aheadMs = TWO_HOURS_MS;
      const gate = createServer((asked, response) => passOn(services.sigma.origin, asked, response, aheadMs));
      const origin = await listening(gate, onStop);
      put('DATABRICKS_OAUTH_BASE_URL', value('DATABRICKS_OAUTH_BASE_URL').replace(services.sigma.origin, origin));
      return {
        it: async () => {
          // Nobody sets the clock of the computer that this runs on: the servers go back to its time.
          aheadMs = 0;
          await services.controls.authorizationServer.setBehaviour({ clockAheadMs: 0 });
          return 'The clock of this computer is set, by a time server from now on.';
        },
      };
    },
  },
  {
    seen: 'It worked yesterday. In the night the computer went off, and today nobody can sign in.',
    async start({ services, folder, isThere }) {
      const { profile } = await storeProfile(services, folder);
      // Written by half when the power failed.
      await writeFile(join(folder, 'vault.json'), `{\n  "embed-secret/${profile.id}": "djExZm9yIGhhbGYgb2`);
      isThere();
      const { confidential } = services.authorizationServer.clients;
      return {
        databricks: () => `The secret of this application is ${confidential.clientSecret}`,
        sigma: () => `The embed secret is ${services.sigma.embedClient.secret}`,
        it: async () => {
          const damaged = (await readdir(folder)).filter((name) => /^vault\.damaged-\d+\.json$/.test(name));
          await Promise.all(damaged.map((name) => rm(join(folder, name))));
          return 'We have looked at the disk, and removed the file that was kept aside. Nothing of it can be read again.';
        },
      };
    },
  },
];

/**
 * @param number from 1
 * @param folder where the settings of the program are, or will be
 */
export async function startBrokenSetUp(
  number: number,
  folder: string,
  options: DemoServicesOptions = {},
): Promise<BrokenSetUp> {
  const broken = brokenSetUps[number - 1];
  if (!broken) throw new Error(`There is no set-up ${number}. There are 1 to ${brokenSetUps.length}.`);
  const services = await startDemoServices({ ...options, ...broken.options });
  const stops: (() => Promise<void>)[] = [services.stop];
  let { envFile } = services;
  let isThere = false;
  let computer: BrokenComputer = {};
  const line = (name: string) => new RegExp(`^${name}=(.*)$`, 'm');
  const answers = await broken.start({
    services,
    value: (name) => line(name).exec(envFile)?.[1] ?? '',
    put(name, value) {
      envFile = envFile.replace(line(name), () => `${name}=${value}`);
    },
    onStop: (stop) => void stops.push(stop),
    folder,
    isThere() {
      isThere = true;
    },
    computerHas(has) {
      computer = has;
    },
  });
  return {
    services,
    envFile: isThere ? null : envFile,
    computer,
    ask: async (whom) => (await answers[whom]?.()) ?? 'All is well here. Ask somebody else.',
    async stop() {
      for (const stop of stops.reverse()) await stop();
    },
  };
}

/** Sigma is at another name, which only a proxy leads to. */
async function startWay(
  { services, value, put, onStop, computerHas }: Workshop,
  fault: Parameters<typeof startCompanyWay>[0],
  answer: string,
): Promise<Partial<Record<Askable, () => string>>> {
  const way = await startCompanyWay(fault, (asked, response) => passOn(services.sigma.origin, asked, response), onStop);
  put('DATABRICKS_OAUTH_BASE_URL', value('DATABRICKS_OAUTH_BASE_URL').replace(services.sigma.origin, COMPANY_SIGMA));
  computerHas({ proxy: way.proxy, authority: serversAuthority, knownKey: KEY_OF_SIGMA });
  return {
    it: () => {
      way.letThrough();
      return answer;
    },
  };
}

/** As an earlier run left it, without its secrets. */
async function storeProfile(services: DemoServices, folder: string): Promise<{ readonly profile: Profile }> {
  const draft = services.drafts.profile({ connections: [services.drafts.databricks()] });
  const withId = <Part extends object>(part: Part) => ({ ...part, id: randomUUID() });
  const profile = Profile.parse({
    ...withId(draft),
    workbooks: draft.workbooks.map(withId),
    connections: draft.connections.map(withId),
  });
  await mkdir(folder, { recursive: true });
  const settings = { profiles: [profile], selectedProfileId: profile.id };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
  return { profile };
}

/** What stands between the program and Sigma until somebody lets it through. */
const gates: Record<'login' | 'blocked' | 'maintained', (response: ServerResponse) => void> = {
  login: (response) => response.writeHead(302, { location: 'https://login.network.example/?next=' }).end(),
  blocked: (response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>This page is blocked by your organisation.</h1>'),
  maintained: (response) => response.writeHead(503).end('We are back soon.'),
};

async function startGate(
  { services, value, put, onStop }: Workshop,
  kind: keyof typeof gates,
  whom: Askable,
  answer: string,
): Promise<Partial<Record<Askable, () => string>>> {
  let isOpen = false;
  const gate = createServer((asked, response) => {
    if (isOpen) passOn(services.sigma.origin, asked, response);
    else gates[kind](response);
  });
  const origin = await listening(gate, onStop);
  put('DATABRICKS_OAUTH_BASE_URL', value('DATABRICKS_OAUTH_BASE_URL').replace(services.sigma.origin, origin));
  return {
    [whom]: () => {
      isOpen = true;
      return answer;
    },
  };
}

/** @param aheadMs of which the answer names another time */
function passOn(origin: string, asked: IncomingMessage, response: ServerResponse, aheadMs = 0): void {
  const { method, headers, url = '/' } = asked;
  const { host } = new URL(origin);
  const target = request(new URL(url, origin), { method, headers: { ...headers, host } }, (answer) => {
    const date = new Date(Date.now() + aheadMs).toUTCString();
    response.writeHead(answer.statusCode ?? 502, { ...answer.headers, date });
    answer.pipe(response);
  });
  target.once('error', () => response.destroy());
  asked.pipe(target);
}

async function listening(server: ReturnType<typeof createServer>, onStop: Workshop['onStop']): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onStop(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
