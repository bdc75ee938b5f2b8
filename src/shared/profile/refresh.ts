/** How a workbook asks for its data again by itself. */
import { z } from '../zod.ts';
import { fault } from './fields.ts';

const MOST_MINUTES = 1_440;
const MOST_PER_HOUR = 60;

/** So often an hour at most, unless the profile says otherwise: every five minutes. */
export const DEFAULT_PER_HOUR = 12;

export const RefreshSetting = z.object({
  /** Null: not by the clock. */
  everyMinutes: z
    .int(fault('notMinutes'))
    .min(1, fault('notMinutes'))
    .max(MOST_MINUTES, fault('notMinutes'))
    .nullable()
    .default(null),
  /** When a person comes back to the workbook. */
  onReturn: z.boolean().default(false),
  /** When the computer has slept and the network is back. */
  afterSleep: z.boolean().default(false),
  /** Each refresh has the warehouse answer every query of the page, and somebody pays for that. */
  mostPerHour: z
    .int(fault('notPerHour'))
    .min(1, fault('notPerHour'))
    .max(MOST_PER_HOUR, fault('notPerHour'))
    .default(DEFAULT_PER_HOUR),
});
export type RefreshSetting = z.infer<typeof RefreshSetting>;

/** What can set off a refresh by itself; with none of it, a setting is as good as none. */
export const refreshesByItself = (setting: Pick<RefreshSetting, 'everyMinutes' | 'onReturn' | 'afterSleep'>): boolean =>
  setting.everyMinutes !== null || setting.onReturn || setting.afterSleep;

/** In minutes: what is asked for, but no more often than the budget of an hour goes round. Null: not by the clock. */
export const refreshInterval = ({
  everyMinutes,
  mostPerHour,
}: Pick<RefreshSetting, 'everyMinutes' | 'mostPerHour'>): number | null =>
  everyMinutes === null ? null : Math.max(everyMinutes, 60 / mostPerHour);
