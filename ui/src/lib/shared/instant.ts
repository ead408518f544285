import { locale } from '../words';

/** Writes an instant (UTC, as Rust has it) for people, by the wall clock of this machine. */
export function formatInstant(at: string): string {
  const instant = new Date(/(?:Z|[+-]\d{2}:?\d{2})$/.test(at) ? at : `${at}Z`);
  if (Number.isNaN(instant.getTime())) return at;
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(instant);
}
