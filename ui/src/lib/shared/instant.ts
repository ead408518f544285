import { LANGUAGE } from '../words';
import { formatDay } from './day';
import { setting } from './setting.svelte';

/** Writes an instant (UTC, as Rust has it) for people, by the wall clock of the practice: 2 Mar 2026, 18:00. */
export function formatInstant(at: string): string {
  const instant = new Date(/(?:Z|[+-]\d{2}:?\d{2})$/.test(at) ? at : `${at}Z`);
  if (Number.isNaN(instant.getTime())) return at;
  const parts = Object.fromEntries(clock(setting.timeZone).formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${formatDay(`${parts['year']}-${parts['month']}-${parts['day']}`)}, ${parts['hour']}:${parts['minute']}`;
}

/** The clock of a time zone; of this machine where there is none, or none that the window knows. */
function clock(timeZone: string): Intl.DateTimeFormat {
  const figures = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat(LANGUAGE, timeZone ? { ...figures, timeZone } : figures);
  } catch {
    return new Intl.DateTimeFormat(LANGUAGE, figures);
  }
}
