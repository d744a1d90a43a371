import { expect, test } from 'vitest'

import { rebasedText } from '../../core/domain/edits/common.ts'

test('a text with the base it was changed from keeps what came meanwhile', () => {
  expect(rebasedText('Water rises', 'Water rises fast', 'Dirty water? Water rises')).toBe(
    'Dirty water? Water rises fast',
  )
})

test('a text without its base replaces what is there; nothing stays nothing', () => {
  expect(rebasedText(undefined, 'new', 'old')).toBe('new')
  expect(rebasedText('base', undefined, 'old')).toBeUndefined()
  expect(rebasedText('base', null, 'old')).toBeNull()
})
