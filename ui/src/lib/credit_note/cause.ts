import type { CreditCause } from '$lib/host';
import { t } from '$lib/words';

/** Why a credit note is issued, in words. */
export function causeWord(cause: CreditCause): string {
  return t(`credit_note.cause_${cause}`);
}

/** The causes to choose from; a return is an act of its own. */
export function causes(): { value: CreditCause; label: string }[] {
  const offered: CreditCause[] = ['correction', 'service', 'goodwill'];
  return offered.map((value) => ({ value, label: causeWord(value) }));
}
