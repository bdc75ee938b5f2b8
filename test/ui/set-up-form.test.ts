/** The set-up form as an administrator meets it: what is pasted, what is wrong, and the way to the field that is at fault. */
import axe from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { calls, inState, openSetUp, type State, timeout, unfold, withGallery } from '../support/ui/in-state.ts';

withGallery();

const field = (page: Page, name: string) => page.locator(`[data-field="${name}"] input`).first();
const ending = (page: Page, name: string) => page.locator(`[data-field$="${name}"]`).first();
const input = (page: Page, name: string) => ending(page, name).locator('input, textarea').first();
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('[data-field]')?.getAttribute('data-field') ?? null);
/** Pastes into a field in the place of all that stands in it. */
async function paste(locator: ReturnType<typeof input>, text: string): Promise<void> {
  await locator.focus();
  await locator.selectText();
  await locator.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const isTaken = !element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
    if (!isTaken) document.execCommand('insertText', false, pasted.replace(/[\r\n]+/g, ' '));
  }, text);
}
const inSetUp = (state: State, rule: (page: Page) => Promise<void>) =>
  inState(state, async (page) => {
    await openSetUp(page);
    await rule(page);
  });
/** Whether the focus is in sight: within the part that scrolls, below the head and above the foot. */
const focusIsClear = (page: Page) =>
  page.evaluate(() => {
    const box = document.activeElement?.getBoundingClientRect();
    const head = document.querySelector('.set-up > .screen-head')?.getBoundingClientRect();
    const foot = document.querySelector('.form-foot')?.getBoundingClientRect();
    return Boolean(box && head && foot && box.top >= head.bottom && box.bottom <= foot.top);
  });

describe('what is pasted', () => {
  test(
    'is cleaned at once, is said quietly, and is saved clean',
    async () => {
      await inSetUp('signed-out', async (page) => {
        await paste(field(page, 'embedClientId'), ' CLIENT_ID="abc123",\n');
        await expect.poll(() => field(page, 'embedClientId').inputValue()).toBe('abc123');
        expect(await page.locator('[data-field="embedClientId"]').getByTestId('taken-over').innerText()).toBe(
          'Taken over: abc123',
        );
        await expect.poll(() => page.getByTestId('announcer').innerText()).toBe('Taken over: abc123');
        const uuid = '4b1f0c1e-9d0b-4f0e-8a53-6a3c1f2a7d11';
        await paste(input(page, 'sigmaConnectionId'), `https://app.sigmacomputing.com/a/connections/X-${uuid}/?t=1`);
        await expect.poll(() => input(page, 'sigmaConnectionId').inputValue()).toBe(uuid);
        await field(page, 'embedSecret').fill(' "s;ec=ret, "\n');
        await field(page, 'embedClientId').fill(' “abc124” ');
        await field(page, 'embedClientId').press('Enter');
        await expect.poll(async () => (await calls(page, 'profiles.save')).length).toBe(1);
        expect((await calls(page, 'profiles.save'))[0]).toMatchObject({
          embedClientId: 'abc124',
          embedSecret: 's;ec=ret,',
        });
      });
    },
    timeout,
  );

  test(
    'into the midst of a text is left to the person, and white space goes without a word',
    async () => {
      await inSetUp('signed-out', async (page) => {
        const client = field(page, 'embedClientId');
        await client.fill('');
        await client.pressSequentially('ab');
        await client.evaluate((element: HTMLInputElement) => {
          element.setSelectionRange(1, 1);
          const clipboardData = new DataTransfer();
          clipboardData.setData('text/plain', '"x"');
          element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        });
        expect(await client.inputValue()).toBe('ab');
        await client.fill('\u200babc\u00a0');
        await client.press('Tab');
        await expect.poll(() => client.inputValue()).toBe('abc');
        expect(await page.getByTestId('taken-over').count()).toBe(0);
      });
    },
    timeout,
  );

  test(
    'of a page of Databricks gives host and workspace, and of a directory its tenant',
    async () => {
      await inState('set-up-databricks-automatic', async (page) => {
        await openSetUp(page);
        await unfold(page);
        await input(page, 'server.host').fill('adb-12345.7.azuredatabricks.net/sql/editor?o=12345');
        await input(page, 'server.host').press('Tab');
        await expect
          .poll(() => input(page, 'server.host').inputValue())
          .toBe('https://adb-12345.7.azuredatabricks.net');
        expect(await input(page, 'server.workspaceId').inputValue()).toBe('12345');
      });
      await inState('set-up-entra', async (page) => {
        await openSetUp(page);
        await paste(input(page, 'server.tenant'), 'https://login.microsoftonline.us/contoso.com/v2.0');
        await expect.poll(() => input(page, 'server.tenant').inputValue()).toBe('contoso.com');
        await unfold(page);
        expect(await input(page, 'server.authority').inputValue()).toBe('https://login.microsoftonline.us');
      });
    },
    timeout,
  );

  test(
    'a secret in a field that is none is refused, and repeated nowhere',
    async () => {
      await inSetUp('signed-out', async (page) => {
        const secret = `dose${'0123456789abcdef'.repeat(2)}`;
        await paste(input(page, 'clientId'), `"${secret}"`);
        await input(page, 'clientId').press('Tab');
        await ending(page, 'clientId').getByText('This is a secret.').waitFor();
        expect(await page.locator('#root').innerText()).not.toContain(secret);
      });
    },
    timeout,
  );
});

