/** What a window of the running app shows, as its page is told it. */
import type { AppState } from '../../../src/shared/state.ts';
import type { RunningApp } from './running-app.ts';

export async function stateOf(app: Pick<RunningApp, 'window'>): Promise<AppState> {
  const answer = await app.window.evaluate(() => window.sightglass.state.get());
  if (!answer.ok) throw new Error(`There is no state: ${answer.error.code}`);
  return answer.value;
}
