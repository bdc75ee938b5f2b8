/** Menus of right clicks, kept so that a test can look at them and choose. Real ones take the pointer of the display. */
import type { MenuItemConstructorOptions } from 'electron';
import type { RunningApp } from './running-app.ts';

/** From now on no such menu is shown: the last one is held for the functions below. */
export async function keepMenus(app: RunningApp): Promise<void> {
  await app.electron.evaluate(({ Menu }) => {
    const build = Menu.buildFromTemplate;
    Menu.buildFromTemplate = (template) =>
      Object.assign(build(template), { popup: () => void Object.assign(globalThis, { lastMenu: template }) });
  });
}

/** What the last menu offers, or one of its submenus; null before there is one. */
export const offered = (app: RunningApp, submenu: string | null = null) =>
  app.electron.evaluate((_electron, wanted) => {
    const { lastMenu } = globalThis as { lastMenu?: MenuItemConstructorOptions[] };
    const inside = lastMenu?.find(({ label }) => label === wanted)?.submenu as MenuItemConstructorOptions[] | undefined;
    const items = wanted === null ? lastMenu : inside;
    return items?.flatMap(({ label, checked = false }) => (label === undefined ? [] : { label, checked })) ?? null;
  }, submenu);

/** @param path the label, after that of the submenu which it is in */
export const chooseFrom = (app: RunningApp, ...path: string[]) =>
  app.electron.evaluate((_electron, labels) => {
    const { lastMenu } = globalThis as { lastMenu?: MenuItemConstructorOptions[] };
    let items = lastMenu;
    let item: MenuItemConstructorOptions | undefined;
    for (const label of labels) {
      item = items?.find((one) => one.label === label);
      items = item?.submenu as MenuItemConstructorOptions[] | undefined;
    }
    if (item?.click === undefined) throw new Error(`The menu has no ${labels.join(' > ')}.`);
    item.click({} as never, undefined, {} as never);
    Reflect.deleteProperty(globalThis, 'lastMenu');
  }, path);
