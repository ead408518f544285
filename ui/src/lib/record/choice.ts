import type { ProductId, ServiceId, SettingsView } from '$lib/host';
import { formatAmount } from '$lib/shared/amount';
import type { Choice } from '$lib/shared/choice';
import { t } from '$lib/words';

/** A product or a service to give to a client. */
export interface GivenChoice extends Choice {
  product_id: ProductId | null;
  service_id: ServiceId | null;
}

/** The products and services in use whose name or stock number has `text` in it. */
export function givenChoices(settings: SettingsView, text: string): GivenChoice[] {
  const wanted = text.trim().toLocaleLowerCase();
  const has = (...names: string[]) => names.some((name) => name.toLocaleLowerCase().includes(wanted));
  const products = settings.products
    .filter(({ archived, form }) => !archived && has(form.name, form.sku))
    .map(({ id, form, stock }) => ({
      id: `product:${id}`,
      label: form.name,
      hint: stock === null ? t('record.given_product') : t('record.given_stock', { units: formatAmount(stock) }),
      product_id: id,
      service_id: null,
    }));
  const services = settings.services
    .filter(({ archived, form }) => !archived && has(form.name, form.code))
    .map(({ id, form }) => ({
      id: `service:${id}`,
      label: form.name,
      hint: t('record.given_service'),
      product_id: null,
      service_id: id,
    }));
  return [...products, ...services];
}