test(
  'leaving a field that only cleans itself is no change',
  async () => {
    await inSetUp('signed-out', async (page) => {
      await field(page, 'name').fill(' Finance ');
      await input(page, 'redirectUris').waitFor({ state: 'attached' });
      await field(page, 'name').press('Tab');
      await page.getByTestId('cancel-set-up').click();
      await page.getByTestId('set-up-form').waitFor({ state: 'detached' });
    });
  },
  timeout,
);

describe('account types', () => {
  test(
    'are offered as Sigma has them, and one of your own is written',
    async () => {
      await inSetUp('signed-out', async (page) => {
        await page.getByTestId('account-type-Analyze').click();
        expect(await page.getByLabel('Account type', { exact: true }).inputValue()).toBe('Analyze');
        await page.getByLabel('Account type', { exact: true }).fill('view');
        await page.getByLabel('Account type', { exact: true }).press('Tab');
        await expect.poll(() => page.getByTestId('account-type-View').getAttribute('aria-pressed')).toBe('true');
        await page.getByLabel('Account type', { exact: true }).fill('Viewer');
        await page.getByText('Sigma has no such type by itself.').waitFor();
      });
    },
    timeout,
  );
});

describe('what is wrong', () => {
  test(
    'is listed with a way to each field, counted in the foot, and follows what is mended',
    async () => {
      await inState('first-run', async (page) => {
        await page.getByTestId('set-up').click();
        await page.getByTestId('save-profile').click();
        await page.getByTestId('faults').waitFor();
        const all = await page.getByTestId('go-to-fault').count();
        expect(all).toBeGreaterThan(4);
        expect(await page.getByTestId('count-of-faults').innerText()).toBe(`${all} fields need a correction.`);
        await page.getByTestId('go-to-fault').filter({ hasText: 'Databricks: Enter the client ID.' }).click();
        expect(await focused(page)).toMatch(/^connections\..*\.clientId$/);
        expect(await focusIsClear(page)).toBe(true);
        await input(page, '.clientId').fill('0oa1');
        expect(await page.getByTestId('go-to-fault').count()).toBe(all - 1);
        await page.getByTestId('count-of-faults').click();
        expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('What is wrong');
        expect(await page.locator('.window').evaluate((element) => element.scrollTop)).toBe(0);
      });
    },
    timeout,
  );

  test(
    'is reached within what is folded away, whatever it is in',
    async () => {
      await inSetUp('signed-out', async (page) => {
        await unfold(page);
        const session = page.locator('[data-field="sessionSeconds"] input');
        await session.fill('0');
        await page.getByTestId('add-action').click();
        await input(page, '.action').fill('open');
        await page.getByTestId('save-profile').click();
        await page.getByTestId('go-to-fault').filter({ hasText: 'Rule 1' }).first().click();
        expect(await focused(page)).toMatch(/^actions\..*\.address$/);
        await page.getByTestId('go-to-fault').filter({ hasText: 'A session lasts' }).click();
        expect(await focused(page)).toBe('sessionSeconds');
        await session.waitFor({ state: 'visible' });
      });
    },
    timeout,
  );

  test(
    'of the profile as a whole is said too',
    async () => {
      await inSetUp('signed-out', async (page) => {
        await page.getByTestId('add-workbook').click();
        const second = page.getByTestId('workbook-fields').nth(1);
        await second.locator('[data-field$=".title"] input').fill('Other');
        await second
          .locator('[data-field$=".url"] input')
          .fill('https://eu.sigmacomputing.com/acme/workbook/Trips-4kX9');
        await page.getByTestId('save-profile').click();
        await page.getByTestId('go-to-fault').filter({ hasText: 'must come from the same Sigma' }).click();
        expect(await focused(page)).toMatch(/^workbooks\./);
      });
    },
    timeout,
  );

  test(
    'leaves the help where it is, and both describe the field',
    async () => {
      await inSetUp('signed-out', async (page) => {
        await input(page, 'sigmaConnectionId').fill('');
        await input(page, 'sigmaConnectionId').press('Tab');
        const own = ending(page, 'sigmaConnectionId');
        await own.getByText('Enter the connection ID.').waitFor();
        await own.getByText('The last part of the connection').waitFor();
        const described = await input(page, 'sigmaConnectionId').evaluate((element) =>
          (element.getAttribute('aria-describedby') ?? '')
            .split(' ')
            .map((id) => document.getElementById(id)?.textContent ?? '')
            .join(' '),
        );
        expect(described).toContain('The last part of the connection’s address in Sigma.');
        expect(described).toContain('Enter the connection ID.');
      });
    },
    timeout,
  );
});

