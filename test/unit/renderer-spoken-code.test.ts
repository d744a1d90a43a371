import { expect, test } from 'vitest'

import { readSpoken } from '../../renderer/join/spoken-code.ts'

test('a code is read as it is heard: small letters, spaces, hyphens, with or without its beginning', () => {
  const heard = ['MUSTER: ABCDE FGHIJ 234', 'abcde fghij 234', 'muster abcde-fghij 234', 'ＡＢＣＤＥ fghij 2 3 4']
  for (const typed of heard) expect(readSpoken(typed).code).toBe('MUSTER:ABCDEFGHIJ234')
})

test('groups of five are shown and counted when whole', () => {
  expect(readSpoken('abcdefghij23')).toMatchObject({ groups: ['ABCDE', 'FGHIJ', '23'], wholeGroups: 2, wrong: [] })
  expect(readSpoken('')).toMatchObject({ groups: [], wholeGroups: 0 })
})

test('letters that no code has are told once each', () => {
  expect(readSpoken('a0b1 0 ü').wrong).toEqual(['0', '1', 'Ü'])
})
