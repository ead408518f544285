export const goods = {
  deactivate: 'Deactivate its record in the client’s file',
  off: 'What comes off the invoice',
  off_hint: 'Say how many go back into stock. What the client keeps, or what is damaged, does not.',
  off_units: 'Taken off: {units}',
  restock: 'Back into stock',
  restock_hint: '0 to {units}',
} as const;
