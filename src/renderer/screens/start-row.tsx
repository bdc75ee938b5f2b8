/** One workbook of the start page or of the list at the side: opened by a press, pinned by the button at its end. */
import { type KeyboardEvent, useRef } from 'react';
import { ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import { format } from '../../shared/text/format.ts';
import { BusyButton } from '../components/busy-button.tsx';
import { PinIcon, WorkbookIcon } from '../components/icons.tsx';
import { Spinner } from '../components/spinner.tsx';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import type { StartRow } from '../model/start-page.ts';

interface StartRowProps {
  readonly row: StartRow;
  readonly showsProfile: boolean;
  /** Tab comes to one row; arrows go on from there. */
  readonly isTabStop: boolean;
  /** It is the one before the person. */
  readonly isCurrent?: boolean;
  /** It was chosen. */
  onOpen?(): void;
}

export function StartRowView({ row, showsProfile, isTabStop, isCurrent = false, onOpen }: StartRowProps) {
  const { start: text } = useText();
  const { bridge, ask, opening, goToWorkbook } = useApp();
  const pin = useRef<HTMLButtonElement>(null);
  const open = useRef<HTMLButtonElement>(null);
  const { workbookId, title, profile, isPinned } = row;
  const isOpening = opening === workbookId;
  const go = () => {
    if (!isCurrent) void goToWorkbook(workbookId);
    onOpen?.();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    event.preventDefault();
    (document.activeElement === pin.current ? open : pin).current?.focus();
  };
  const words = format(isPinned ? text.unpin : text.pin, { workbook: title });
  const toggle = () =>
    void ask(() => (isPinned ? bridge.workbooks.unpin({ workbookId }) : bridge.workbooks.pin({ workbookId })));
  return (
    <li
      className="start-row"
      data-start-line
      data-current={isCurrent || undefined}
      onKeyDown={onKeyDown}
      onAuxClick={(event) => event.button === 1 && go()}
    >
      <BusyButton
        ref={open}
        className="start-open"
        data-testid="open-workbook"
        data-workbook={workbookId}
        data-start-row
        excludeFromTabOrder={!isTabStop}
        isBusy={isOpening}
        isDisabled={opening !== null && !isOpening}
        {...(isCurrent && { 'aria-current': 'page' })}
        onPress={go}
      >
        {isOpening ? <Spinner /> : <WorkbookIcon />}
        <span className="start-title" title={title} translate="no">
          <bdi>{title}</bdi>
        </span>
        {showsProfile && (
          <span className="start-profile">
            <bdi translate="no">{profile}</bdi>
          </span>
        )}
      </BusyButton>
      <TooltipTrigger delay={600}>
        <ToggleButton
          ref={pin}
          className="icon-button start-pin"
          aria-label={words}
          data-testid="pin-workbook"
          data-workbook={workbookId}
          excludeFromTabOrder={!isTabStop}
          isSelected={isPinned}
          onChange={toggle}
        >
          <PinIcon />
        </ToggleButton>
        <Tooltip className="tooltip" offset={6}>
          {words}
        </Tooltip>
      </TooltipTrigger>
    </li>
  );
}
