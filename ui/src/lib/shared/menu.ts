import type { Component } from 'svelte';

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
  danger?: boolean;
  shortcut?: string;
  /** Puts a line above. */
  separated?: boolean;
}
