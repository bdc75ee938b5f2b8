/** One choice of the palette: what it is, where it belongs, and by which key it is done elsewhere. */
import type { ComponentType, ReactNode } from 'react';
import {
  BookmarkIcon,
  ControlsIcon,
  ElementIcon,
  GoIcon,
  PageIcon,
  PinIcon,
  ProfileIcon,
  WorkbookIcon,
} from '../components/icons.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import type { Match } from '../model/fuzzy.ts';
import { keyNames } from '../model/key-names.ts';
import type { Place, PlaceKind } from '../model/places.ts';

const icons: Readonly<Record<PlaceKind, ComponentType<{ size?: number }>>> = {
  tab: WorkbookIcon,
  workbook: WorkbookIcon,
  page: PageIcon,
  element: ElementIcon,
  bookmark: BookmarkIcon,
  control: ControlsIcon,
  profile: ProfileIcon,
  command: GoIcon,
  setting: ControlsIcon,
};

interface ChoiceProps {
  readonly id: string;
  readonly place: Place;
  readonly marks: Match['ranges'];
  readonly isChosen: boolean;
  onPoint(): void;
  onChoose(): void;
}

export function Choice({ id, place, marks, isChosen, onPoint, onChoose }: ChoiceProps) {
  const { palette: text } = useText();
  const { platform } = useApp().state;
  const { kind, title, detail, isName, isPinned, isCurrent, keys } = place;
  const Icon = icons[kind];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's, which has the focus
    // biome-ignore lint/a11y/useFocusableInteractive: a combobox names its choice, which takes no focus
    <div
      id={id}
      role="option"
      className="palette-choice"
      data-testid="palette-choice"
      data-kind={kind}
      aria-selected={isChosen}
      onMouseMove={onPoint}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <Icon />
      <span className="palette-title">
        <bdi translate={isName ? 'no' : undefined}>{marked(title, marks)}</bdi>
      </span>
      {isPinned && (
        <span className="palette-mark">
          <PinIcon size={14} />
          <span className="visually-hidden">{text.pinned}</span>
        </span>
      )}
      {isCurrent && <span className="palette-current">{text.current}</span>}
      <span className="palette-detail">
        <span className="visually-hidden">{text.kinds[kind]}</span>
        {detail !== text.kinds[kind] && (
          <bdi translate={kind === 'command' || kind === 'setting' ? undefined : 'no'}>{detail}</bdi>
        )}
      </span>
      {keys && (
        <kbd className="palette-kbd" translate="no">
          {keyNames(keys, platform).map((name) => (
            <span key={name}>{name}</span>
          ))}
        </kbd>
      )}
    </div>
  );
}

/** What fits is underlined and bold: colour alone not everybody sees. */
function marked(title: string, marks: Match['ranges']): ReactNode[] {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of marks) {
    if (from > at) parts.push(title.slice(at, from));
    parts.push(<mark key={from}>{title.slice(from, to)}</mark>);
    at = to;
  }
  parts.push(title.slice(at));
  return parts;
}
