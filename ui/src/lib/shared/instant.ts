import { formatDay } from './day';

/** Writes an instant (UTC, as Rust has it) for people, by the wall clock of this machine: 2 Mar 2026, 18:00. */
export function formatInstant(at: string): string {
  const instant = new Date(/(?:Z|[+-]\d{2}:?\d{2})$/.test(at) ? at : `${at}Z`);
  if (Number.isNaN(instant.getTime())) return at;
  const day = `${instant.getFullYear()}-${instant.getMonth() + 1}-${instant.getDate()}`;
  return `${formatDay(day)}, ${two(instant.getHours())}:${two(instant.getMinutes())}`;
}

function two(figure: number): string {
  return String(figure).padStart(2, '0');
}
