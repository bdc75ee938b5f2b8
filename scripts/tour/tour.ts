/**
 * Does the whole main job with the real app and a real browser, without a person, and takes a picture of every screen
 * into `tour/`.
 *
 *   npm run tour                        says each step
 *   npm run tour --silent -- --json     prints one line of JSON on stdout when it is over, and nothing else
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { reasonOf } from '../../test/support/driver/steps.ts';
import { openWorkbench, type Workbench } from '../../test/support/driver/workbench.ts';
import { buildIsCurrent } from '../build.mjs';
import { SetUpError, say } from '../cli.mjs';
import { binary } from '../node-bin.mjs';
import { root } from '../paths.mjs';
import { runChild } from '../processes.mjs';
import { desk } from './desk.ts';
import { firstRun } from './first-run.ts';
import { restart, signIn, signOut, troubles, withoutKeychain, workbook } from './in-use.ts';
import { allowEditing, inside } from './inside.ts';
import { createStage, type Report, TRAVELLER } from './stage.ts';

const parts = [firstRun, signIn, workbook, desk, inside, restart, troubles, signOut, withoutKeychain];

/** Runs the tour; the exit code tells whether every step succeeded. */
export async function main(args: readonly string[]): Promise<number> {
  const asJson = args.includes('--json');
  const tell = asJson ? () => {} : (line: string) => console.log(line);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const report: Report = {
    ok: false,
    steps: [],
    versions: { sightglass: version, electron: '', chromium: '', node: '' },
    user: TRAVELLER,
    rows: 0,
  };
  let bench: Workbench | undefined;
  try {
    await ensureBuild();
    rmSync(join(root, 'tour'), { recursive: true, force: true });
    mkdirSync(join(root, 'tour'));
    bench = await openWorkbench();
    allowEditing(bench);
    const stage = createStage(bench, report, tell);
    for (const part of parts) await part(stage);
    report.ok = true;
  } catch (error) {
    if (!report.steps.some((step) => step.error)) {
      report.steps.push({ name: 'preparation', milliseconds: 0, screenshot: null, error: reasonOf(error) });
    }
    const failed = report.steps.at(-1);
    say(`${failed?.name} failed: ${failed?.error}`);
  } finally {
    await bench?.close();
  }

  if (asJson) process.stdout.write(`${JSON.stringify(report)}\n`);
  const seconds = report.steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1_000;
  if (report.ok) tell(`${report.steps.length} steps in ${seconds.toFixed(1)} s. The pictures are in tour/.`);
  return report.ok ? 0 : 1;
}

/** The build's own words go to stderr: stdout may be for JSON alone. */
async function ensureBuild(): Promise<void> {
  if (buildIsCurrent()) return;
  say('Building …');
  const build = [binary('electron-vite'), 'build', '--logLevel', 'warn'];
  const code = await runChild(process.execPath, build, { cwd: root, stdio: ['ignore', 2, 2] });
  if (code !== 0) throw new SetUpError('The build failed; its messages are above.');
}
