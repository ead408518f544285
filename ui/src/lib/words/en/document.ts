export const document = {
  title: 'Documents',
} as const;
