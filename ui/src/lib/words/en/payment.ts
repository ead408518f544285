export const payment = {
  title: 'Payments',
} as const;
