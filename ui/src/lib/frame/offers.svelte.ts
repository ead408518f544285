import { untrack, type Component } from 'svelte';

/** Something that can be done from where the user is. */
export interface Offer {
  id: string;
  label: string;
  icon?: Component;
  /** Other words that find it. */
  keywords?: readonly string[];
  run: () => void;
}

/** What a search of the practice found. */
export interface Hit {
  id: string;
  label: string;
  /** What tells it from others. */
  hint: string;
  /** Under which head it stands, such as *Clients*. */
  group: string;
  href: string;
  icon?: Component;
}

let next = 1;
let offered = $state.raw<readonly { id: number; offers: readonly Offer[] }[]>([]);

/** Everything on offer now, what the page itself offers first. */
export function offers(): readonly Offer[] {
  return offered.flatMap((entry) => entry.offers);
}

/**
 * Puts the acts of a page into the field of commands for as long as the page is shown.
 *
 * To be called while a component is set up.
 */
export function offer(list: () => readonly Offer[]): void {
  const id = next++;
  $effect(() => {
    const mine = { id, offers: list() };
    offered = [mine, ...withoutMine()];
    return () => (offered = withoutMine());
  });

  function withoutMine() {
    return untrackedOffers().filter((entry) => entry.id !== id);
  }
}

function untrackedOffers() {
  return untrack(() => offered);
}
