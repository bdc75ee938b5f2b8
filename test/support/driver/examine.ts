/** The doctor in the window of the running app. */
import type { CheckId, CheckView } from '../../../src/shared/checks.ts';
import { doctorVerdict } from '../../../src/shared/text/doctor-text.ts';
import type { RunningApp } from './running-app.ts';

/** Runs all checks over the first set-up, to their end. */
export function checksOf(app: Pick<RunningApp, 'window'>): Promise<CheckView[]> {
  return app.window.evaluate(async () => {
    const { sightglass } = window;
    const first = await sightglass.state.get();
    if (!first.ok) throw new Error('There is no state.');
    const profileId = first.value.profiles[0]?.profile.id ?? null;
    const started = await sightglass.doctor.start({ profileId, matters: [] });
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    for (;;) {
      const now = await sightglass.state.get();
      const view = now.ok ? now.value.window.doctor : null;
      if (view?.runId === started.value.runId && view.phase !== 'running') return view.checks;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  });
}

/** The result of each check. */
export async function examine(app: Pick<RunningApp, 'window'>): Promise<(check: CheckId) => CheckView['result']> {
  const checks = await checksOf(app);
  return (check) => checks.find((one) => one.check === check)?.result ?? null;
}

/** What the answer at the top says: the check, and who must act. */
export async function toldFirst(app: Pick<RunningApp, 'window'>): Promise<readonly (string | null | undefined)[]> {
  const { check, kind } = doctorVerdict({ phase: 'done', checks: await checksOf(app) }, []);
  return [kind, check?.check, check?.result?.owner];
}
