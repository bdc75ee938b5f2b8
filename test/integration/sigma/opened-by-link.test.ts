/** A link to the program, over real profiles, sign-ins and workbooks. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Profile } from '../../../src/shared/profile/profile.ts';
import { type DemoServices, startDemoServices } from '../../../standins/demo-services.ts';
import { freePorts } from '../../support/driver/free-ports.ts';
import { openProgramOverStandIns } from '../../support/program-over-stand-ins.ts';

const here = { windowId: 'window', kind: 'viewer' } as const;
let services: DemoServices;
let program: Awaited<ReturnType<typeof openProgramOverStandIns>>;
let finance: Profile;
let sales: Profile;

beforeAll(async () => {
  const redirectUris = (await freePorts(3)).map((port) => `http://localhost:${port}/auth/databricks/callback`);
  services = await startDemoServices({ redirectUris });
});
afterAll(() => services.stop());
beforeEach(async () => {
  program = await openProgramOverStandIns();
  const draft = services.drafts.profile({ connections: [services.drafts.databricks({ publicClient: true })] });
  const [first] = draft.workbooks;
  if (!first) throw new Error('The stand-ins have no workbook.');
  finance = await program.save({
    ...draft,
    name: 'Finance',
    workbooks: ['Costs', 'Revenue'].map((title) => ({ ...first, title })),
  });
  sales = await program.save({ ...draft, name: 'Sales', workbooks: [{ ...first, title: 'Pipeline' }] });
  return () => program.close();
});

const shown = () => program.state().window.panes.map(({ title }) => title);
/** The tab before the person. */
const inFront = () => {
  const { tabs, chosenTab } = program.state().window;
  return tabs.find(({ tabId }) => tabId === chosenTab)?.title;
};
const chosen = () => program.state().window.profileId;
const refusals = () => program.state().notices.map(({ error }) => [error.code, error.values.reason]);

describe('a link', () => {
  test('shows a workbook in its tab, and chooses its profile', async () => {
    await program.signIn(finance);
    await program.openLink('sightglass://open?profile=Finance&workbook=Costs');
    expect([chosen(), shown(), inFront()]).toEqual([finance.id, ['Costs'], 'Costs']);
    await program.openLink('sightglass://open?workbook=Revenue');
    expect([chosen(), shown(), inFront()]).toEqual([finance.id, ['Costs', 'Revenue'], 'Revenue']);
    await program.openLink('sightglass://open?workbook=Costs');
    expect([shown(), inFront(), refusals()]).toEqual([['Costs', 'Revenue'], 'Costs', []]);
  });

  test('to a profile that is not signed in shows its workbook after the sign-in, and none before', async () => {
    await program.openLink('sightglass://open?profile=Finance&workbook=Revenue');
    expect([chosen(), shown()]).toEqual([finance.id, []]);
    await program.signIn(finance);
    expect(shown()).toEqual(['Revenue']);
  });

  test('with a page and filters begins there, after the person has agreed and signed in', async () => {
    await program.openLink('sightglass://open?profile=Finance&workbook=Costs&page=page-trips&c.Borough=Queens');
    const { linkQuestion } = program.state().window;
    expect([linkQuestion?.values, chosen(), shown()]).toEqual([[{ name: 'Borough', value: 'Queens' }], sales.id, []]);
    await program.handlers['links.answer'](
      {
        questionId: linkQuestion?.questionId ?? '',
        workbookId: linkQuestion?.choices[0]?.workbookId ?? '',
        withValues: true,
      },
      here,
    );
    expect([program.state().window.linkQuestion, chosen(), shown()]).toEqual([null, finance.id, []]);
    await program.signIn(finance);
    const [pane] = program.state().window.panes;
    const { url } = await program.panes.requestGuest(pane?.guests[0]?.guestId ?? '');
    expect(url).toMatch(/\/page\/page-trips\?/);
    expect(url).toContain('Borough=Queens');
    expect(program.lines.join('\n')).not.toMatch(/Queens|Borough/);
  });

  test('to nothing changes nothing, and says why', async () => {
    await program.signIn(finance);
    await program.openLink('sightglass://open?profile=Finance&workbook=Costs');
    await program.openLink('sightglass://open?profile=Sales&workbook=Costs');
    await program.openLink('sightglass://import?file=/etc/passwd');
    expect([chosen(), shown()]).toEqual([finance.id, ['Costs']]);
    expect(refusals()).toEqual([
      ['open_link_refused', 'workbookUnknown'],
      ['open_link_refused', 'command'],
    ]);
    expect(program.lines.join('\n')).not.toContain('passwd');
  });

  test('to a profile alone leaves what is open where it is', async () => {
    await program.signIn(finance);
    await program.openLink('sightglass://open?profile=Finance&workbook=Costs');
    await program.openLink('sightglass://open?profile=Sales');
    expect([chosen(), shown()]).toEqual([sales.id, ['Costs']]);
  });
});
