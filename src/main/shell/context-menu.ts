/** What a right click offers: in a field, on selected text, and in a workbook. */
import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import { withoutMnemonic } from '../../shared/commands.ts';
import type { Text } from '../../shared/text/en.ts';
import type { ZoomChange } from '../../shared/zoom.ts';
import { redact } from '../log/redact.ts';

type Clicked = Pick<
  ContextMenuParams,
  'isEditable' | 'editFlags' | 'selectionText' | 'linkURL' | 'mediaType' | 'hasImageContents' | 'srcURL'
>;

export interface EditActions {
  cut(): void;
  copy(): void;
  paste(): void;
  selectAll(): void;
}

export interface WorkbookActions extends EditActions {
  copyLink(address: string): void;
  saveImage(address: string): void;
  readonly canGoBack: boolean;
  goBack(): void;
  reload(): void;
  find(): void;
  zoom(change: ZoomChange): void;
  picture(id: PictureCommand): void;
}

/** What is done with a picture of the workbook. */
export const pictureCommands = ['copyPicture', 'savePicture', 'savePdf', 'printWorkbook'] as const;
export type PictureCommand = (typeof pictureCommands)[number];

/** What is in both menus is called the same. */
export type ClickText = Pick<Text, 'commands' | 'contextMenu'>;

const separator: MenuItemConstructorOptions = { type: 'separator' };
/** Addresses that mean something in another program. */
const isPassable = (address: string): boolean => /^(?:https?|mailto|tel):/i.test(address);
/** As it reads without percent signs where ASCII needs none; an address in an address may have them twice. */
const decoded = (address: string): string =>
  address.replace(/%([2-7][0-9a-f])/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
/** A link to a place in the page itself has the address of the page, with the signed session in it. */
const holdsSecret = (address: string): boolean =>
  [address, decoded(address), decoded(decoded(address))].some((spelling) => redact(spelling) !== spelling);

/** In a window of ours; empty where there is nothing to do. */
export function windowMenu(
  text: Text['contextMenu'],
  clicked: Clicked,
  actions: EditActions,
): MenuItemConstructorOptions[] {
  return editItems(text, clicked, actions);
}

/** In a workbook: what applies where it was clicked, and what always does. */
export function workbookMenu(
  { commands, contextMenu: text }: ClickText,
  clicked: Clicked,
  actions: WorkbookActions,
): MenuItemConstructorOptions[] {
  const { linkURL, mediaType, hasImageContents, srcURL } = clicked;
  const ofLink: MenuItemConstructorOptions[] =
    isPassable(linkURL) && !holdsSecret(linkURL)
      ? [{ label: text.copyLink, click: () => actions.copyLink(linkURL) }]
      : [];
  // What lies in its own address is of nobody, and would not be saved; see guest-session.ts.
  const isImage = mediaType === 'image' && hasImageContents && /^(?:https?|blob):/i.test(srcURL);
  const ofImage: MenuItemConstructorOptions[] = isImage
    ? [{ label: text.saveImage, click: () => actions.saveImage(srcURL) }]
    : [];
  const always: MenuItemConstructorOptions[] = [
    { label: text.back, enabled: actions.canGoBack, click: actions.goBack },
    { label: withoutMnemonic(commands.reloadWorkbook), click: actions.reload },
    separator,
    { label: withoutMnemonic(commands.findInWorkbook), click: actions.find },
    separator,
    ...pictureCommands.map((id) => ({ label: withoutMnemonic(commands[id]), click: () => actions.picture(id) })),
    separator,
    { label: withoutMnemonic(commands.zoomIn), click: () => actions.zoom('in') },
    { label: withoutMnemonic(commands.zoomOut), click: () => actions.zoom('out') },
    { label: withoutMnemonic(commands.actualSize), click: () => actions.zoom('reset') },
  ];
  const groups = [[...ofLink, ...ofImage], editItems(text, clicked, actions), always];
  return groups.filter((group) => group.length > 0).flatMap((group, at) => (at === 0 ? group : [separator, ...group]));
}

function editItems(
  text: Text['contextMenu'],
  { isEditable, editFlags, selectionText }: Clicked,
  actions: EditActions,
): MenuItemConstructorOptions[] {
  const copy = { label: text.copy, enabled: editFlags.canCopy, click: actions.copy };
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy];
  return [
    { label: text.cut, enabled: editFlags.canCut, click: actions.cut },
    copy,
    { label: text.paste, enabled: editFlags.canPaste, click: actions.paste },
    separator,
    { label: text.selectAll, enabled: editFlags.canSelectAll, click: actions.selectAll },
  ];
}
