import { locale } from '../words';

const CLOCK = /^(\d{2}):(\d{2})/;

/** Writes a wall time (HH:MM) as the locale does; what is not a time comes back unchanged. */
export function formatTime(time: string): string {
  const match = CLOCK.exec(time);
  if (!match) return time;
  const [hour, minute] = [Number(match[1]), Number(match[2])];
  if (hour > 23 || minute > 59) return time;
  return new Intl.DateTimeFormat(locale(), { timeStyle: 'short', timeZone: 'UTC' }).format(
    Date.UTC(2000, 0, 1, hour, minute),
  );
}

/** What was typed, as HH:MM where it can be read (`9`, `930`, `9.30`, `2pm`), else as it was. */
export function readTime(typed: string): string {
  const text = typed.trim();
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*([ap])?\.?(?:m\.?)?$/i.exec(text);
  if (!match) return text;
  const half = match[3]?.toLowerCase();
  let hour = Number(match[1]);
  if (half && (hour < 1 || hour > 12)) return text;
  if (half === 'p' && hour < 12) hour += 12;
  if (half === 'a' && hour === 12) hour = 0;
  return `${String(hour).padStart(2, '0')}:${match[2] ?? '00'}`;
}
