import type { RepeatForm, ServiceView, SessionForm, SessionOverview } from '$lib/host';

/** Where a new session begins: what was chosen on the calendar, or nothing. */
export interface Slot {
  /** YYYY-MM-DD */
  day: string;
  /** HH:MM */
  time: string;
  /** As drawn on the calendar; empty follows the service. */
  minutes: string;
}

/** A new session in `slot`, of the first service that is offered. */
export function newForm(slot: Slot, clientId: string | null): SessionForm {
  return { client_id: clientId, service_id: null, ...slot, fee: '', note: '', repeat: null, shares: [] };
}

/** A session as it stands, to be changed. */
export function formOf({ session, own_fee, note, payers }: SessionOverview): SessionForm {
  return {
    client_id: session.client_id,
    service_id: session.service_id,
    day: session.starts_at.slice(0, 10),
    time: session.starts_at.slice(11, 16),
    minutes: String(session.minutes),
    fee: own_fee,
    note,
    repeat: null,
    shares: payers.slice(1).map(({ client_id, percent }) => ({ client_id, percent })),
  };
}

/**
 * The form with another service, whose minutes come along.
 *
 * Minutes that were typed or drawn stay: only those of the service before give way.
 */
export function withService(form: SessionForm, services: readonly ServiceView[], id: string): SessionForm {
  const minutesOf = (service: string | null) => services.find((one) => one.id === service)?.form.minutes;
  const follows = form.minutes === '' || form.minutes === minutesOf(form.service_id);
  return { ...form, service_id: id, minutes: follows ? (minutesOf(id) ?? form.minutes) : form.minutes };
}

/** How a session repeats, in the words of the form. */
export type Repeats = 'never' | 'weekly' | 'fortnightly';

/** What Rust is told of the repeating; only one of `count` and `until` counts. */
export function repeatForm(repeats: Repeats, ends: 'count' | 'until', count: string, until: string): RepeatForm | null {
  if (repeats === 'never') return null;
  const weeks = repeats === 'weekly' ? 1 : 2;
  return ends === 'count' ? { weeks, count, until: '' } : { weeks, count: '', until };
}
