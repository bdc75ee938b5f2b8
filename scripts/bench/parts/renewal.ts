/** What a renewal takes until every pane that is seen has swapped, what it asks the warehouse, and what the display shows of it. */
import { setTimeout as delay } from 'node:timers/promises';
import { recordFrames } from '../../../test/support/frames/record-frames.ts';
import { now } from '../clock.ts';
import { renewNow, swapsOf } from '../driving.ts';
import { OURS } from '../measurements.ts';
import { SETTLE_MS, type Stage, withBench } from '../stage.ts';

export async function measureRenewal(stage: Stage): Promise<void> {
  const { add } = stage.measurements;
  const place = { part: 'renewal', subject: OURS } as const;
  // The program itself is on a screen of its own, of which every picture is read.
  await withBench(
    async ({ workbench }) => {
      const { sigma, warehouse, authorizationServer } = workbench.demo.controls;
      const app = await workbench.launch();
      try {
        await app.workbookReady();
        await stage.rounds(async (round) => {
          await delay(SETTLE_MS);
          const swaps = await swapsOf(app);
          await warehouse.clearAudit();
          await sigma.clearJournal();
          await authorizationServer.clearJournal();
          const frames = await recordFrames(app, { name: `bench renewal ${round}` });
          const begun = now();
          await renewNow(app);
          const renewed = now();
          await app.workbookReady(swaps + 1);
          add({ ...place, what: 'grant renewed → swapped', unit: 'ms' }, now() - renewed);
          add({ ...place, what: 'asked → grant renewed', unit: 'ms' }, renewed - begun);
          const { odd, changed } = await frames.stop();
          add({ ...place, what: 'frames that differ', unit: '' }, odd.length + (changed ? 1 : 0));
          add({ ...place, what: 'queries at the warehouse', unit: '' }, (await warehouse.audit()).length);
          add({ ...place, what: 'loads of Sigma', unit: '' }, (await sigma.journal()).length);
          const asked = await authorizationServer.journal();
          add({ ...place, what: 'requests at the authorization server', unit: '' }, asked.length);
        });
      } finally {
        await app.close();
      }
    },
    { screen: {} },
  );
}
