/**
 * The only door to Rust: commands, their answers, and news of what changed.
 *
 * Nothing else imports Tauri or the generated bindings; eslint holds that.
 */
import { events, type ImportProgress } from './bindings';

export * from './bindings';
export { act, foresee, task, type Act, type Ask, type Keyed } from './host/act.svelte';
export { live, type Live } from './host/live.svelte';
export { preview, type Preview } from './host/preview.svelte';
export { changed, onChanged } from './host/topics';
export { call, CLOSED, refusal, Refused, REFUSED, UNREACHABLE, type Refusal, type Wire } from './host/wire';

/** Hears how far an import is; gives the way to stop hearing. */
export async function hearImport(listener: (progress: ImportProgress) => void): Promise<() => void> {
  return events.importProgressed.listen(({ payload }) => listener(payload));
}
