/** The file of the heartbeat: when it is written, and what becomes of a disk that refuses. */
import { describe, expect, test } from 'vitest';
import { BEAT_MS, createHeartbeat } from '../../../../src/main/app/status/heartbeat.ts';
import type { AppError } from '../../../../src/shared/errors.ts';
import type { ProgramStatus } from '../../../../src/shared/status.ts';
import { createVirtualClock, settled } from '../../../support/virtual-clock.ts';

function world() {
  const clock = createVirtualClock();
  const w = {
    clock,
    windows: 1,
    written: [] as ProgramStatus[],
    removed: 0,
    notices: [] as AppError[],
    logged: [] as string[],
    failWith: null as string | null,
    beat: null as unknown as ReturnType<typeof createHeartbeat>,
  };
  const log = {
    info: (event: string) => void w.logged.push(event),
    warn: (event: string) => void w.logged.push(event),
  };
  function refuse(): void {
    if (w.failWith !== null) throw Object.assign(new Error(), { code: w.failWith });
  }
  w.beat = createHeartbeat({
    // Sound: of the document, only what differs counts here.
    status: (isEnded) =>
      ({
        state: isEnded ? 'ended' : 'running',
        time: String(clock.now()),
        windows: w.windows,
        clock: { aheadSeconds: null },
      }) as ProgramStatus,
    file: {
      async write(text) {
        refuse();
        w.written.push(JSON.parse(text));
      },
      async remove() {
        refuse();
        w.removed += 1;
      },
    },
    timers: clock,
    notices: {
      addRevocable(error) {
        w.notices.push(error);
        return () => {
          w.notices = [];
        };
      },
    },
    log,
  });
  return w;
}

test('it is written at once, every minute, and when something is different', async () => {
  const w = world();
  w.beat.begin();
  w.beat.begin();
  await settled();
  expect(w.written).toHaveLength(1);
  await w.clock.advance(BEAT_MS * 3);
  expect(w.written).toHaveLength(4);
  w.beat.changed();
  await w.clock.advance(2_000);
  expect(w.written).toHaveLength(4);
  w.windows = 2;
  for (let times = 0; times < 10; times += 1) w.beat.changed();
  await w.clock.advance(2_000);
  expect(w.written.map(({ windows }) => windows)).toEqual([1, 1, 1, 1, 2]);
});

test('off costs nothing: no timer, no look, no write', async () => {
  const w = world();
  w.beat.changed();
  expect(w.clock.pending()).toEqual([]);
  await w.beat.end();
  expect(w.written).toEqual([]);
});

test('switched off, what was written goes, and nothing more comes', async () => {
  const w = world();
  w.beat.begin();
  await w.beat.stop();
  expect(w.removed).toBe(1);
  expect(w.clock.pending()).toEqual([]);
  w.beat.changed();
  await w.clock.advance(BEAT_MS * 2);
  expect(w.written).toHaveLength(1);
});

test('the last word is that it has ended', async () => {
  const w = world();
  w.beat.begin();
  await w.beat.end();
  await w.clock.advance(BEAT_MS * 2);
  expect(w.written.map(({ state }) => state)).toEqual(['running', 'ended']);
});

describe('a disk that refuses', () => {
  test('is told of once, tried again every minute, and told of when it takes it again', async () => {
    const w = world();
    w.failWith = 'ENOSPC';
    w.beat.begin();
    await w.clock.advance(BEAT_MS * 5);
    expect(w.written).toEqual([]);
    expect(w.logged).toEqual(['status.not-written']);
    expect(w.notices.map(({ code, values }) => [code, values.systemCode])).toEqual([['status_not_written', 'ENOSPC']]);
    w.failWith = null;
    await w.clock.advance(BEAT_MS);
    expect(w.written).toHaveLength(1);
    expect(w.logged).toEqual(['status.not-written', 'status.written-again']);
    expect(w.notices).toEqual([]);
  });
  test('keeps nobody from ending, and from switching it off', async () => {
    const w = world();
    w.beat.begin();
    await settled();
    w.failWith = 'EROFS';
    await w.beat.end();
    w.beat.begin();
    await w.beat.stop();
    expect(w.logged).toEqual(['status.not-written', 'status.not-removed']);
    expect(w.notices).toEqual([]);
  });
});
