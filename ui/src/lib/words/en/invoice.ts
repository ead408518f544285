export const invoice = {
  title: 'Invoices',
} as const;