describe('from an error', () => {
  test(
    'the set-up opens at the field that mends it, and says there why',
    async () => {
      const cases: readonly (readonly [State, RegExp])[] = [
        ['sign-in-misconfigured', /\.redirectUris$/],
        ['workbook-failed', /^embedSecret$/],
      ];
      for (const [state, name] of cases) {
        await inState(state, async (page) => {
          await page.getByTestId('open-set-up').first().click();
          await page.getByTestId('set-up-form').waitFor();
          await expect.poll(() => focused(page)).toMatch(name);
          expect(await focusIsClear(page)).toBe(true);
          const reason = await page.locator('.field-reason').innerText();
          expect(await page.locator('.set-up > .error-panel h2').innerText()).toBe(reason);
        });
      }
    },
    timeout,
  );
});

describe('rows', () => {
  test(
    'that are new take the focus, and the one beside takes it from one that is removed',
    async () => {
      await inSetUp('signed-out', async (page) => {
        const inRow = () =>
          page.evaluate(() =>
            [...document.querySelectorAll('[data-row]')].findIndex((row) => row.contains(document.activeElement)),
          );
        await page.getByTestId('add-workbook').click();
        await expect.poll(() => focused(page)).toMatch(/^workbooks\.new-.*\.title$/);
        await expect.poll(() => focusIsClear(page)).toBe(true);
        await page.getByTestId('workbook-fields').nth(1).getByRole('button', { name: 'Remove workbook 2' }).click();
        await expect.poll(() => focused(page)).toMatch(/^workbooks\..*\.title$/);
        await page.getByTestId('add-connection').click();
        await page.getByTestId('connection-fields').nth(1).locator(':focus').waitFor();
        await page
          .getByTestId('connection-fields')
          .nth(1)
          .getByRole('button', { name: /^Remove connection/ })
          .click();
        await page.getByTestId('connection-fields').first().locator(':focus').waitFor();
        await unfold(page);
        // By key: a second press of the mouse at the same spot, so soon after the fold's, is one of a double click.
        await page.getByTestId('add-attribute').press('Enter');
        await expect.poll(() => focused(page)).toMatch(/^user\.attributes\..*\.claim$/);
        await page.getByTestId('remove-attribute').click();
        await expect
          .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-testid')))
          .toBe('add-attribute');
        expect(await inRow()).toBe(-1);
      });
    },
    timeout,
  );

  test(
    'of connections have redirect URLs of their own, and a shared one is said with a way out',
    async () => {
      await inState('set-up-oidc', async (page) => {
        await openSetUp(page);
        await page.getByTestId('add-connection').click();
        const second = page.getByTestId('connection-fields').nth(1);
        await second.getByTestId('provider-oidc').click();
        await second.getByRole('button', { name: 'Scopes and redirect URLs' }).click();
        const urls = second.locator('[data-field$=".redirectUris"] textarea');
        const own = 'http://localhost:3000/auth/oidc-2/callback';
        expect(await urls.inputValue()).toBe(own);
        expect(await page.getByTestId('shared-redirect').count()).toBe(0);
        await urls.fill('http://localhost:3000/auth/oidc/callback');
        await second.getByTestId('shared-redirect').waitFor();
        await second.getByTestId('use-own-redirect').click();
        expect(await urls.inputValue()).toBe(own);
        expect(await page.getByTestId('shared-redirect').count()).toBe(0);
      });
    },
    timeout,
  );
});

