/** Looks into the frame of a workbook, and brings another load of it to the same place. What the page answers is bounded. */
import { setTimeout as delay } from 'node:timers/promises';
import type { WebContents, WebFrameMain } from 'electron';
import { SigmaId } from '../../shared/sigma/fields.ts';
import { z } from '../../shared/zod.ts';
import { focusScript, LONGEST_ANSWER, LOOK_SCRIPT, placeScript } from './frame-scripts.ts';
import { workbookIn } from './guest-frames.ts';

/** A page that is busy does not keep its own swap waiting by not answering. */
const LOOK_LIMIT_MS = 500;
const PLACE_LIMIT_MS = 1_000;
const FOCUS_LIMIT_MS = 2_000;

const pixels = z.number().min(-1e8).max(1e8);

/** The nearest element with an id, and the way down from it: tags with their places among their siblings. */
const ElementPath = z.object({
  anchor: z
    .string()
    .regex(/^[\w:.-]{1,128}$/)
    .nullable(),
  steps: z.array(z.tuple([z.string().regex(/^[\w:-]{1,64}$/), z.int().min(0).max(100_000)])).max(60),
});

const Focus = z.object({
  path: ElementPath,
  caret: z.tuple([z.int().min(0).max(1e8), z.int().min(0).max(1e8)]).nullable(),
  /** Tells whether the text of two fields is the same; null where there is none. */
  mark: z.int().min(0).max(0xffffffff).nullable(),
  /** It was pressed with the pointer, so that nothing shows that it has the focus. */
  isPlain: z.boolean(),
});

export const FrameLook = z.object({
  /** Milliseconds since the person did anything. */
  sinceInput: z.number().min(0),
  isPressed: z.boolean(),
  isComposing: z.boolean(),
  isDragging: z.boolean(),
  hasSelection: z.boolean(),
  isPlaying: z.boolean(),
  isFullScreen: z.boolean(),
  /** How many dialogs, menus and lists are open. */
  overlays: z.int().min(0),
  scrolls: z.array(z.object({ path: ElementPath, top: pixels, left: pixels })).max(40),
  focus: Focus.nullable(),
  /** Where the pointer rests, from the corner of the page's window; null when it is elsewhere. */
  hover: z.tuple([pixels, pixels]).nullable(),
  /** What the elements in the middle of the page are called, the innermost first. */
  named: z.array(SigmaId).max(12),
});
export type FrameLook = z.infer<typeof FrameLook>;

export const FramePlacing = z.object({
  /** How many elements could not be scrolled to where they were. */
  away: z.int().min(0),
  /** Whether the field with the focus holds the same text. */
  isSameText: z.boolean(),
});
export type FramePlacing = z.infer<typeof FramePlacing>;

/** Null at once where there is nothing to look at; null later where the page did not answer, or not as it should. */
export interface FrameLooks {
  look(guestId: string): Promise<FrameLook | null> | null;
  place(guestId: string, look: Pick<FrameLook, 'scrolls' | 'focus' | 'hover'>): Promise<FramePlacing | null> | null;
  /** Puts the focus where it was, once the window has handed it to the guest. @param focus null: nothing in the page had it */
  focus(guestId: string, focus: FrameLook['focus']): void;
  /** The window has handed the focus to the guest. */
  handedOver(guestId: string): void;
}

export function createFrameLooks(contentsOf: (guestId: string) => WebContents | undefined): FrameLooks {
  /** The guest that the window has given its focus to last. */
  let focused: string | null = null;
  /** What has the focus in a guest as soon as the guest has it. */
  let wanted: { readonly guestId: string; readonly focus: FrameLook['focus'] } | null = null;

  /** A page that takes the focus before its window hands it over takes it from the window, which then has none. */
  function focusWanted(): void {
    if (wanted === null || wanted.guestId !== focused) return;
    const contents = contentsOf(wanted.guestId);
    const frame = contents && workbookIn(contents);
    if (frame) void ask(frame, focusScript(JSON.stringify(wanted.focus)), z.boolean(), FOCUS_LIMIT_MS);
    wanted = null;
  }

  return {
    look(guestId) {
      const contents = contentsOf(guestId);
      const frame = contents && workbookIn(contents);
      if (!frame) return null;
      const answer = ask(frame, LOOK_SCRIPT, FrameLook, LOOK_LIMIT_MS);
      return answer.then((look) => look && { ...look, isPlaying: look.isPlaying || contents.isCurrentlyAudible() });
    },
    place(guestId, { scrolls, focus, hover }) {
      const contents = contentsOf(guestId);
      const frame = contents && workbookIn(contents);
      return frame
        ? ask(frame, placeScript(JSON.stringify({ scrolls, focus, hover })), FramePlacing, PLACE_LIMIT_MS)
        : null;
    },
    focus(guestId, focus) {
      wanted = { guestId, focus };
      focusWanted();
    },
    handedOver(guestId) {
      focused = guestId;
      focusWanted();
    },
  };
}

/** What a script in a frame answers; null when it does not in time, or answers what does not fit. Never rejects. */
export async function ask<Answer>(
  frame: Pick<WebFrameMain, 'executeJavaScript'>,
  script: string,
  schema: z.ZodType<Answer>,
  limitMs: number,
): Promise<Answer | null> {
  const given = new AbortController();
  try {
    const late = delay(limitMs, null, { signal: given.signal });
    // It is stopped when the answer came first.
    late.catch(() => null);
    const answer: unknown = await Promise.race([frame.executeJavaScript(script, false), late]);
    if (typeof answer !== 'string' || answer.length > LONGEST_ANSWER) return null;
    const parsed = schema.safeParse(JSON.parse(answer));
    return parsed.success ? parsed.data : null;
  } catch {
    // The frame went, its page threw, or it answered with what is no JSON.
    return null;
  } finally {
    given.abort();
  }
}
