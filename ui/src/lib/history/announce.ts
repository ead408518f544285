import { act, commands, type OperationId } from '$lib/host';
import { dismissAbout, note, noteProblem, type NoteAct } from '$lib/shared/toasts.svelte';
import { t } from '$lib/words';

/** What the note needs to know of an act that was kept. */
interface Kept {
  sentence: string;
  /** Empty where there is nothing to undo. */
  operation: OperationId | null;
  warnings: readonly string[];
}

/**
 * Says quietly what an act did, with *Undo* and what else can be done about it.
 *
 * Nothing is said where nothing had to be done.
 */
export function announce(kept: Kept | undefined, acts: readonly NoteAct[] = []): void {
  if (!kept?.sentence) return;
  const { operation } = kept;
  const back = operation ? [{ label: t('shared.undo'), run: () => void takeBack(operation) }] : [];
  const said = kept.warnings.length ? [`${kept.sentence}.`, ...kept.warnings] : [kept.sentence];
  note(said.join(' '), [...acts, ...back], operation);
}

/** Says that `operation` was undone, in place of the note that offered to undo it. */
export function announceUndone(operation: OperationId, undone: Kept): void {
  dismissAbout(operation);
  announce(undone);
}

/** Undoes `operation` and says so; where something depends on it, says what. Whether it was undone. */
export async function takeBack(operation: OperationId): Promise<boolean> {
  const undo = act(commands.undo);
  const undone = await undo.run(operation);
  if (undone) announceUndone(operation, undone);
  else if (undo.error) noteProblem(undo.error.message);
  return undone !== undefined;
}