describe('to a screen reader', () => {
  test(
    'headings are in order, radios have short names, and what is required is said',
    async () => {
      await inState('set-up-exchange', async (page) => {
        await openSetUp(page);
        await unfold(page);
        await page.getByTestId('register-toggle').click();
        await page.evaluate(axe.source);
        const found = await page.evaluate(() =>
          window.axe.run(document, { runOnly: ['heading-order', 'aria-valid-attr-value', 'label'] }),
        );
        expect(found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        const radio = page.getByRole('radio', { name: 'Each person with their own rights', exact: true });
        expect(await radio.count()).toBe(1);
        const help = await radio.evaluate(
          (element) => document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent,
        );
        expect(help).toContain('every query runs as them');
        expect(await field(page, 'embedClientId').getAttribute('aria-required')).toBe('true');
        // A secret that is stored may be left out.
        expect(await field(page, 'embedSecret').getAttribute('aria-required')).toBeNull();
      });
    },
    timeout,
  );

  test(
    'a secret that is typed can be looked at, and one that is stored cannot',
    async () => {
      await inSetUp('signed-out', async (page) => {
        const secret = field(page, 'embedSecret');
        expect(await page.locator('[data-field="embedSecret"]').getByTestId('reveal').count()).toBe(0);
        await secret.fill('s3cret');
        const reveal = page.locator('[data-field="embedSecret"]').getByTestId('reveal');
        expect(await secret.getAttribute('type')).toBe('password');
        await reveal.click();
        expect(await secret.getAttribute('type')).toBe('text');
        expect(await reveal.getAttribute('aria-pressed')).toBe('true');
        await secret.fill('');
        expect(await secret.getAttribute('type')).toBe('password');
      });
    },
    timeout,
  );
});

describe('a row that was added', () => {
  const added = [
    ['add-workbook', 'workbook-fields', 'https://app.sigmacomputing.com/acme/workbook/Other-1a2b3c4d'],
    ['add-connection', 'connection-fields', 'Trips'],
    ['add-action', 'action-rule', 'Open trips'],
  ] as const;

  test.each(added)(
    'and left empty asks nothing, and one in which something was typed does: %s',
    async (button, row, typed) => {
      await inSetUp('signed-out', async (page) => {
        if (button === 'add-action') await unfold(page);
        const before = await page.getByTestId(row).count();
        await page.getByTestId(button).click();
        const last = page.getByTestId(row).nth(before);
        await last.getByRole('textbox').first().fill(typed);
        await page.getByTestId('cancel-set-up').click();
        await page.getByTestId('confirm-dialog').waitFor();
        await page.keyboard.press('Escape');
        await page.getByTestId('confirm-dialog').waitFor({ state: 'detached' });
        await last.getByRole('textbox').first().fill('');
        await page.getByTestId('cancel-set-up').click();
        await page.getByTestId('set-up-form').waitFor({ state: 'detached' });
        expect(await page.getByTestId('confirm-dialog').count()).toBe(0);
      });
    },
    timeout,
  );
});
