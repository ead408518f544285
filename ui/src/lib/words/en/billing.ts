export const billing = {
  title: 'Billing',
  credit: 'Credit available',
  credit_text: 'Money of clients that is not applied',
  invoice_all: { one: 'Invoice {count} session', other: 'Invoice all {count} sessions' },
  invoices: { one: '{count} invoice', other: '{count} invoices' },
  outstanding: 'Outstanding',
  overdue: 'Overdue',
  received: 'Received this month',
  received_text: 'Less what was reversed or refunded',
} as const;
