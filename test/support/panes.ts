/** Panes for tests: a clock that the test turns, a signer that counts, and guests that only listen. */
import { explainRefusal, explainSigmaError, meansExpiredToken } from '../../src/main/sigma/embed-errors.ts';
import type { FrameLooks } from '../../src/main/viewer/frame-look.ts';
import { type GuestSteps, noSteps } from '../../src/main/viewer/guest-history.ts';
import type { PaneAction } from '../../src/main/viewer/inside-of-pane.ts';
import type { PaneTarget } from '../../src/main/viewer/pane-target.ts';
import { createPanes } from '../../src/main/viewer/panes.ts';
import type { UrlPlace } from '../../src/main/viewer/url-place.ts';
import type { AppError } from '../../src/shared/errors.ts';
import type { SigmaCommand } from '../../src/shared/sigma/commands.ts';

export const HOUR = 3_600_000;

export const target: PaneTarget = {
  windowId: 'main',
  profileId: 'profile',
  workbookId: 'workbook',
  title: 'Trips',
  partition: 'sightglass-profile',
  sigmaOrigin: 'https://sigma.example',
  workbookPath: '/acme/workbook/Trips-4kX9',
};

export function createPanesFixture() {
  let now = 0;
  let ids = 0;
  const timers = new Set<{ at: number; action: () => void }>();
  const world = {
    /** The places that were signed for, without the values of controls, which stand in `controls`. */
    signed: [] as Omit<UrlPlace, 'controls'>[],
    controls: [] as NonNullable<UrlPlace['controls']>[],
    sent: [] as { guestId: string; command: SigmaCommand }[],
    /** The guests that were to load in the element of another one, and whether that is still there. */
    inPlace: [] as [before: string, next: string][],
    hasElements: true,
    /** What signing waits for; nothing, unless a test says so. */
    signing: Promise.resolve() as Promise<void>,
    /** What is seen in the pages of guests: nothing, unless a test says so. */
    frames: { look: () => null, place: () => null, focus: () => {}, handedOver: () => {} } as FrameLooks,
    renewals: 0,
    signFailure: null as AppError | null,
    renewFailure: null as AppError | null,
    sessionMs: HOUR,
    endsWithGrant: false,
    isOnline: true,
    /** Where a person's steps lead, by guest. */
    steps: new Map<string, GuestSteps>(),
    /** What chance says, from 0 to 1. */
    chance: 0,
    /** How often the panes said that they changed. */
    changes: 0,
    logged: [] as string[],
    /** What the person was told in passing. */
    words: [] as AppError[],
    actions: [] as PaneAction[],
    /** The pictures that are waited for, where a test says when they are whole; null where each is at once. */
    pictures: null as { guestId: string; isWhole: () => void }[] | null,
  };
  const panes = createPanes({
    sign: async (_target, { controls = {}, ...place }) => {
      if (world.signFailure) throw world.signFailure;
      world.signed.push(place);
      world.controls.push(controls);
      const { sessionMs, endsWithGrant } = world;
      const url = `https://sigma/${world.signed.length}`;
      await world.signing;
      return {
        url,
        expiresAt: now + sessionMs,
        endsWithGrant,
        header: {},
        claims: {},
      };
    },
    renewGrants: async () => {
      world.renewals += 1;
      if (world.renewFailure) throw world.renewFailure;
    },
    explainError: explainSigmaError,
    meansExpiredToken,
    inside: {
      explainRefusal,
      say: (word) => world.words.push(word),
      onAction: (action) => world.actions.push(action),
      onDeleted: () => world.logged.push('deleted'),
    },
    send: (guestId, command) => world.sent.push({ guestId, command }),
    loadInPlaceOf(guestId, next) {
      world.inPlace.push([guestId, next]);
      return world.hasElements;
    },
    stepsOf: (guestId) => world.steps.get(guestId) ?? noSteps,
    whenPictureIsWhole: (guestId, then) => {
      if (world.pictures) world.pictures.push({ guestId, isWhole: then });
      else then();
    },
    frames: {
      look: (guestId) => world.frames.look(guestId),
      place: (guestId, look) => world.frames.place(guestId, look),
      focus: (guestId, focus) => world.frames.focus(guestId, focus),
      handedOver: (guestId) => world.frames.handedOver(guestId),
    },
    onChange: () => {
      world.changes += 1;
    },
    log: { info: (event) => world.logged.push(event), warn: (event) => world.logged.push(event) },
    now: () => now,
    uptime: () => now + 5_000,
    isOnline: () => world.isOnline,
    random: () => world.chance,
    randomUuid: () => `id-${++ids}`,
    setTimer: (action, delayMs) => {
      const timer = { at: now + delayMs, action };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  });
  function advance(milliseconds: number): void {
    const end = now + milliseconds;
    for (;;) {
      const next = [...timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      timers.delete(next);
      now = Math.max(now, next.at);
      next.action();
    }
    now = end;
  }
  /** Time passes and no timer notices, as while the computer sleeps. */
  function sleep(milliseconds: number): void {
    now += milliseconds;
    for (const timer of timers) timer.at += milliseconds;
  }
  const view = (windowId = 'main') => {
    const pane = panes.views(windowId)[0];
    if (!pane) throw new Error('no pane');
    const guest = (role: string) => pane.guests.find((candidate) => candidate.role === role)?.guestId ?? '';
    return { ...pane, active: guest('active'), standby: guest('standby') };
  };
  const load = async (guestId: string, variables: Record<string, string> = { Borough: '' }) => {
    await panes.requestGuest(guestId);
    panes.takeEvent(guestId, { type: 'workbook:loaded', workbook: { variables } });
    panes.takeEvent(guestId, { type: 'workbook:dataloaded' });
  };
  /** The person, or the workbook itself, reports another value of one control. */
  const choose = (guestId: string, Borough: string) =>
    panes.takeEvent(guestId, { type: 'workbook:variables:onchange', workbook: { variables: { Borough } } });
  return { panes, world, view, advance, sleep, load, choose, pendingTimers: () => timers.size };
}
