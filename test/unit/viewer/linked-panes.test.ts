/** Linked panes: a control chosen in one is set in the others, and nothing comes back for ever. */
import { describe, expect, test } from 'vitest';
import {
  createLinkedPanes,
  emptyGroup,
  isSameValue,
  type LinkedEvent,
  stepLinked,
} from '../../../src/main/viewer/linked-panes.ts';
import type { SigmaCommand } from '../../../src/shared/sigma/commands.ts';
import { type Rule, runSchedule, type ScheduleOptions } from '../../support/linked-schedules.ts';

/** The rule over its state, as the program would run it. */
function ruleOf(): Rule {
  let state = emptyGroup;
  return (event, now) => {
    const step = stepLinked(state, event, now);
    state = step.state;
    return step.commands;
  };
}

/** Passes on whatever is new, which is what one would write first. */
function naiveRule(): Rule {
  const known = new Map<string, Map<string, string>>();
  return (event) => {
    if (event.kind === 'left') return [];
    const own = known.get(event.paneId) ?? new Map<string, string>();
    known.set(event.paneId, own);
    return Object.entries(event.values).flatMap(([controlId, value]) => {
      const isNew = own.get(controlId) !== value;
      own.set(controlId, value);
      if (event.kind === 'joined' || !isNew) return [];
      const others = [...known].filter(([id, values]) => id !== event.paneId && values.has(controlId));
      return others.map(([paneId]) => ({ paneId, controlId, value }));
    });
  };
}

const SCHEDULES = 10_000;
const LIMIT_MS = 120_000;
const honest: ScheduleOptions = { kindsOvertake: false, losesMessages: false, isRestless: false };
const run = (count: number, rule: () => Rule, options: ScheduleOptions) =>
  Array.from({ length: count }, (_, seed) => ({ seed, ...runSchedule(seed, rule(), options) }));

type Ran = ReturnType<typeof run>;
const seeds = (ran: Ran) => ran.map(({ seed }) => seed);

/** The schedules that go on for ever, or for longer than anybody would understand. */
const restless = (ran: Ran) =>
  seeds(ran.filter(({ ended, commands, choices, panes }) => !ended || commands > 8 * choices * panes));

/** The schedules after which not all panes that can hold the value hold one, which a person chose. */
const divided = (ran: Ran) =>
  seeds(
    ran.filter(({ held, chosen }) =>
      [...chosen].some(([id, values]) => {
        const all = held.get(id) ?? new Set();
        return all.size > 1 || [...all].some((value) => !values.has(value));
      }),
    ),
  );

describe('over 10,000 schedules', () => {
  test(
    'all panes come to rest with the same value, which a person chose, as long as their messages come in their order',
    () => {
      const ran = run(SCHEDULES, ruleOf, honest);
      expect([restless(ran), divided(ran)]).toEqual([[], []]);
    },
    LIMIT_MS,
  );

  test(
    'they come to rest where messages of one kind overtake those of another, and nearly always with the same value',
    () => {
      const ran = run(SCHEDULES, ruleOf, { ...honest, kindsOvertake: true });
      expect(restless(ran)).toEqual([]);
      expect(divided(ran).length).toBeLessThan(SCHEDULES / 200);
    },
    LIMIT_MS,
  );

  test(
    'they come to rest where messages are lost besides, and pages answer each value with a new one',
    () => {
      const ran = run(SCHEDULES, ruleOf, { kindsOvertake: true, losesMessages: true, isRestless: true });
      expect(restless(ran)).toEqual([]);
    },
    LIMIT_MS,
  );

  test('a rule that passes on whatever is new goes on for ever in many', () => {
    const endless = run(100, naiveRule, honest).filter(({ ended }) => !ended);
    expect(endless.length).toBeGreaterThan(10);
  });
});

