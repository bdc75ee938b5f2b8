/** What a person can do in the workbook, also where Sigma's own menu is hidden. */
import type { RefObject } from 'react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { type CommandId, withoutMnemonic } from '../../shared/commands.ts';
import { modes } from '../../shared/sigma/modes.ts';
import type { PaneView } from '../../shared/state.ts';
import { CheckIcon, ControlsIcon } from '../components/icons.tsx';
import { useMenuOpen } from '../components/use-menu-open.ts';
import { useApp } from '../context/app-context.tsx';
import { useText } from '../context/text-context.tsx';
import { type InsideTab, insideTabs } from './inside-panel.tsx';
import { useCommand } from './use-command.ts';

interface WorkbookMenuProps {
  readonly pane: PaneView;
  readonly button: RefObject<HTMLButtonElement | null>;
  onOpenPanel(tab: InsideTab): void;
}

export function WorkbookMenu({ pane, button, onOpenPanel }: WorkbookMenuProps) {
  const texts = useText().inside;
  const menu = useMenuOpen();
  const { bridge, ask } = useApp();
  const { commands } = useText();
  const send = useCommand(pane.paneId);
  const { mode, isMaximised, selectedNode, document } = pane.place;
  const element = selectedNode?.type === 'element' ? selectedNode.id : null;
  const commandItem = (id: CommandId) => (
    <MenuItem
      key={id}
      className="menu-item"
      textValue={withoutMnemonic(commands[id])}
      onAction={() => void ask(() => bridge.commands.run({ id }))}
    >
      <span className="menu-check" />
      {withoutMnemonic(commands[id])}
    </MenuItem>
  );
  return (
    <MenuTrigger {...menu}>
      <Button
        ref={button}
        className="icon-button"
        aria-label={texts.menu}
        data-testid="workbook-menu"
        isDisabled={pane.phase !== 'ready'}
      >
        <ControlsIcon />
      </Button>
      <Popover className="popover" placement="bottom end" offset={4}>
        <Menu className="menu" aria-label={texts.menu}>
          <MenuSection className="menu-section" selectionMode="single" selectedKeys={[mode]}>
            <Header className="menu-header">{texts.mode}</Header>
            {modes.map((one) => (
              <MenuItem
                key={one}
                id={one}
                className="menu-item"
                data-testid={`mode-${one}`}
                textValue={texts.modes[one]}
                onAction={() => one !== mode && send({ type: 'workbook:mode:update', mode: one })}
              >
                <span className="menu-check">{one === mode && <CheckIcon size={14} />}</span>
                {texts.modes[one]}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection className="menu-section" aria-label={texts.panel}>
            {insideTabs.map((tab) => (
              <MenuItem
                key={tab}
                className="menu-item"
                data-testid={`open-${tab}`}
                textValue={texts.tabs[tab]}
                onAction={() => onOpenPanel(tab)}
              >
                <span className="menu-check" />
                {texts.tabs[tab]}
              </MenuItem>
            ))}
          </MenuSection>
          {document.isOwn && (
            <MenuSection className="menu-section" aria-label={texts.links}>
              {linkCommands(pane).map(commandItem)}
            </MenuSection>
          )}
          <MenuSection className="menu-section" aria-label={texts.pictures}>
            {pictureCommands.map(commandItem)}
          </MenuSection>
          <MenuSection className="menu-section" aria-label={texts.ofWorkbook}>
            {(['export', 'schedule', 'save-as'] as const).map((modalType) => (
              <MenuItem
                key={modalType}
                className="menu-item"
                data-testid={`modal-${modalType}`}
                textValue={texts.modals[modalType]}
                onAction={() => send({ type: 'workbook:modal:toggle', modalType })}
              >
                <span className="menu-check" />
                {texts.modals[modalType]}
              </MenuItem>
            ))}
            {document.kind === 'report' && (
              <MenuItem
                className="menu-item"
                textValue={texts.downloadReport}
                onAction={() => send({ type: 'report:download' })}
              >
                <span className="menu-check" />
                {texts.downloadReport}
              </MenuItem>
            )}
            <MenuItem
              className="menu-item"
              data-testid="maximise"
              textValue={isMaximised ? texts.putBack : texts.maximiseSelected}
              isDisabled={!isMaximised && element === null}
              onAction={() => send({ type: 'workbook:fullscreen:update', nodeId: isMaximised ? null : element })}
            >
              <span className="menu-check" />
              {isMaximised ? texts.putBack : texts.maximiseSelected}
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

const pictureCommands = ['copyPicture', 'savePicture', 'savePdf', 'printWorkbook'] as const;

const linkCommands = ({ place }: PaneView) =>
  Object.keys(place.controls).length > 0 ? (['copyLink', 'copyLinkWithFilters'] as const) : (['copyLink'] as const);
