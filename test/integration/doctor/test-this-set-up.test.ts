/** "Test this set-up" over real sockets: whatever is wrong is named by the right check, with who must mend it. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { CheckId, ChecksView } from '../../../src/shared/checks.ts';
import { draftFor } from '../../support/profiles.ts';
import {
  databricks,
  endDesk,
  leaveDesk,
  open,
  profileOf,
  services,
  setUpFaults,
  signedIn,
  startDesk,
  tidyDesk,
  withFirst,
} from '../../support/set-up-faults.ts';

beforeAll(startDesk, 30_000);
afterAll(endDesk);
beforeEach(tidyDesk);
afterEach(leaveDesk);

/** What is to be looked at: everything but what is right, and what is not known. */
const faultsOf = ({ checks }: ChecksView) =>
  checks.flatMap(({ check, connection, result }) =>
    result === null || result.outcome === 'ok' || result.outcome === 'skipped'
      ? []
      : [{ check, connection, outcome: result.outcome, owner: result.owner, code: codeOf(result) }],
  );
const codeOf = ({ error, findings }: NonNullable<ChecksView['checks'][number]['result']>) =>
  error?.code ?? findings[0]?.code;
const resultOf = ({ checks }: ChecksView, check: CheckId, connection: number | null = 0) =>
  checks.find((one) => one.check === check && one.connection === connection)?.result;

describe('a set-up that is right', () => {
  test('raises nothing before anybody signs in, and ends with saving', async () => {
    const connections = [services.drafts.databricks(), services.drafts.snowflake(), services.drafts.identityProvider()];
    const view = await (await open()).test(profileOf(...connections));
    expect(faultsOf(view)).toEqual([]);
    expect(view).toMatchObject({ phase: 'done', isSaved: false });
    expect(resultOf(view, 'grant')?.findings[0]?.code).toBe('save_first');
    expect(resultOf(view, 'client')?.outcome).toBe('ok');
    expect(resultOf(view, 'redirect', 1)?.outcome).toBe('ok');
  });

  test('saved and signed out, it asks for the sign-in', async () => {
    const program = await open();
    const profile = await program.save(databricks());
    const view = await program.test(draftFor(profile));
    expect(faultsOf(view)).toEqual([]);
    expect(view).toMatchObject({ isSaved: true, connections: [{ connectionId: profile.connections[0]?.id }] });
    expect(resultOf(view, 'grant')).toMatchObject({
      outcome: 'skipped',
      owner: 'person',
      findings: [{ code: 'signed_out' }],
    });
  });

  test('raises nothing after the sign-in either; the session is signed, and Sigma does not hear of it', async () => {
    const { program, saved } = await signedIn(databricks());
    const loads = (await services.controls.sigma.journal()).length;
    const view = await program.test(saved);
    expect(faultsOf(view)).toEqual([]);
    for (const { check, result } of view.checks) expect([check, result?.outcome]).toEqual([check, 'ok']);
    expect(resultOf(view, 'session', null)?.findings[0]).toMatchObject({ values: { workbooks: 1, tokens: 1 } });
    const heard = (await services.controls.sigma.journal()).slice(loads);
    expect(JSON.stringify(heard)).not.toContain('ada.moreno');
  });
});

describe('what is wrong is named by one check, with who must mend it', () => {
  test.each(setUpFaults.map(([name, found, make]) => [name, found, make] as const))('%s', async (_, found, make) => {
    const { program, draft } = await make();
    expect(faultsOf(await program.test(draft)).filter(({ check }) => check === found.check)).toEqual([found]);
  });
});

describe('a test of a set-up', () => {
  test('changes nothing that runs: no sign-in, no grant, no profile', async () => {
    const { program, saved } = await signedIn(databricks());
    const { profiles, grants } = program.state();
    await program.test(withFirst(saved, { scopes: ['all-apis'] }));
    expect(program.state().profiles).toEqual(profiles);
    // The timer of a renewal is counted from the present millisecond.
    const present = program.state().grants.map((grant) => ({ ...grant, renewsAt: null }));
    expect(present).toEqual(grants.map((grant) => ({ ...grant, renewsAt: null })));
    const journal = await services.controls.authorizationServer.journal({ endpoint: 'revoke' });
    expect(journal).toEqual([]);
  });

  test('shows and logs no secret, whatever was typed and whatever is held', async () => {
    const draft = databricks();
    const { program, saved } = await signedIn(draft);
    const views = JSON.stringify([await program.test(saved), await program.test(draft), program.state()]);
    const logged = program.lines.join('\n');
    for (const secret of [draft.embedSecret, draft.connections[0]?.clientSecret]) {
      expect(secret).toBeTruthy();
      expect(views).not.toContain(secret);
      expect(logged).not.toContain(secret);
    }
    expect(logged).toContain('checks.ended');
  });
});