describe('a group of panes', () => {
  /** Three panes with the same control, of which the last has another one alone. */
  function group() {
    const rule = ruleOf();
    const world = { now: 0 };
    const take = (event: LinkedEvent) =>
      rule(event, world.now).map(({ paneId, controlId, value }) => `${paneId} ${controlId}=${value}`);
    const report = (kind: 'joined' | 'changed' | 'current') => (paneId: string, values: Record<string, string>) =>
      take({ kind, paneId, values });
    const [joins, changes, answers] = [report('joined'), report('changed'), report('current')];
    joins('a', { Region: 'East', Year: '2025' });
    joins('b', { Region: 'East' });
    joins('c', { Year: '2025' });
    return { world, take, joins, changes, answers };
  }

  test('sets what is chosen in every other pane that has the control, and in no other', () => {
    const { changes } = group();
    expect(changes('a', { Region: 'West', Year: '2025' })).toEqual(['b Region=West']);
    expect(changes('a', { Region: 'West', Year: '2026' })).toEqual(['c Year=2026']);
  });

  test('passes no answer on, however it is spelled, and none that comes twice', () => {
    const { changes, answers } = group();
    changes('a', { Region: 'East,Midwest' });
    expect(changes('b', { Region: '"East, Midwest"' })).toEqual([]);
    expect(changes('b', { Region: '"East, Midwest"' })).toEqual([]);
    expect(answers('b', { Region: '"East, Midwest"' })).toEqual([]);
    changes('a', { Region: 'East,South' });
    // A spelling that nobody could guess is known from the answer.
    expect(changes('b', { Region: 'SOUTH/EAST' })).toEqual([]);
    expect(answers('b', { Region: 'SOUTH/EAST' })).toEqual([]);
    expect(changes('b', { Region: 'West' })).toEqual(['a Region=West']);
  });

  test('leaves a pane with its own value that refuses another one', () => {
    const { changes, answers } = group();
    changes('a', { Region: 'Nowhere' });
    expect(changes('b', { Region: 'East' })).toEqual([]);
    expect(answers('b', { Region: 'East' })).toEqual([]);
    expect(changes('b', { Region: 'West' })).toEqual(['a Region=West']);
  });

  test('of two that are changed at once, follows the one that is heard first', () => {
    const { changes, answers } = group();
    expect(changes('a', { Region: 'West' })).toEqual(['b Region=West']);
    // On its way already, and undone by what was told.
    expect(changes('b', { Region: 'South' })).toEqual([]);
    expect(changes('b', { Region: 'West' })).toEqual([]);
    expect(answers('b', { Region: 'West' })).toEqual([]);
  });

  test('hears a choice that comes right after what was told, before the answer', () => {
    const { changes, answers } = group();
    changes('a', { Region: 'West' });
    changes('b', { Region: 'WEST' });
    changes('b', { Region: 'South' });
    expect(answers('b', { Region: 'WEST' })).toEqual(['a Region=South']);
  });

  test('takes a pane that never answers for one that can be listened to again', () => {
    const { world, changes } = group();
    changes('a', { Region: 'West' });
    world.now = 9_999;
    expect(changes('b', { Region: 'South' })).toEqual([]);
    world.now = 10_000;
    expect(changes('b', { Region: 'North' })).toEqual(['a Region=North']);
  });

  test('asks a pane that says once more what it was told before, and believes the answer', () => {
    const { changes, answers } = group();
    changes('a', { Region: 'West' });
    answers('b', { Region: 'West' });
    changes('a', { Region: 'South' });
    answers('b', { Region: 'South' });
    // Late, or chosen again.
    expect(changes('b', { Region: 'West' })).toEqual(['b Region=null']);
    expect(answers('b', { Region: 'West' })).toEqual(['a Region=West']);
  });

  test('brings what was chosen to a pane that comes later, and forgets one that leaves', () => {
    const { take, joins, changes } = group();
    changes('a', { Region: 'West' });
    expect(joins('d', { Region: 'East' })).toEqual(['d Region=West']);
    expect(joins('e', { Region: 'West' })).toEqual([]);
    take({ kind: 'left', paneId: 'b' });
    take({ kind: 'left', paneId: 'd' });
    expect(changes('a', { Region: 'South' })).toEqual(['e Region=South']);
  });

  test('no longer listens to pages that outdo one another without anybody, until they are quiet', () => {
    const { world, changes } = group();
    let heard = 0;
    for (let turn = 0; turn < 100; turn += 1) {
      world.now += 20;
      const paneId = turn % 2 === 0 ? 'a' : 'b';
      const other = paneId === 'a' ? 'b' : 'a';
      const told = changes(paneId, { Region: `own ${turn}` });
      if (told.length > 0) changes(other, { Region: `own ${turn}` });
      heard += told.length;
    }
    expect(heard).toBe(9);
    world.now += 10_000;
    expect(changes('a', { Region: 'West' })).toEqual(['b Region=West']);
  });

  test('is told by messages of Sigma, and asked what became of them', () => {
    const sent: [string, SigmaCommand][] = [];
    const linked = createLinkedPanes({ uptime: () => 0, send: (paneId, command) => void sent.push([paneId, command]) });
    linked.take({ kind: 'joined', paneId: 'a', values: { Region: 'East' } });
    linked.take({ kind: 'joined', paneId: 'b', values: { Region: 'East' } });
    linked.take({ kind: 'changed', paneId: 'a', values: { Region: 'West' } });
    expect(sent).toEqual([
      ['b', { type: 'workbook:variables:update', variables: { Region: 'West' } }],
      ['b', { type: 'workbook:variables:list' }],
    ]);
  });
});

test('values are the same with and without quotes and blanks, and not in another order', () => {
  expect(isSameValue('East,Midwest', '"East, Midwest"')).toBe(true);
  expect(isSameValue('', '""')).toBe(true);
  expect(isSameValue('1,5', '5,1')).toBe(false);
  expect(isSameValue('East', 'east')).toBe(false);
});
