export const why = {
  ask: 'Why?',
  ask_of: 'Why? {name}',
  amount: 'Amount',
  back: 'Back to {name}',
  day: 'Day',
  earlier: { one: 'One earlier row', other: '{count} earlier rows' },
  later: { one: 'One later row', other: '{count} later rows' },
  nothing: 'No row: nothing ever moved this figure.',
  rows: 'What adds up to it',
  settled: {
    one: 'One document that comes to nothing is left out.',
    other: '{count} documents that come to nothing are left out.',
  },
  show_all: 'Show everything',
  title: 'Why? {name}',
  total: 'Together',
  what: 'What happened',
} as const;
