import { describe, expect, test } from 'vitest'

import { cleanText } from '../../core/domain/text/clean.ts'
import { mergeTexts } from '../../core/domain/text/merge.ts'
import { applySplices } from '../../core/domain/text/splices.ts'
import { CoText } from '../../renderer/engine/co-text.ts'

/** The engine's text, and any number of fields that write it; what is due is run by hand. */
class Desk {
  text: string
  readonly writers: Writer[] = []
  constructor(text: string) {
    this.text = text
  }
  sit(): Writer {
    const writer = new Writer(this)
    this.writers.push(writer)
    return writer
  }
  async settle(): Promise<void> {
    for (let round = 0; round < 10; round++) {
      for (const writer of this.writers) await writer.rest()
      for (const writer of this.writers) writer.co.told(this.text)
    }
  }
}

class Writer {
  /** What stands in the field. */
  field: string
  readonly co: CoText
  readonly #desk: Desk
  #due: (() => void)[] = []
  constructor(desk: Desk) {
    this.#desk = desk
    this.field = desk.text
    const save = async ({ base, text }: { base: string; text: string }): Promise<string> => {
      desk.text = cleanText(mergeTexts(cleanText(base), cleanText(text), desk.text))
      return desk.text
    }
    this.co = new CoText({ start: desk.text, save, after: (_, task) => void this.#due.push(task) }, (splices) => {
      this.field = applySplices(this.field, splices)
    })
  }
  type(at: number, words: string): void {
    this.field = this.field.slice(0, at) + words + this.field.slice(at)
    this.co.typed(this.field)
  }
  append(words: string): void {
    this.type(this.field.length, words)
  }
  async rest(): Promise<void> {
    for (const task of this.#due.splice(0)) task()
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    void this.#desk
  }
}

describe('a text that comes late', () => {
  test('takes away nothing that was typed and stored since it was asked for', async () => {
    const desk = new Desk('Water')
    const ana = desk.sit()
    ana.append(' rises')
    await ana.co.flush()
    ana.co.told('Water, says Lee')
    expect(ana.field).toBe('Water rises')
    ana.co.told('Water rises, says Lee')
    await ana.rest()
    expect(ana.field).toBe('Water rises, says Lee')
  })

  test('is the text all the same where nothing newer comes: somebody has set it back', async () => {
    const desk = new Desk('Water')
    const ana = desk.sit()
    ana.append(' rises')
    await ana.co.flush()
    ana.co.told('Water')
    await ana.rest()
    expect([ana.field, ana.co.isPending]).toEqual(['Water', false])
  })
})

describe('a text that two people write at once', () => {
  test('holds what both wrote, in both fields', async () => {
    const desk = new Desk('Water rises in the lane.')
    const [ana, lee] = [desk.sit(), desk.sit()]
    ana.append(' Two pumps are needed.')
    lee.type(0, 'Tonight: ')
    await desk.settle()
    expect(desk.text).toBe('Tonight: Water rises in the lane. Two pumps are needed.')
    expect([ana.field, lee.field]).toEqual([desk.text, desk.text])
  })

  test('keeps the space that was just typed although the engine trims it', async () => {
    const desk = new Desk('Water')
    const ana = desk.sit()
    ana.append(' ')
    await desk.settle()
    expect(ana.field).toBe('Water ')
    ana.append('rises')
    await desk.settle()
    expect(desk.text).toBe('Water rises')
    expect(ana.field).toBe('Water rises')
  })

  test('puts nothing into the field while letters are being composed', async () => {
    const desk = new Desk('الماء')
    const [ana, lee] = [desk.sit(), desk.sit()]
    ana.co.hold(true)
    ana.append(' يرتفع')
    lee.type(0, '🌊 ')
    await desk.settle()
    expect(ana.field).toBe('الماء يرتفع')
    ana.co.hold(false)
    await desk.settle()
    expect(ana.field).toBe('🌊 الماء يرتفع')
    expect(lee.field).toBe(ana.field)
  })

  test('sends after a rest, not after every key, and at once when the field is left', async () => {
    const desk = new Desk('a')
    const ana = desk.sit()
    ana.append('b')
    ana.append('c')
    expect(desk.text).toBe('a')
    expect(ana.co.isPending).toBe(true)
    await ana.co.flush()
    expect(desk.text).toBe('abc')
    expect(ana.co.isPending).toBe(false)
  })

  test('does not store an empty text over what is there', async () => {
    const desk = new Desk('a')
    const ana = desk.sit()
    ana.field = ''
    ana.co.typed('')
    await desk.settle()
    expect(desk.text).toBe('a')
  })
})
