/** What the parts have the program do, through its window, as a person or the clock would. */
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { usualLimits } from '../../src/main/app/workbooks/tab-rules.ts';
import type { RunningApp } from '../../test/support/driver/running-app.ts';
import type { CpuProfile } from './holds.ts';

/** As the clock does each hour. */
export const renewNow = (app: RunningApp) =>
  app.window.evaluate(async () => {
    const bridge = window.sightglass;
    const state = await bridge.state.get();
    if (state.ok) await bridge.grants.renew({ connectionId: state.value.grants[0]?.connectionId ?? '' });
  });

export const swapsOf = async (app: RunningApp): Promise<number> =>
  Number(await app.window.getByTestId('pane').first().getAttribute('data-swaps'));

/** Renews, and waits until what a person sees has swapped. */
export async function swapOnce(app: RunningApp): Promise<void> {
  const swaps = await swapsOf(app);
  await renewNow(app);
  await app.workbookReady(swaps + 1);
}

/** Signs out of the profile of the window, and waits until the sign-in is offered. */
export async function signOut(app: RunningApp): Promise<void> {
  await app.window.evaluate(async () => {
    const state = await window.sightglass.state.get();
    if (state.ok) await window.sightglass.grants.signOut({ profileId: state.value.window.profileId ?? '' });
  });
  await app.window.getByTestId('sign-in').first().waitFor();
}

/** Sigma's page says so many things at once. */
export async function sendMessages(app: RunningApp, count: number): Promise<void> {
  await app.inWorkbook(`(() => {
    for (let sent = 0; sent < ${count}; sent += 1) {
      parent.postMessage({ type: 'workbook:selectednodeid:onchange', selectedNodeId: 'node-' + sent, nodeType: 'element' }, '*');
    }
    return true;
  })()`);
}

/** What the probe of `probe.cjs` puts into the main process. */
interface Probe {
  resetDelays(): void;
  readDelays(): { longest: number; percentile: number };
  startProfile(): Promise<void>;
  stopProfile(): Promise<CpuProfile>;
}
type WithProbe = typeof globalThis & { sightglassBench: Probe };

export const resetDelays = (app: RunningApp) =>
  app.electron.evaluate(() => (globalThis as WithProbe).sightglassBench.resetDelays());

/** For how long the main thread was held since the last reset, in milliseconds. */
export const readDelays = (app: RunningApp) =>
  app.electron.evaluate(() => (globalThis as WithProbe).sightglassBench.readDelays());

/** Does something while V8 looks who runs in the main process. */
export async function profiled(app: RunningApp, act: () => Promise<unknown>): Promise<CpuProfile> {
  await app.electron.evaluate(() => (globalThis as WithProbe).sightglassBench.startProfile());
  await act();
  return app.electron.evaluate(() => (globalThis as WithProbe).sightglassBench.stopProfile());
}

/** The main process of a program that a driver started. */
export const pidOf = (app: RunningApp): number => app.electron.process().pid ?? 0;

/** Opens the first so many workbooks of the profile, each in a tab of its own, and waits until those that stay awake are loaded. */
export async function openTabs(app: RunningApp, count: number): Promise<void> {
  await app.window.evaluate(
    async ({ wanted, mostAwake }) => {
      const bridge = window.sightglass;
      const state = await bridge.state.get();
      if (!state.ok) throw new Error('The window has no state.');
      const workbooks = state.value.profiles[0]?.profile.workbooks.slice(0, wanted) ?? [];
      if (workbooks.length < wanted) throw new Error(`The profile has ${workbooks.length} workbooks.`);
      const all = new Promise<void>((resolve) => {
        const look = async () => {
          const now = await bridge.state.get();
          if (!now.ok) return;
          const { panes, tabs } = now.value.window;
          const awake = Math.min(wanted, mostAwake);
          if (tabs.length < wanted || panes.length !== awake || panes.some(({ phase }) => phase !== 'ready')) return;
          stop();
          resolve();
        };
        const stop = bridge.onStateChanged(() => void look());
        void look();
      });
      for (const { id } of workbooks) await bridge.panes.open({ workbookId: id });
      await all;
    },
    { wanted: count, mostAwake: usualLimits.mostLive },
  );
}

interface StoredSettings {
  profiles: { id: string; name: string; workbooks: { id: string; title: string }[] }[];
}

function changeSettings(userData: string, change: (settings: StoredSettings) => void): void {
  const file = join(userData, 'settings.json');
  const settings = JSON.parse(readFileSync(file, 'utf8')) as StoredSettings;
  change(settings);
  writeFileSync(file, JSON.stringify(settings));
}

/** Stores copies of the profile until there are so many; the first one stays as it is, with its sign-in. */
export const storeProfiles = (userData: string, count: number): void =>
  changeSettings(userData, ({ profiles }) => {
    const [first] = profiles;
    if (!first) throw new Error(`No profile is stored in ${userData}.`);
    profiles.length = 1;
    // Text and not a structure of its own: ids have to be new at every depth, and a connection names none of the others.
    while (profiles.length < count) {
      const copy = JSON.parse(JSON.stringify(first), (key, value) => (key === 'id' ? randomUUID() : value));
      profiles.push({ ...copy, name: `${first.name} ${profiles.length + 1}` });
    }
  });

/** Stores copies of the first workbook in the first profile until there are so many. */
export const storeWorkbooks = (userData: string, count: number): void =>
  changeSettings(userData, ({ profiles }) => {
    const workbooks = profiles[0]?.workbooks ?? [];
    const [first] = workbooks;
    if (!first) throw new Error(`No workbook is stored in ${userData}.`);
    workbooks.length = 1;
    while (workbooks.length < count) {
      workbooks.push({ ...first, id: randomUUID(), title: `${first.title} ${workbooks.length + 1}` });
    }
  });
