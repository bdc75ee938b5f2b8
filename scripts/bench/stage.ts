/** What all parts share: the order, the measurements, the display, and stored sign-ins that a start finds. */
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningApp } from '../../test/support/driver/running-app.ts';
import { openWorkbench, type Workbench, type WorkbenchOptions } from '../../test/support/driver/workbench.ts';
import { openScreen, type Screen } from '../../test/support/frames/screen.ts';
import { say } from '../cli.mjs';
import type { Order } from './arguments.ts';
import { probe } from './launch.ts';
import { ours } from './marks.ts';
import type { Measurements } from './measurements.ts';
import { type WindowWatch, watchWindows } from './x-windows.ts';

export const PERSON = 'dana.whitfield@example.com';

/** So long that nothing is renewed by itself while it is measured. */
const lifetimes = { accessTokenSeconds: 24 * 3_600, sessionSeconds: null };

export interface Stage {
  readonly order: Order;
  readonly measurements: Measurements;
  /** Where profiles of the processor are kept. */
  readonly outputFolder: string;
  /** Runs something once a round. Rounds are in turn: all that is compared belongs into one action. */
  rounds(action: (round: number) => Promise<void>): Promise<void>;
  /** Sizes at which growth is measured: three, or fewer in the short form. */
  sizes(sizes: readonly [number, number, number]): readonly number[];
  tell(line: string): void;
}

/** A workbench whose sign-ins last, and a screen that starts are watched on. */
export interface Bench {
  readonly workbench: Workbench;
  readonly screen: Screen;
  readonly windows: WindowWatch;
  /** The user data of somebody who never set anything up, of one who is signed out, and of one who is signed in. */
  readonly people: { readonly nobody: string; readonly signedOut: string; readonly signedIn: string };
  close(): Promise<void>;
}

/** Starts everything around the program, and stores what the starts to be measured find. */
export async function openBench(options: WorkbenchOptions = {}): Promise<Bench> {
  const workbench = await openWorkbench({ lifetimes, ...options });
  const screen = await openScreen(join(workbench.folder, 'watched-screen'));
  // As long as somebody listens, the display does not begin anew when its last window closes.
  const windows = await watchWindows(screen.environment.DISPLAY);
  const folder = (name: string) => join(workbench.folder, name);
  const people = { nobody: folder('nobody'), signedOut: folder('signed-out'), signedIn: workbench.userData };
  const close = async () => {
    windows.close();
    await screen.close();
    await workbench.close();
  };
  try {
    const app = await workbench.launchWithProfile();
    await app.window.getByTestId('sign-in').first().waitFor();
    await app.close();
    cpSync(workbench.userData, people.signedOut, { recursive: true });
    const again = await workbench.launch();
    await workbench.signIn(again, PERSON);
    await again.workbookReady();
    await again.close();
  } catch (error) {
    await close();
    throw error;
  }
  return { workbench, screen, windows, people, close };
}

/** Does something with a workbench, and closes it whatever becomes of that. */
export async function withBench<Value>(action: (bench: Bench) => Promise<Value>, options?: WorkbenchOptions) {
  const bench = await openBench(options);
  try {
    return await action(bench);
  } catch (error) {
    say(await bench.workbench.describe());
    throw error;
  } finally {
    await bench.close();
  }
}

/** The program under a driver, with the probe in it, and what the probe tells. */
export interface ProbedApp {
  readonly app: RunningApp;
  readonly marksFile: string;
}

/** For `launch`: the program with the probe in it, which writes its marks into a file. */
export function probed(marks: string): { environment: Record<string, string> } {
  rmSync(marks, { force: true });
  return { environment: { SIGHTGLASS_BENCH: JSON.stringify({ marks, ...ours }) } };
}

/** While an action runs, every Electron that a driver starts loads the probe first. */
export async function withProbe<Value>(action: () => Promise<Value>): Promise<Value> {
  const before = process.env.SIGHTGLASS_ELECTRON_ARGS;
  process.env.SIGHTGLASS_ELECTRON_ARGS = JSON.stringify([...JSON.parse(before ?? '[]'), '-r', probe]);
  try {
    return await action();
  } finally {
    process.env.SIGHTGLASS_ELECTRON_ARGS = before;
  }
}

/** Milliseconds; what moves at first has come to rest. */
export const SETTLE_MS = 3_000;
