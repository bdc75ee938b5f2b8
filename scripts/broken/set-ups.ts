/**
 * Ten set-ups that do not work, each over the stand-ins. What is wrong stands here, and is told to nobody who walks through
 * them: they see what a person would see, and have the doctor.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DemoServices, type DemoServicesOptions, startDemoServices } from '../../standins/demo-services.ts';

/** Whom a person can ask for something that they cannot do themselves. */
export const askable = ['it', 'databricks', 'sigma'] as const;
export type Askable = (typeof askable)[number];

/** One set-up that was started. */
export interface BrokenSetUp {
  readonly services: DemoServices;
  /** The file that the profile is made from. */
  readonly envFile: string;
  /** What this administrator says; whoever is the right one has done their part by then. */
  ask(whom: Askable): Promise<string>;
  stop(): Promise<void>;
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
}

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
];

/** @param number from 1 */
export async function startBrokenSetUp(number: number, options: DemoServicesOptions = {}): Promise<BrokenSetUp> {
  const broken = brokenSetUps[number - 1];
  if (!broken) throw new Error(`There is no set-up ${number}. There are 1 to ${brokenSetUps.length}.`);
  const services = await startDemoServices({ ...options, ...broken.options });
  const stops: (() => Promise<void>)[] = [services.stop];
  let { envFile } = services;
  const line = (name: string) => new RegExp(`^${name}=(.*)$`, 'm');
  const answers = await broken.start({
    services,
    value: (name) => line(name).exec(envFile)?.[1] ?? '',
    put(name, value) {
      envFile = envFile.replace(line(name), () => `${name}=${value}`);
    },
    onStop: (stop) => void stops.push(stop),
  });
  return {
    services,
    envFile,
    ask: async (whom) => (await answers[whom]?.()) ?? 'All is well here. Ask somebody else.',
    async stop() {
      for (const stop of stops.reverse()) await stop();
    },
  };
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

function passOn(origin: string, asked: IncomingMessage, response: ServerResponse): void {
  const { method, headers, url = '/' } = asked;
  const { host } = new URL(origin);
  const target = request(new URL(url, origin), { method, headers: { ...headers, host } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
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
