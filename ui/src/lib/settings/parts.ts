import Banknote from '@lucide/svelte/icons/banknote';
import Building2 from '@lucide/svelte/icons/building-2';
import FileText from '@lucide/svelte/icons/file-text';
import HardDrive from '@lucide/svelte/icons/hard-drive';
import HandCoins from '@lucide/svelte/icons/hand-coins';
import KeyRound from '@lucide/svelte/icons/key-round';
import Palette from '@lucide/svelte/icons/palette';
import Percent from '@lucide/svelte/icons/percent';
import type { Component } from 'svelte';
import { t } from '$lib/words';

interface Part {
  href: string;
  label: string;
  icon: Component;
}

/** The parts of Settings, in their order. */
export const parts: readonly Part[] = [
  { href: '/settings/practice', label: t('settings.practice'), icon: Building2 },
  { href: '/settings/billing', label: t('settings.billing'), icon: FileText },
  { href: '/settings/services', label: t('settings.services'), icon: HandCoins },
  { href: '/settings/taxes', label: t('tax.title'), icon: Percent },
  { href: '/settings/methods', label: t('settings.methods'), icon: Banknote },
  { href: '/settings/look', label: t('settings.look'), icon: Palette },
  { href: '/settings/security', label: t('settings.security'), icon: KeyRound },
  { href: '/settings/data', label: t('settings.data'), icon: HardDrive },
];
