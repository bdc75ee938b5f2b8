/** The divider between two workbooks, and what ties the two together. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import { SHARES } from '../../shared/shares.ts';
import { format, plural } from '../../shared/text/format.ts';
import { LinkIcon } from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { controlsInCommon, type ShownSplit } from '../model/split.ts';

interface SplitDividerProps {
  readonly shown: ShownSplit;
  /** Of the first side, as it is drawn. */
  readonly share: number;
  /** While it is dragged: where it is drawn. Null: where it is kept. */
  onDrag(share: number | null): void;
  /** The person has put it there. */
  onPut(share: number): void;
}

const STEP = 0.02;
const LEAP = 0.1;
const within = (share: number): number =>
  Math.min(SHARES.most, Math.max(SHARES.least, Math.round(share * 10_000) / 10_000));
const percent = (share: number): number => Math.round(share * 100);

/** By the ARIA Authoring Practices: arrows move it, Home and End as far as it goes; a double click puts it into the middle. */
export function SplitDivider({ shown, share, onDrag, onPut }: SplitDividerProps) {
  const text = useText();
  const { first, second } = shown;
  const dragged = useRef<number | null>(null);

  const shareAt = ({ clientX, currentTarget }: PointerEvent<HTMLElement>): number => {
    const stage = currentTarget.closest('.stage')?.getBoundingClientRect();
    if (!stage || stage.width === 0) return share;
    const isFromRight = getComputedStyle(currentTarget).direction === 'rtl';
    return within((isFromRight ? stage.right - clientX : clientX - stage.left) / stage.width);
  };
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    dragged.current = share;
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (dragged.current === null) return;
    dragged.current = shareAt(event);
    onDrag(dragged.current);
  };
  const end = (isPut: boolean) => {
    const last = dragged.current;
    dragged.current = null;
    if (isPut && last !== null) onPut(last);
    else onDrag(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const ahead = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
    const keys: Readonly<Record<string, number>> = {
      ArrowRight: share + ahead * STEP,
      ArrowLeft: share - ahead * STEP,
      PageUp: share - LEAP,
      PageDown: share + LEAP,
      Home: SHARES.least,
      End: SHARES.most,
    };
    const next = keys[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onPut(within(next));
  };

  return (
    <div className="split-divider" data-area="divider">
      {/* biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved */}
      <div
        className="split-handle"
        role="separator"
        tabIndex={0}
        aria-orientation="vertical"
        aria-label={format(text.split.divider, { first: first.title, second: second.title })}
        aria-valuenow={percent(share)}
        aria-valuemin={percent(SHARES.least)}
        aria-valuemax={percent(SHARES.most)}
        data-testid="split-divider"
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={() => end(true)}
        onPointerCancel={() => end(false)}
        onDoubleClick={() => onPut(SHARES.half)}
        onKeyDown={onKeyDown}
      />
      <LinkFilters shown={shown} />
    </div>
  );
}

function LinkFilters({ shown }: Pick<SplitDividerProps, 'shown'>) {
  const text = useText();
  const texts = text.split;
  const { bridge, state, ask } = useApp();
  const inCommon = controlsInCommon(state.window.panes, shown);
  const counted = format(plural(texts.inCommon, inCommon, text.locale), { count: inCommon });
  return (
    <TooltipTrigger delay={600}>
      <ToggleButton
        className="split-link"
        aria-label={texts.link}
        data-testid="link-filters"
        isSelected={shown.split.isLinked}
        onChange={() => ask(() => bridge.commands.run({ id: 'linkFilters' }))}
      >
        <LinkIcon size={14} />
      </ToggleButton>
      <Tooltip className="tooltip" offset={6}>
        {texts.explained} {inCommon === 0 ? texts.noneInCommon : counted}
      </Tooltip>
    </TooltipTrigger>
  );
}
