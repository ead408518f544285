import type { UseCredit } from '$lib/host';
import { t } from '$lib/words';

/** What happens with available credit when an invoice is issued, to choose from. */
export const waysOfUsingCredit: { value: UseCredit; label: string }[] = [
  { value: 'suggest', label: t('settings.use_credit_suggest') },
  { value: 'automatic', label: t('settings.use_credit_automatic') },
  { value: 'off', label: t('settings.use_credit_off') },
];
