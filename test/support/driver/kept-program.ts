/** One program for several rules of a file, each of which begins with a workbook that was just opened. */
import type { RunningApp } from './running-app.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

export interface Opened {
  readonly bench: Workbench;
  readonly app: RunningApp;
}

export interface KeptProgram {
  /** The program with its workbook opened anew, and with nothing left of the rule before. */
  take(): Promise<Opened>;
  /** Call it after each rule: what a rule that failed left behind goes with its program. */
  give(hasFailed: boolean): Promise<void>;
  close(): Promise<void>;
}

/** A program in which Ada has signed in and a workbook shows its data. */
export async function openSignedIn(): Promise<Opened> {
  const bench = await openWorkbench();
  const app = await bench.launchWithProfile();
  await bench.signIn(app, 'ada.moreno@example.com');
  await app.workbookReady();
  return { bench, app };
}

/** @param open starts everything, up to where a workbook shows its data */
export function keepProgram(open: () => Promise<Opened>): KeptProgram {
  let kept: Opened | null = null;

  async function close(): Promise<void> {
    const closing = kept;
    kept = null;
    await closing?.bench.close();
  }

  return {
    async take() {
      if (kept) await openAgain(kept);
      else kept = await open();
      return kept;
    },
    async give(hasFailed) {
      if (hasFailed) await close();
    },
    close,
  };
}

/** Closes the workbook and opens it again, with empty journals and without the notices of before. */
async function openAgain({ bench, app }: Opened): Promise<void> {
  const { window: ours } = app;
  const notices = ours.getByTestId('dismiss-notice');
  while ((await notices.count()) > 0) await notices.first().click();
  bench.browser.unclaimed();
  const answer = await ours.evaluate(() => window.sightglass.state.get());
  if (!answer.ok) throw new Error(answer.error.code);
  const [pane] = answer.value.window.panes;
  if (!pane) throw new Error('No workbook is open.');
  const { paneId, workbookId } = pane;
  await ours.evaluate((id) => window.sightglass.panes.close({ paneId: id }), paneId);
  await ours.locator(`[data-pane="${paneId}"]`).waitFor({ state: 'detached' });
  await bench.demo.controls.sigma.clearJournal();
  await bench.demo.controls.warehouse.clearAudit();
  await ours.evaluate((id) => window.sightglass.panes.open({ workbookId: id }), workbookId);
  await ours.locator(`[data-testid="pane"]:not([data-pane="${paneId}"])`).waitFor();
  await app.workbookReady();
}
