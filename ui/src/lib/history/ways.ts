import { goto } from '$app/navigation';
import type { NoteAct } from '$lib/shared/toasts.svelte';
import { t } from '$lib/words';

/** The ways to the documents that an act made, for its note; several of a kind are told apart by their numbers. */
export function waysTo(what: string, path: string, made: readonly { id: string; number: string }[]): NoteAct[] {
  return made.map(({ id, number }) => ({
    label: made.length > 1 ? t('shared.way_to', { what, number }) : what,
    run: () => void goto(`${path}/${id}`),
  }));
}
