const CLOCK = /^(\d{2}:\d{2})/;

/** Writes a wall time (HH:MM, perhaps with seconds) for people: 18:00; what is not a time comes back unchanged. */
export function formatTime(time: string): string {
  return CLOCK.exec(time)?.[1] ?? time;
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
