/**
 * Updates, from the server to the new version that runs: the real program and the real electron-updater. An AppImage is a
 * stand-in (see `test/support/updates/images.ts`).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { makeKeys, readPrivateKey } from '../../scripts/release/descriptions.mjs';
import { buildPackage } from '../support/driver/packaged-app.ts';
import { openWorkbench } from '../support/driver/workbench.ts';
import { asVersion, IMAGE, spoil } from '../support/updates/images.ts';
import { endRestarted } from '../support/updates/restarted.ts';
import { startImage } from '../support/updates/start-image.ts';
import { filesIn, hashOf, openUpdateStage, type UpdateStage } from '../support/updates/update-stage.ts';

const DAY_MS = 24 * 3_600_000;

const setMode = (window: Page, mode: 'edit' | 'view') =>
  window.evaluate(async (wanted) => {
    const state = await globalThis.window.sightglass.state.get();
    const paneId = state.ok ? (state.value.window.panes[0]?.paneId ?? '') : '';
    return globalThis.window.sightglass.panes.command({
      paneId,
      command: { type: 'workbook:mode:update', mode: wanted },
    });
  }, mode);

describe.runIf(process.platform === 'linux')('an AppImage', () => {
  let folder: string;
  let unpacked: string;
  let next: string;
  let stage: UpdateStage;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sightglass-update-apps-'));
    unpacked = dirname(await buildPackage(folder, { isTestBuild: true }));
    next = asVersion(unpacked, '0.2.0');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  beforeEach(async () => {
    stage = await openUpdateStage(unpacked);
  });
  afterEach(() => stage.close());

  const private_ = (): string[] => filesIn(join(stage.userData, 'updates'));
  const versionsStarted = (): unknown[] =>
    stage
      .log()
      .filter(({ event }) => event === 'program.started')
      .map(({ version }) => version);

  test('is fetched by its differences, put in place, and started as the new version', async () => {
    const { file } = await stage.offer(next, '0.2.0', { notes: 'Faster.' });
    const app = await stage.launch();
    expect(await app.settle()).toMatchObject({ status: 'ready', release: { version: '0.2.0', notes: 'Faster.' } });
    expect(stage.server.sent(IMAGE)).toBeLessThan(file.size / 10);
    const sent = JSON.stringify(stage.server.asked.map(({ headers }) => Object.entries(headers)));
    expect(sent).not.toMatch(/0\.1\.0|staging|[\da-f]{8}-[\da-f]{4}/i);
    expect(filesIn(stage.userData)).not.toContain('.updaterId');
    expect(await app.ask('restart')).toBe(null);
    await expect.poll(versionsStarted).toEqual(['0.1.0', '0.2.0']);
    expect(hashOf(stage.image)).toBe(file.sha512);
    // Its window is drawn: nothing of the version before has to be kept.
    await expect.poll(private_).toEqual(['fetched']);
    expect(stage.filesBesideImage()).toEqual([IMAGE]);
    expect(readFileSync(join(stage.userData, 'logs/sightglass.log'), 'utf8')).not.toContain(stage.userData);
  });

  test('is put in place when the program ends, and not started then; what half came is fetched again', async () => {
    const before = hashOf(stage.image);
    const { file } = await stage.offer(next, '0.2.0');
    stage.server.stopAfter(/AppImage$/, 20_000);
    const first = await stage.launch();
    await first.ask('check');
    await expect.poll(async () => (await first.view()).status).toBe('downloading');
    await expect.poll(() => stage.server.sent(IMAGE)).toBeGreaterThan(0);
    await first.running.close();
    expect(hashOf(stage.image)).toBe(before);
    expect(stage.filesBesideImage()).toEqual([IMAGE]);

    stage.server.heal();
    const second = await stage.launch();
    expect(await second.settle()).toMatchObject({ status: 'ready' });
    await second.running.close();
    expect(hashOf(stage.image)).toBe(file.sha512);
    expect(versionsStarted()).toEqual(['0.1.0', '0.1.0']);

    const third = await stage.launch();
    expect(await third.settle()).toMatchObject({ status: 'idle', problem: null });
    expect(versionsStarted()).toEqual(['0.1.0', '0.1.0', '0.2.0']);
  });

  test('believes nothing that is not signed for it, newer, and in date', async () => {
    const good = await stage.offer(next, '0.2.0');
    const app = await stage.launch();
    const refusal = async () => {
      const view = await app.settle();
      if (!('problem' in view)) return view.status;
      return [view.status, view.problem?.code ?? null, view.problem?.values.reason ?? null];
    };
    const signed = (part: Record<string, unknown>) => (description: Record<string, unknown>) =>
      void Object.assign(description.sightglass as object, part);
    const stranger = readPrivateKey(makeKeys().privateKey);
    const past = new Date(Date.now() - DAY_MS).toISOString();

    stage.describe({ ...good, privateKey: stranger });
    expect(await refusal()).toEqual(['idle', 'update_untrusted', 'signature']);
    stage.describe({ ...good, change: signed({ product: 'com.example.other' }) });
    expect(await refusal()).toEqual(['idle', 'update_untrusted', 'product']);
    stage.describe({ ...good, change: signed({ file: 'beta-linux.yml', channel: 'beta' }) });
    expect(await refusal()).toEqual(['idle', 'update_untrusted', 'file']);
    stage.describe({ ...good, change: signed({ expires: past }) });
    expect(await refusal()).toEqual(['idle', 'update_outdated', null]);
    stage.describe({ ...good, version: '0.0.9' });
    expect(await refusal()).toEqual(['idle', null, null]);
    stage.describe({ ...good, stagingPercentage: 0 });
    expect(await refusal()).toEqual(['idle', null, null]);
    // What was signed before the last one that was taken is an old answer, served again.
    stage.describe({ ...good, signedAt: Date.now() - DAY_MS });
    expect(await refusal()).toEqual(['idle', 'update_untrusted', 'replayed']);
    stage.server.answerWith(503);
    expect(await refusal()).toEqual(['idle', 'update_not_fetched', 'answered']);
    stage.server.heal();
    expect(stage.server.asked.some(({ file }) => file === IMAGE)).toBe(false);

    // Signed rightly, but the file is another one.
    stage.describe(good);
    writeFileSync(join(stage.served, IMAGE), Buffer.alloc(good.file.size, 7));
    expect(await refusal()).toEqual(['available', 'update_untrusted', 'hash']);
    expect(private_().filter((name) => name.endsWith('AppImage'))).toEqual([]);

    await stage.offer(next, '0.2.0', { stagingPercentage: 100 });
    expect(await app.settle()).toMatchObject({ status: 'ready', problem: null });
    await stage.server.stop();
    expect(await refusal()).toEqual(['ready', 'offline', 'unreachable']);
  });

  test('does not take the place of a program in which a person signs in or edits, and finds them signed in afterwards', async () => {
    const bench = await openWorkbench();
    try {
      const file = readFileSync(bench.envFile, 'utf8');
      writeFileSync(bench.envFile, file.replace(/^ACCOUNT_TYPE=.*$/m, 'ACCOUNT_TYPE=Build'));
      await stage.offer(next, '0.2.0');
      const app = await stage.launch({ path: bench.browser.path, arguments: [`--import-env=${bench.envFile}`] });
      expect(await app.settle()).toMatchObject({ status: 'ready', heldBy: null });
      await bench.signIn(app.running, 'dana.whitfield@example.com', async (_page, step) => {
        if (step === 'login') expect(await app.ask('restart')).toEqual(['update_restart_held', 'signing-in']);
      });
      await app.running.window.locator('[data-testid="pane"][data-phase="ready"]').waitFor();
      await setMode(app.running.window, 'edit');
      await expect.poll(async () => app.view()).toMatchObject({ status: 'ready', heldBy: 'editing' });
      expect(await app.ask('restart')).toEqual(['update_restart_held', 'editing']);
      await setMode(app.running.window, 'view');
      await expect.poll(async () => app.view()).toMatchObject({ heldBy: null });
      expect(await app.ask('restart')).toBe(null);
      await expect.poll(versionsStarted).toEqual(['0.1.0', '0.2.0']);
      // Whoever was signed in is so in the new version: the workbook that opens by itself asks the warehouse as them.
      await expect.poll(() => stage.log().filter(({ event }) => event === 'vault.opened').length).toBe(2);
      expect(stage.log().map(({ event }) => event)).not.toContain('grant.restore-failed');
      await app.running.close();
    } finally {
      await bench.close();
    }
  });

  // Only root can make a disk that is so small.
  test.runIf(process.getuid?.() === 0)('stays what it is when the disk is full', async () => {
    const before = hashOf(stage.image);
    await stage.offer(next, '0.2.0');
    const updates = join(stage.userData, 'updates');
    mkdirSync(updates);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', updates]);
    try {
      const app = await stage.launch();
      expect(await app.settle()).toMatchObject({
        status: 'available',
        problem: { code: 'update_not_fetched', values: { reason: 'disk' } },
      });
      expect(private_().filter((name) => name.endsWith('AppImage'))).toEqual([]);
      await app.running.close();
      expect(hashOf(stage.image)).toBe(before);
    } finally {
      execFileSync('umount', [updates]);
    }
  });

  test('comes back when the new version does not start twice, and does not take that one again', async () => {
    const before = hashOf(stage.image);
    const broken = spoil(asVersion(unpacked, '0.3.0'));
    await stage.offer(broken, '0.3.0');
    const first = await stage.launch();
    await first.settle();
    await first.running.close();
    expect(hashOf(stage.image)).not.toBe(before);

    for (let start = 0; start < 2; start += 1) expect(await startImage(stage)).not.toBe(0);
    // The third start puts the version before back, and starts that.
    expect(await startImage(stage)).toBe(0);
    expect(hashOf(stage.image)).toBe(before);
    await expect.poll(() => stage.log().map(({ event }) => event)).toContain('updates.rolled-back');
    expect(stage.log().map(({ event }) => event)).toContain('updates.put-back');
    expect(versionsStarted().at(-1)).toBe('0.1.0');
    await expect.poll(private_).not.toContain('rolled-back.json');
    await endRestarted(stage.userData);

    const back = await stage.launch();
    expect(await back.settle()).toMatchObject({ status: 'idle', problem: null });
    expect(private_()).toEqual(['fetched']);
    await stage.offer(asVersion(unpacked, '0.4.0'), '0.4.0');
    expect(await back.settle()).toMatchObject({ status: 'ready', release: { version: '0.4.0' } });
  });
});
