import type { FeeRuleForm, ServiceForm } from '$lib/host';
import { formatAmount } from '$lib/shared/amount';
import { setting } from '$lib/shared/setting.svelte';
import { t } from '$lib/words';

/** A service nobody has described yet; its minutes are the usual ones. */
export function emptyService(): ServiceForm {
  return {
    code: '',
    name: '',
    minutes: '50',
    fee: '',
    tax_ids: [],
    late_cancel: { kind: 'none', value: '' },
    no_show: { kind: 'none', value: '' },
  };
}

/** Says a fee for a session that does not take place: nothing, an amount, or a part of the fee. */
export function sayRule({ kind, value }: FeeRuleForm): string {
  if (kind === 'none') return t('service.rule_none');
  return kind === 'percent' ? t('tax.rate_of', { rate: value }) : formatAmount(value, { currency: setting.currency });
}
