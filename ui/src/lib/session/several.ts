import { announce } from '$lib/history/announce';
import { act, call, commands, type AttendanceView, type Refusal, type SessionId, type SessionView } from '$lib/host';
import { openSheet } from '$lib/shared/sheets.svelte';
import { noteProblem } from '$lib/shared/toasts.svelte';
import { afterIssue } from './bulk';
import HeldSessionsSheet from './HeldSessionsSheet.svelte';

/** A session that stands in the way of marking several, and why. */
export interface Held {
  session: SessionView;
  why: string;
}

/**
 * Marks several sessions in one act; whether it was done.
 *
 * Where some of them cannot be marked, a sheet names each and leads to what becomes of its charge.
 */
export async function markSessions(ids: SessionId[], attendance: AttendanceView | null): Promise<boolean> {
  const mark = act(commands.markAttendance);
  const marked = await mark.run(ids, attendance, false);
  if (marked) {
    announce(marked, await afterIssue(marked.answer.invoices));
    return true;
  }
  const held = mark.error ? await heldOf(ids, mark.error) : [];
  if (held.length) openSheet(HeldSessionsSheet, { ids, attendance, held });
  else if (mark.error) noteProblem(mark.error.message);
  return false;
}

/** The sessions that a refusal names, by their place in what was asked for; none where they cannot be read. */
async function heldOf(ids: readonly SessionId[], { fields }: Refusal): Promise<Held[]> {
  const named = ids.flatMap((id, place) => {
    const why = fields?.[`sessions.${place}`];
    return why ? [{ id, why }] : [];
  });
  try {
    return await Promise.all(
      named.map(async ({ id, why }) => ({ session: (await call(commands.sessionOverview(id))).session, why })),
    );
  } catch {
    // The refusal itself is shown then.
    return [];
  }
}
