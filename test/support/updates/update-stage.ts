/** A person's computer with Sightglass on it as an AppImage, and the server that its organisation has for updates. */
import { createHash, createPublicKey } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeKeys, readPrivateKey } from '../../../scripts/release/descriptions.mjs';
import type { AppErrorView } from '../../../src/shared/errors.ts';
import type { AppState } from '../../../src/shared/state.ts';
import type { UpdateView } from '../../../src/shared/updates.ts';
import { launchPackaged, type PackagedApp } from '../driver/packaged-app.ts';
import { IMAGE, makeImage, type Published, publish } from './images.ts';
import { endRestarted } from './restarted.ts';
import { startUpdateServer, type UpdateServer } from './update-server.ts';

export interface UpdateStage {
  readonly server: UpdateServer;
  /** The folder of the server. */
  readonly served: string;
  readonly userData: string;
  /** Where the person has the program. */
  readonly image: string;
  /** Makes an image of a version on the server, and describes it there; what is signed can be changed before. */
  offer(unpacked: string, version: string, change?: Partial<Published>): Promise<Published>;
  describe(published: Published): void;
  /** What the program is told of server and key. */
  readonly variables: Readonly<Record<string, string>>;
  filesBesideImage(): string[];
  /** The log of all runs. */
  log(): { event: string; [field: string]: unknown }[];
  launch(options?: { readonly arguments?: readonly string[]; readonly path?: string }): Promise<UpdatedApp>;
  close(): Promise<void>;
}

export interface UpdatedApp {
  readonly running: PackagedApp;
  view(): Promise<UpdateView>;
  notices(): Promise<string[]>;
  /** @returns the code of the error and its reason, or null */
  ask(request: 'check' | 'download' | 'restart' | 'later'): Promise<unknown>;
  /** Looks, and waits for whatever comes of it. */
  settle(): Promise<UpdateView>;
}

type Window = {
  sightglass: {
    state: { get(): Promise<{ value: AppState }> };
    updates: Record<string, () => Promise<{ ok: boolean; error?: AppErrorView }>>;
  };
};

export async function openUpdateStage(unpacked: string): Promise<UpdateStage> {
  const folder = mkdtempSync(join(tmpdir(), 'sightglass-updates-'));
  const served = join(folder, 'served');
  const home = join(folder, 'home');
  const userData = join(folder, 'data');
  for (const one of [served, home, userData]) mkdirSync(one);
  const server = await startUpdateServer(served);
  const { privateKey } = makeKeys();
  const key = readPrivateKey(privateKey);
  const image = join(home, IMAGE);
  await makeImage(image, unpacked);
  const variables = {
    SIGHTGLASS_UPDATE_URL: server.url,
    SIGHTGLASS_UPDATE_KEY: createPublicKey(key).export({ format: 'der', type: 'spki' }).toString('base64'),
  };
  const apps: PackagedApp[] = [];
  const stage: UpdateStage = {
    server,
    served,
    userData,
    image,
    async offer(app, version, change = {}) {
      const file = await makeImage(join(served, IMAGE), app);
      const published = { version, file, privateKey: key, ...change };
      publish(served, published);
      return published;
    },
    describe: (published) => publish(served, published),
    variables,
    filesBesideImage: () => filesIn(home),
    log: () =>
      readFileSync(join(userData, 'logs/sightglass.log'), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    async launch({ arguments: given = [], path = process.env.PATH ?? '' } = {}) {
      const running = await launchPackaged({
        executable: image,
        userData,
        path,
        allowsLoopback: true,
        arguments: given,
        variables,
      });
      apps.push(running);
      return driven(running);
    },
    async close() {
      for (const running of apps) await running.close();
      await endRestarted(userData);
      if (server.isRunning()) await server.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  return stage;
}

function driven(running: PackagedApp): UpdatedApp {
  const state = () =>
    running.window.evaluate(async () => (await (window as unknown as Window).sightglass.state.get()).value);
  const app: UpdatedApp = {
    running,
    view: async () => (await state()).updates,
    notices: async () => (await state()).notices.map(({ error }) => error.code),
    ask: (request) =>
      running.window.evaluate(async (name) => {
        const answer = await (window as unknown as Window).sightglass.updates[name]?.();
        return answer?.ok ? null : [answer?.error?.code, answer?.error?.values.reason];
      }, request),
    async settle() {
      await app.ask('check');
      for (;;) {
        const view = await app.view();
        if (view.status !== 'checking' && view.status !== 'downloading') return view;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
  return app;
}

export const hashOf = (file: string): string => createHash('sha512').update(readFileSync(file)).digest('base64');

/** Everything under a folder, as paths. */
export const filesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String).sort() : [];
