/** A wallboard: nothing but the picture, what has to be said, and the way out. */
import { expect, test } from 'vitest';
import { en } from '../../src/shared/text/en.ts';
import { calls, inState, withGallery } from '../support/ui/in-state.ts';

withGallery();

const left = [{ id: 'leaveWall' }];

test('has neither bar nor banner, and says how old its data is and what is waited for', async () => {
  await inState('wall', async (page) => {
    await page.getByRole('main', { name: en.workbook.label }).waitFor();
    expect(await page.getByRole('banner').count()).toBe(0);
    const mark = await page.getByTestId('wall-mark').textContent();
    expect(mark).toMatch(/^Data of \d\d:\d\d · /);
    expect(mark).toContain(en.wall.lacks.network);
  });
});

test('without a picture it says calmly what it lacks', async () => {
  await inState('wall-without-picture', async (page) => {
    expect(await page.getByTestId('wall-rest').textContent()).toBe(en.wall.lacks['sign-in']);
    expect(await page.getByRole('alert').filter({ hasText: /./ }).count()).toBe(0);
  });
});

test('the way out is there for whoever comes by pointer or by key', async () => {
  await inState('wall', async (page) => {
    const leave = page.getByRole('button', { name: en.wall.leave });
    const seen = () => leave.evaluate((one) => getComputedStyle(one.parentElement ?? one).opacity);
    await expect.poll(seen).toBe('0');
    await page.mouse.move(100, 100);
    await page.mouse.move(300, 200);
    await expect.poll(seen).toBe('1');
    await leave.click();
    expect(await calls(page, 'commands.run')).toEqual(left);
  });
  await inState('wall', async (page) => {
    await page.keyboard.press('Tab');
    const leave = page.getByRole('button', { name: en.wall.leave });
    expect(await leave.evaluate((one) => one === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    expect(await calls(page, 'commands.run')).toEqual(left);
  });
});

test('Escape leaves it when it is held, and one press does not', async () => {
  await inState('wall', async (page) => {
    await page.clock.install();
    await page.keyboard.press('Escape');
    await page.clock.fastForward(5_000);
    expect(await calls(page, 'commands.run')).toEqual([]);
    await page.keyboard.down('Escape');
    await page.clock.fastForward(1_100);
    expect(await calls(page, 'commands.run')).toEqual(left);
  });
});
