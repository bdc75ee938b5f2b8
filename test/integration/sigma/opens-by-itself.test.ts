/** From the browser to the workbook: it is open, and signed for, before a window has heard of the sign-in. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DemoServices, startDemoServices, visitAs } from '../../../standins/demo-services.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { held } from '../../support/held.ts';
import { openProgramOverStandIns } from '../../support/program-over-stand-ins.ts';
import { arrive } from '../../support/signing-in.ts';

let services: DemoServices;
let program: Awaited<ReturnType<typeof openProgramOverStandIns>>;
/** The browser of the person, who looks at the login page until they are let go. */
let look = held();
/** What was open in the window at the moment in which it came forward. */
let openAtThatTime: number[] = [];

beforeAll(async () => {
  const redirectUris = (await freePorts(3)).map((port) => `http://localhost:${port}/auth/databricks/callback`);
  services = await startDemoServices({ redirectUris, internalUsers: [], extras: { twoConnections: true } });
});
afterAll(() => services.stop());
beforeEach(async () => {
  look = held();
  openAtThatTime = [];
  program = await openProgramOverStandIns({
    system: {
      openBrowser: async (url) => {
        await look.released;
        await arrive(await visitAs(url, 'Ada Moreno'));
      },
      copyText: async () => {},
      chooseEnvFile: async () => null,
      chooseSetUpFile: async () => null,
      confirmChange: async () => true,
      confirmAction: async () => true,
      confirmReveal: async () => false,
      isOnline: () => true,
      clearGuestSession: async () => {},
      comeForward: () => void openAtThatTime.push(panes().length),
    },
  });
  return () => program.close();
});

const panes = () => program.state().window.panes;
const draft = () => services.drafts.profile({ connections: [services.drafts.databricks()] });

test('whoever comes back from the browser has their workbook opened in that very turn, without a request of its window', async () => {
  const profile = await program.save(draft());
  const signedIn = program.signIn(profile);
  look.release();
  await signedIn;
  await expect.poll(() => openAtThatTime).toEqual([1]);
  const [guest] = panes()[0]?.guests ?? [];
  const { url } = await program.panes.requestGuest(guest?.guestId ?? '');
  expect((await fetch(url)).status).toBe(200);
});

test('the place that was made ready meanwhile is signed for as soon as the person is known, and for nobody before', async () => {
  const profile = await program.save(draft());
  const signedIn = program.signIn(profile);
  await expect.poll(() => program.state().window.aheadPane?.guest.guestId).toBeDefined();
  const ready = program.state().window.aheadPane;
  const asked = program.panes.requestGuest(ready?.guest.guestId ?? '');
  let isSigned = false;
  void asked.then(() => (isSigned = true));
  expect(program.state().signIn?.phase).toBe('waiting-for-browser');
  expect(isSigned).toBe(false);
  look.release();
  await signedIn;
  const { claims } = await asked;
  expect(claims).toMatchObject({ sub: 'ada.moreno@example.com' });
  expect(panes()).toMatchObject([{ paneId: ready?.paneId, guests: [{ guestId: ready?.guest.guestId }] }]);
  expect(program.state().window.aheadPane).toBeNull();
});

test('a person who has a choice to make has nothing opened', async () => {
  const { workbooks, ...rest } = draft();
  const profile = await program.save({
    ...rest,
    workbooks: [...workbooks, ...workbooks.map((workbook) => ({ ...workbook, title: 'The same once more' }))],
  });
  look.release();
  await program.signIn(profile);
  await expect.poll(() => openAtThatTime).toHaveLength(1);
  expect(panes()).toEqual([]);
});
