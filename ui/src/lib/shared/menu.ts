import type { Component } from 'svelte';

/** Where a refusal leads: to the act that comes first, or to what stands in the way. */
export interface WayOut {
  label: string;
  run: () => void;
}

/** One thing that a menu offers. */
export interface MenuEntry {
  id: string;
  label: string;
  icon?: Component;
  run: () => void;
  /** What stands under the label and tells it from others. */
  hint?: string | undefined;
  /** Why it cannot be done now: the entry stays, disabled, and says so. */
  reason?: string | null | undefined;
  /** What leads out of the reason; it is there only with it. */
  way?: WayOut | null | undefined;
  danger?: boolean;
  shortcut?: string;
  /** Puts a line above. */
  separated?: boolean;
}
