/** The way to the rows, in stages, beside a web page that does what Sigma's QuickStart does on the same stand-ins. */
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { freePorts } from '../../../test/support/driver/free-ports.ts';
import { now } from '../clock.ts';
import { signOut } from '../driving.ts';
import { lastOfLog, ourProgram, startWatched } from '../launch.ts';
import { eventAfter, logOf } from '../log-marks.ts';
import { hasData, type Mark, type Marks, marksIn } from '../marks.ts';
import { OURS, QUICK_START } from '../measurements.ts';
import { CALLBACK_URL, PAGE_URL, startQuickStart } from '../quick-start/server.ts';
import { type Bench, PERSON, probed, SETTLE_MS, type Stage, withBench, withProbe } from '../stage.ts';
import { type Milestone, stagesOf } from '../stages.ts';

export async function measureRows(stage: Stage): Promise<void> {
  const [port] = await freePorts(1);
  const redirectUris = [`http://localhost:${port}/auth/databricks/callback`, CALLBACK_URL];
  const use = async (bench: Bench) => {
    const { demo } = bench.workbench;
    const web = await startQuickStart(demo, PERSON);
    const browser = await chromium.launch({
      ...(process.env.SIGHTGLASS_CHROMIUM && { executablePath: process.env.SIGHTGLASS_CHROMIUM }),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    });
    try {
      await stage.rounds(async () => {
        const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
        await onTheWeb(stage, context, demo.sigma.origin).finally(() => context.close());
        await withProbe(() => inTheProgram(stage, bench));
        await fromTheStart(stage, bench);
      });
    } finally {
      await browser.close();
      await web.close();
    }
  };
  await withBench(use, { redirectUris });
}

const SIGNED_IN = 'person chosen → rows';
const RELOADED = 'reload → rows';
const TO_LOGIN = 'click → login page';

/** A person reads the login page before they choose who they are. Milliseconds, on both ways. */
const LOOK_MS = 2_000;

async function onTheWeb(stage: Stage, context: BrowserContext, sigmaOrigin: string): Promise<void> {
  const write = (what: string, ms: number) =>
    stage.measurements.add({ part: 'rows', what, subject: QUICK_START, unit: 'ms' }, ms);
  await context.addInitScript(`globalThis.benchRows = ${whenPainted(hasData)}`);
  const page = await context.newPage();
  await page.goto(PAGE_URL);
  const clicked = now();
  await page.locator('#sign-in').click();
  const person = page.getByTestId(`person-${PERSON}`);
  await person.waitFor();
  write(TO_LOGIN, now() - clicked);
  await delay(LOOK_MS);
  const chosen = now();
  await person.click();
  write(SIGNED_IN, (await rowsIn(page, sigmaOrigin)) - chosen);
  await delay(SETTLE_MS);
  const reloaded = now();
  await page.reload({ waitUntil: 'commit' });
  write(RELOADED, (await rowsIn(page, sigmaOrigin)) - reloaded);
}

/** In a page: the instant at which the frame was painted that shows what is wanted. */
const whenPainted = (holds: string) => `new Promise((resolve) => {
  const look = () => {
    const isThere = (() => { try { return Boolean(${holds}); } catch { return false; } })();
    if (isThere) requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now())));
    return isThere;
  };
  if (look()) return;
  const observer = new MutationObserver(() => look() && observer.disconnect());
  observer.observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
})`;

async function rowsIn(page: Page, sigmaOrigin: string): Promise<number> {
  const isSigma = (frame: { url(): string }) => frame.url().startsWith(`${sigmaOrigin}/`);
  const frame = page.frames().find(isSigma) ?? (await page.waitForEvent('framenavigated', isSigma));
  return frame.evaluate<number>('globalThis.benchRows');
}

