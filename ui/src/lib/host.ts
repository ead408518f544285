/**
 * The only door to Rust: commands, their answers, and news of what changed.
 *
 * Nothing else imports Tauri or the generated bindings; eslint holds that.
 */
import { listen } from '@tauri-apps/api/event';
import { events, type ImportProgress } from './bindings';
import { changed } from './host/topics';

export * from './bindings';
export { act, foresee, task, type Act, type Ask, type Keyed } from './host/act.svelte';
export { live, type Live } from './host/live.svelte';
export { preview, type Preview } from './host/preview.svelte';
export { changed, onChanged } from './host/topics';
export { call, refusal, Refused, UNREACHABLE, type Refusal, type Wire } from './host/wire';

/** Passes on what Rust changed by itself (an import, a background task); gives the way to stop. */
export async function hearChanges(): Promise<() => void> {
  return listen<string[]>('changed', (event) => changed(event.payload));
}

/** Hears how far an import is; gives the way to stop hearing. */
export async function hearImport(listener: (progress: ImportProgress) => void): Promise<() => void> {
  return events.importProgressed.listen(({ payload }) => listener(payload));
}
