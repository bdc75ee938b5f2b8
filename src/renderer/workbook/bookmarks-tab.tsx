/** The bookmarks of the workbook, as they are met, and a new one. */
import { useState } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import type { PaneView } from '../../shared/state.ts';
import { format } from '../../shared/text/format.ts';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { BookmarkIcon, MoreIcon } from '../components/icons.tsx';
import { useMenuOpen } from '../components/use-menu-open.ts';
import { useText } from '../context/text-context.tsx';
import { NewBookmark } from './new-bookmark.tsx';
import { useCommand } from './use-command.ts';

type Bookmark = PaneView['contents']['bookmarks'][number];

export function BookmarksTab({ pane }: { pane: PaneView }) {
  const { bookmarks: texts } = useText().inside;
  const send = useCommand(pane.paneId);
  const { bookmarks } = pane.contents;
  const { bookmarkId } = pane.place;
  return (
    <>
      {bookmarks.length === 0 ? (
        <p className="inside-empty" data-testid="no-bookmarks">
          {texts.none}
        </p>
      ) : (
        <ul className="inside-list" aria-label={texts.label}>
          {bookmarks.map((bookmark) => (
            <Row key={bookmark.id} bookmark={bookmark} isOpen={bookmark.id === bookmarkId} paneId={pane.paneId} />
          ))}
        </ul>
      )}
      {bookmarkId !== null && (
        <Button
          className="button inside-leave"
          data-variant="quiet"
          data-testid="leave-bookmark"
          onPress={() => send({ type: 'workbook:bookmark:select' })}
        >
          {texts.leave}
        </Button>
      )}
      <NewBookmark pane={pane} />
      <p className="help inside-note">{texts.asTheyAreMet}</p>
    </>
  );
}

function Row({ bookmark, isOpen, paneId }: { bookmark: Bookmark; isOpen: boolean; paneId: string }) {
  const { bookmarks: texts } = useText().inside;
  const send = useCommand(paneId);
  const menu = useMenuOpen();
  const [isAsking, setAsking] = useState(false);
  const { id, isDefault, isShared } = bookmark;
  const name = bookmark.name || texts.unnamed;
  return (
    <li className="inside-row" data-testid="bookmark" data-current={isOpen || undefined}>
      <Button
        className="inside-row-main"
        aria-current={isOpen}
        onPress={() => !isOpen && send({ type: 'workbook:bookmark:select', bookmarkId: id })}
      >
        <BookmarkIcon />
        <span className="inside-row-name">
          {bookmark.name ? <bdi translate="no">{name}</bdi> : name}
          {(isDefault || isShared) && (
            <span className="inside-row-marks">
              {[isDefault && texts.isDefault, isShared && texts.isShared].filter(Boolean).join(' · ')}
            </span>
          )}
        </span>
      </Button>
      <MenuTrigger {...menu}>
        <Button className="icon-button" aria-label={format(texts.more, { bookmark: name })} data-testid="bookmark-more">
          <MoreIcon />
        </Button>
        <Popover className="popover" placement="bottom end" offset={4}>
          <Menu className="menu" aria-label={format(texts.more, { bookmark: name })}>
            <MenuItem
              className="menu-item"
              data-testid="update-bookmark"
              isDisabled={!isOpen}
              onAction={() => send({ type: 'workbook:bookmark:update' })}
            >
              {texts.update}
            </MenuItem>
            <MenuItem className="menu-item" data-testid="delete-bookmark" onAction={() => setAsking(true)}>
              {texts.remove}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setAsking}
        title={format(texts.removal.question, { bookmark: name })}
        consequence={isShared ? texts.removal.ofShared : texts.removal.consequence}
        confirm={texts.removal.confirm}
        onConfirm={() => send({ type: 'workbook:bookmark:delete', bookmarkId: id })}
      />
    </li>
  );
}