async function inTheProgram(stage: Stage, { workbench }: Bench): Promise<void> {
  const file = join(workbench.folder, 'marks');
  const { demo } = workbench;
  const app = await workbench.launch(probed(file));
  const marks = marksIn(file);
  try {
    await app.workbookReady();
    await signOut(app);
    await delay(SETTLE_MS);
    await demo.controls.authorizationServer.clearJournal();
    await demo.controls.sigma.clearJournal();
    const write = (what: string, ms: number) =>
      stage.measurements.add({ part: 'rows', what, subject: OURS, unit: 'ms' }, ms);

    const clicked = now();
    await app.window.getByTestId('sign-in').first().click();
    const address = await workbench.browser.nextAddress();
    write('click → browser asked for', now() - clicked);
    const page = await workbench.browser.open(address);
    const person = page.getByTestId(`person-${PERSON}`);
    await person.waitFor();
    write(TO_LOGIN, now() - clicked);

    await delay(LOOK_MS);
    const chosen = now();
    await person.click();
    const rows = await marks.wait('data', chosen);
    write(SIGNED_IN, rows.at - chosen);
    const forward = marks.all().find(({ name, at }) => name === 'window forward' && at > chosen);
    if (forward) write('person chosen → window forward', forward.at - chosen);
    const asked = await demo.controls.authorizationServer.journal();
    const answeredAt = (endpoint: string) =>
      asked.find((entry) => entry.endpoint === endpoint && entry.at >= chosen - 1)?.at;
    const log = logOf(workbench.userData);
    await writeStages(stage, SIGNED_IN, chosen, [
      { name: 'callback', at: eventAfter(log, 'listener.callback', chosen) },
      { name: 'token', at: answeredAt('token') },
      { name: 'identity', at: answeredAt('me') },
      { name: 'vault', at: eventAfter(log, 'sign-in.succeeded', chosen) },
      ...(await ofTheLoad(demo, marks, rows, chosen)),
    ]);

    await delay(SETTLE_MS);
    await demo.controls.sigma.clearJournal();
    const reloaded = now();
    await app.window.getByTestId('reload').click();
    const again = await marks.wait('data', reloaded);
    write(RELOADED, again.at - reloaded);
    await writeStages(stage, RELOADED, reloaded, await ofTheLoad(demo, marks, again, reloaded));
  } finally {
    await app.close();
  }
}

/** From the program's start with a sign-in that is still good. */
async function fromTheStart(stage: Stage, { workbench, screen, windows }: Bench): Promise<void> {
  const { userData, demo, browser } = workbench;
  const what = 'start with a valid grant → rows';
  await demo.controls.sigma.clearJournal();
  await demo.controls.authorizationServer.clearJournal();
  const started = await startWatched(ourProgram(), { screen, windows, userData, path: browser.path });
  try {
    const rows = await started.marks.wait('data');
    stage.measurements.add({ part: 'rows', what, subject: OURS, unit: 'ms' }, rows.at - started.begunAt);
    const markAt = (name: string) => started.marks.all().find((mark) => mark.name === name)?.at;
    const asked = await demo.controls.authorizationServer.journal();
    await writeStages(stage, what, started.begunAt, [
      { name: 'Electron', at: markAt('main begins') },
      { name: 'main', at: markAt('page begins') },
      { name: 'token', at: asked.find(({ endpoint }) => endpoint === 'token')?.at },
      ...(await ofTheLoad(demo, started.marks, rows, started.begunAt)),
    ]);
  } catch (error) {
    stage.tell(lastOfLog(userData));
    throw error;
  } finally {
    await started.close();
  }
}

/** What every load goes through, as the probe and Sigma's own clock have it. */
async function ofTheLoad(
  demo: Bench['workbench']['demo'],
  marks: Marks,
  rows: Mark,
  after: number,
): Promise<Milestone[]> {
  const [load] = await demo.controls.sigma.journal();
  const of = (name: string) =>
    marks.all().find((mark) => mark.name === name && mark.at > after && mark.guest === rows.guest);
  return [
    { name: 'guest', at: marks.all().find(({ name, at }) => name === 'guest begins' && at > after)?.at },
    { name: 'signing', at: eventMark(marks, 'session signed', after) },
    { name: 'host page', at: of('host page')?.at },
    { name: 'Sigma asked', at: load?.at },
    { name: "Sigma's page", at: of('page of Sigma')?.at },
    { name: 'data', at: rows.at },
  ];
}

const eventMark = (marks: Marks, name: string, after: number) =>
  marks.all().find((mark) => mark.name === name && mark.at > after)?.at;

async function writeStages(
  stage: Stage,
  way: string,
  begunAt: number,
  milestones: readonly Milestone[],
): Promise<void> {
  for (const { name, ms } of stagesOf(begunAt, milestones)) {
    stage.measurements.add({ part: 'rows', what: `${way}: ${name}`, subject: OURS, unit: 'ms' }, ms);
  }
}
